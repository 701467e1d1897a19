import Testing

@testable import Topology

/// The figures that Azure states for each size of gateway (PERF, GW, LIM, SKUAZ, SG).
@Suite("Gateway SKUs") struct GatewaySKUTests {
    struct Figures: Sendable, CustomTestStringConvertible {
        var sku: GatewaySKU
        var units = 1
        var megabits: UInt64
        var packets: UInt64
        var machines: Int
        var flows: Int
        var routes: Int
        var circuits: Int
        var fastPath: Bool
        var zones: Bool

        var testDescription: String { "\(sku) × \(units)" }

        init(
            _ sku: GatewaySKU,
            units: Int = 1,
            _ megabits: UInt64,
            _ packets: UInt64,
            _ machines: Int,
            _ flows: Int,
            _ routes: Int,
            _ circuits: Int,
            fastPath: Bool,
            zones: Bool
        ) {
            (self.sku, self.units, self.megabits, self.packets) = (sku, units, megabits, packets)
            (self.machines, self.flows, self.routes, self.circuits) = (machines, flows, routes, circuits)
            (self.fastPath, self.zones) = (fastPath, zones)
        }
    }

    static let documented: [Figures] = [
        Figures(.standard, 1_000, 100_000, 2_000, 200_000, 4_000, 4, fastPath: false, zones: false),
        Figures(.erGw1AZ, 1_000, 100_000, 2_000, 200_000, 4_000, 4, fastPath: false, zones: true),
        Figures(.highPerformance, 2_000, 200_000, 4_500, 400_000, 9_500, 8, fastPath: false, zones: false),
        Figures(.erGw2AZ, 2_000, 200_000, 4_500, 400_000, 9_500, 8, fastPath: false, zones: true),
        Figures(.ultraPerformance, 10_000, 1_000_000, 11_000, 1_000_000, 9_500, 16, fastPath: true, zones: false),
        Figures(.erGw3AZ, 10_000, 1_000_000, 11_000, 1_000_000, 9_500, 16, fastPath: true, zones: true),
        Figures(.erGwScale, 1_000, 100_000, 2_000, 100_000, 60_000, 4, fastPath: false, zones: true),
        Figures(.erGwScale, units: 2, 2_000, 200_000, 4_000, 200_000, 60_000, 8, fastPath: false, zones: true),
        Figures(.erGwScale, units: 10, 10_000, 1_000_000, 20_000, 1_000_000, 60_000, 16, fastPath: true, zones: true),
        Figures(.erGwScale, units: 20, 20_000, 2_000_000, 30_000, 2_000_000, 60_000, 16, fastPath: true, zones: true),
        Figures(.erGwScale, units: 40, 40_000, 4_000_000, 50_000, 4_000_000, 60_000, 16, fastPath: true, zones: true),
    ]

    @Test(arguments: documented) func `each size carries what the documents say`(figures: Figures) {
        let limits = figures.sku.limits.times(units: figures.units)
        #expect(limits.bitRate.bitsPerSecond == figures.megabits * 1_000_000)
        #expect(limits.packetRate.perSecond == figures.packets)
        #expect(limits.machines == figures.machines)
        #expect(limits.flows == figures.flows)
        #expect(limits.routes == figures.routes)
        #expect(figures.sku.maximumCircuits(scaleUnits: figures.units) == figures.circuits)
        #expect(figures.sku.supportsFastPath(scaleUnits: figures.units) == figures.fastPath)
        #expect(figures.sku.supportsZones == figures.zones)
    }

    @Test func `instances share the rates, whatever their number`() {
        let limits = GatewaySKU.erGw1AZ.limits
        #expect(limits.share(of: 2).packetInterval == .microseconds(20))
        #expect(limits.share(of: 2).bitsPerSecond == 500_000_000)
        #expect(limits.share(of: 0).bitsPerSecond == 1_000_000_000)
    }

    @Test func `figures of the file grow with the SKU, and never beyond what can be counted`() {
        var limits = GatewaySKU.erGw1AZ.limits
        limits.packetRate = PacketRate(perSecond: 100)
        limits.bitRate.bitsPerSecond = .max
        let larger = limits.scaled(from: .erGw1AZ, to: .erGw3AZ)
        #expect(larger.packetRate.perSecond == 1_000)
        #expect(larger.flows == 1_000_000 && larger.routes == 9_500)
        #expect(larger.bitRate.bitsPerSecond == .max)
        #expect(limits.times(units: 40).bitRate.bitsPerSecond > .max / 2)
    }

    /// What is wrong with a gateway that is linked to so many circuits, spread over peering locations in turn.
    private static func complaints(_ sku: String, circuits: Int, locations: Int) -> [String] {
        let names = (0..<locations).map { "{ name: at\($0) }" }.joined(separator: ", ")
        var text = """
            name: many
            regions:
              - name: west
                virtualNetworks: [{ name: hub, addressSpace: [10.10.0.0/16], gatewaySubnet: 10.10.255.0/26 }]
                gateways: [{ name: ergw, virtualNetwork: hub, sku: \(sku) }]
            peeringLocations: [\(names)]
            circuits:

            """
        for number in 0..<circuits {
            text +=
                "  - { name: er\(number), peeringLocation: at\(number % locations), bandwidth: 1Gbps, "
                + "privatePeering: { peerASN: 65010, subnet: 172.16.\(number).0/29, vlan: \(100 + number) } }\n"
        }
        text += "connections:\n"
        for number in 0..<circuits { text += "  - { circuit: er\(number), gateway: ergw }\n" }
        return Topology.load(text: text, file: "many.yaml").diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    @Test(arguments: [("Standard", 4, 2), ("ErGw2AZ", 8, 2), ("UltraPerformance", 16, 4), ("ErGwScale", 4, 1)])
    func `a gateway takes as many circuits as its SKU allows`(sku: String, limit: Int, locations: Int) {
        #expect(Self.complaints(sku, circuits: limit, locations: locations).isEmpty)
        let beyond = Self.complaints(sku, circuits: limit + 1, locations: locations + 2)
        #expect(beyond == ["gateway 'ergw' of SKU \(sku) takes \(limit) circuits at most"])
    }

    @Test func `and no more than four of one peering location`() {
        let beyond = Self.complaints("ErGw3AZ", circuits: 5, locations: 1)
        #expect(beyond == ["gateway 'ergw' takes 4 circuits at most from peering location 'at0'"])
    }
}
