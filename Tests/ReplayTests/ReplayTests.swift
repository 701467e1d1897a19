import Convergence
import NetworkTypes
import Replay
import Testing
import Topology

@Suite("Replay") struct ReplayTests {
    @Test func `a run without a directory leaves a report only`() throws {
        let text = """
            name: smallest
            regions:
              - name: westeurope
                virtualNetworks:
                  - { name: hub, addressSpace: [10.10.0.0/16], gatewaySubnet: 10.10.255.0/27, machines: [{ name: app, address: 10.10.1.4 }] }
                gateways: [{ name: ergw, virtualNetwork: hub, sku: ErGw1AZ }]
            peeringLocations: [{ name: amsterdam }]
            circuits:
              - { name: er, peeringLocation: amsterdam, bandwidth: 1Gbps, privatePeering: { subnet: 172.16.1.0/29, vlan: 100 } }
            connections: [{ circuit: er, gateway: ergw }]
            customerSites:
              - name: hq
                asn: 65010
                prefixes: [10.100.0.0/16]
                hosts: [{ name: db, address: 10.100.1.10 }]
                routers: [{ name: cpe1, links: [er/primary, er/secondary], bfd: true }]
            flows: [{ name: f, from: hq/db, to: hub/app }]
            scenario: { duration: 2s, steps: [] }
            """
        let topology = try #require(Topology.load(text: text, file: "smallest.yaml").topology)
        var replay = try VirtualReplay(topology, options: VirtualReplay.Options(), directory: nil)
        while !replay.isFinished { try replay.advance(by: .seconds(1)) }
        let flow = try #require(replay.report().flows.first)
        #expect(flow.lost == 0)
        #expect(flow.sent > 0)
    }
}
