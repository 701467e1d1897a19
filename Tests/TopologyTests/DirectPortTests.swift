import Testing

@testable import Topology

/// Circuits that share a port pair of ExpressRoute Direct (DIR).
@Suite("Port pairs") struct DirectPortTests {
    private static let base = """
        name: pair
        peeringLocations: [{ name: ams }, { name: fra }]
        directPorts: [{ name: pair, peeringLocation: ams, bandwidth: 10Gbps }]
        circuits:
          - name: first
            peeringLocation: ams
            port: pair
            bandwidth: 10Gbps
            privatePeering: { peerASN: 65010, subnet: 172.16.1.0/29, vlan: 100 }
          - name: second
            peeringLocation: ams
            port: pair
            bandwidth: 5Gbps
            privatePeering: { peerASN: 65010, subnet: 172.16.2.0/29, vlan: 100 }
          - name: third
            peeringLocation: fra
            bandwidth: 1Gbps
            privatePeering: { peerASN: 65010, subnet: 172.16.3.0/29, vlan: 100 }
        globalReach: [{ circuits: [first, third] }, { circuits: [second, third] }]
        customerSites:
          - name: hq
            asn: 65010
            prefixes: [10.100.0.0/16]
            hosts: [{ name: db, address: 10.100.1.10 }]
            routers:
              - { name: cpe1, bfd: true, links: [first/primary, second/primary, third/primary] }
              - { name: cpe2, bfd: true, links: [first/secondary, second/secondary, third/secondary] }

        """

    private static let mistakes: [(find: String, replacement: String, message: String)] = [
        ("bandwidth: 5Gbps", "bandwidth: 40Gbps", "40Gbps is not sold on ports of 10Gbps"),
        (
            "peeringLocation: ams, bandwidth: 10Gbps", "peeringLocation: ams, bandwidth: 100Gbps, encapsulation: Dot1Q",
            "circuit 'first' has tag 100 on port pair 'pair' already"
        ),
        ("bandwidth: 5Gbps", "bandwidth: 5Gbps\n    kind: provider", "a port pair is for direct circuits"),
        (
            "- name: second\n    peeringLocation: ams", "- name: second\n    peeringLocation: fra",
            "port pair 'pair' is in peering location 'ams'"
        ),
        ("bandwidth: 5Gbps", "bandwidth: 5Gbps\n    fastPathLimit: 10", "the limit is that of port pair 'pair'"),
        ("172.16.2.0/29, vlan: 100", "172.16.2.0/29, vlan: 100, sTag: 1000", "circuit 'first' has tag 1000"),
        ("port: pair\n    bandwidth: 5Gbps", "port: piar\n    bandwidth: 5Gbps", "there is no port pair called 'piar'"),
        (
            "[first/primary, second/primary,", "[first/primary, second/secondary,",
            "the secondary cable of port pair 'pair' ends at router 'cpe2'"
        ),
    ]

    @Test func `two circuits share cables, tags and the limit of a pair`() throws {
        let (loaded, diagnostics) = Topology.load(text: Self.base, file: "pair.yaml")
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        let topology = try #require(loaded)
        #expect(topology.circuits.prefix(2).allSatisfy { $0.kind == .direct && $0.fastPathLimit == 100_000 })
        #expect(topology.circuits.prefix(2).compactMap(\.privatePeering.serviceVLAN) == [1_000, 1_001])
        #expect(topology.circuits[1].portBandwidth.bitsPerSecond == 10_000_000_000)
    }

    @Test(arguments: mistakes.indices) func `what does not fit is named`(index: Int) throws {
        let mistake = Self.mistakes[index]
        let text = Self.base.replacingFirst(mistake.find, with: mistake.replacement)
        let (topology, diagnostics) = Topology.load(text: text, file: "pair.yaml")
        #expect(topology == nil)
        #expect(diagnostics.contains { $0.message.contains(mistake.message) }, "\(diagnostics)")
    }

    @Test func `twice the bandwidth of the ports can be subscribed`() {
        let fourth = """
              - name: fourth
                peeringLocation: ams
                port: pair
                bandwidth: 10Gbps
                privatePeering: { peerASN: 65010, subnet: 172.16.4.0/29, vlan: 101 }
              - name: third
            """
        let text = Self.base.replacingFirst("  - name: third", with: fourth)
            .replacingFirst("globalReach: [", with: "globalReach: [{ circuits: [fourth, third] }, ")
        let (topology, diagnostics) = Topology.load(text: text, file: "pair.yaml")
        #expect(topology == nil)
        #expect(diagnostics.contains { $0.message == "the circuits of port pair 'pair' have 25Gbps together" })
    }
}
