import NetworkTypes
import Testing
import Topology

@testable import Network

@Suite("Rate limiting of ExpressRoute Direct") struct RateLimitedWireTests {
    private static func link(_ more: String) throws -> Wire {
        let text = """
            name: direct
            regions:
              - name: west
                virtualNetworks: [{ name: hub, addressSpace: [10.10.0.0/16], gatewaySubnet: 10.10.255.0/27 }]
                gateways: [{ name: ergw, virtualNetwork: hub, sku: Standard }]
            peeringLocations: [{ name: ams }]
            circuits:
              - { name: er, peeringLocation: ams, bandwidth: 1Gbps, kind: direct\(more), privatePeering: { subnet: 172.16.1.0/29, vlan: 100 } }
            connections: [{ circuit: er, gateway: ergw }]
            customerSites:
              - { name: hq, asn: 65010, prefixes: [10.100.0.0/16], routers: [{ name: cpe1, bfd: true, links: [er/primary] }] }
            """
        let topology = try #require(Topology.load(text: text, file: "direct.yaml").topology)
        return try #require(Blueprint(topology).wires.first { $0.path == "link/er/primary" })
    }

    @Test func `a link carries what its port does, or 120 % of the circuit's bandwidth until it is clamped`() throws {
        #expect(try Self.link("").bandwidth == 10_000_000_000)
        #expect(try Self.link("").clampedBandwidth == 0)
        let limited = try Self.link(", rateLimiting: true")
        #expect(limited.bandwidth == 1_200_000_000)
        #expect(limited.clampedBandwidth == 1_000_000_000)
    }

    @Test func `a clamped direction takes longer for a frame, the other one does not`() throws {
        var wire = WireState(try Self.link(", rateLimiting: true"), chance: 1)
        func nanoseconds(_ side: WireSide) -> Int64 { wire.transmissionNanoseconds(byteCount: 1_500, towards: side) }
        #expect(nanoseconds(.a) == 10_000 && nanoseconds(.b) == 10_000)
        wire.setClamped(true, towards: .b)
        #expect(nanoseconds(.a) == 10_000 && nanoseconds(.b) == 12_000)
        var slow = Impairment()
        slow.bandwidth = 500_000_000
        wire.setImpairment(slow, towards: .b)
        #expect(nanoseconds(.b) == 24_000)
        wire.setImpairment(Impairment(), towards: .b)
        wire.setClamped(false, towards: .b)
        #expect(nanoseconds(.b) == 10_000)
    }
}
