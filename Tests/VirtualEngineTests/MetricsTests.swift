import Network
import NetworkTypes
import TestLab
import Testing
import VirtualEngine

/// Azure's metrics over a run, against what the topology says they must be.
@Suite("Metrics") struct MetricsTests {
    /// What a run sampled.
    private struct Samples {
        var series: [MetricSeries]
        var all: [MetricSample]
        var timeZero: Instant

        /// Values of a metric whose dimensions include `dimension`, by seconds since time zero.
        func values(_ name: String, _ resource: String, _ dimension: String? = nil) -> [(second: Double, value: Double)]
        {
            all.filter { sample in
                let found = series[sample.series]
                return found.name == name && found.resource == resource
                    && (dimension == nil || found.dimensions.contains { $0.value == dimension })
            }
            .map { (Double(($0.time - timeZero).nanoseconds) / 1e9, Double($0.thousandths) / 1_000) }
        }
    }

    private static func samples(_ edge: YAML) throws -> Samples {
        let lab = try Lab(edge)
        _ = lab.finish()
        let series = lab.engine.network.meter.series
        let all = lab.engine.network.meter.samples
        let timeZero = lab.engine.network.timeZero
        return Samples(series: series, all: all, timeZero: try #require(timeZero))
    }

    private static func edge(interval: String = "5s", duration: String = "20s", size: Int = 1000) -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["metrics"] = ["interval": .text(interval)]
        edge["flows", 0]["size"] = .text("\(size)")
        edge["flows", 0]["bidirectional"] = "false"
        return edge
    }

    @Test func `every series is sampled once an interval, to the end`() throws {
        let samples = try Self.samples(Self.edge())
        #expect(samples.all.count == samples.series.count * 4)
        #expect(samples.values("BgpAvailability", "circuit/er", "primary").map(\.second) == [5, 10, 15, 20])
        #expect(try Self.samples(Self.edge(interval: "7s")).values("NumberOfVm", "").isEmpty)
    }

    @Test func `what is left of the last interval is sampled too`() throws {
        let samples = try Self.samples(Self.edge(interval: "8s"))
        #expect(samples.values("BgpAvailability", "circuit/er", "primary").map(\.second) == [8, 16, 20])
    }

    @Test func `an interval of nothing takes no samples`() throws {
        #expect(try Self.samples(Self.edge(interval: "0s")).all.isEmpty)
    }

    @Test func `a shorter interval than ten milliseconds is refused`() {
        #expect(throws: TestLab.Lab.Refused.self) { try Lab(Self.edge(interval: "9ms")) }
    }

    @Test func `bits per second are those of the flow and of the protocols around it`() throws {
        let samples = try Self.samples(Self.edge())
        let roles = ["primary", "secondary"].map { samples.values("BitsInPerSecond", "circuit/er", $0)[1].value }
        // 100 packets of 1000 octets a second, each with an Ethernet header and a tag; BGP and BFD are a few hundred bit/s each.
        let flow = 100.0 * (1000 + 18) * 8
        #expect(roles.reduce(0, +) > flow && roles.reduce(0, +) < flow * 1.05, "\(roles)")
        let load = samples.values("IngressBandwidthUtilization", "circuit/er", "primary")[1].value
        #expect(abs(load - roles[0] / 1e9 * 100) < 0.001)
    }

    @Test func `the gateway counts what comes from on-premises`() throws {
        let samples = try Self.samples(Self.edge())
        let packets = (0...2).map {
            samples.values("ExpressRouteGatewayPacketsPerSecond", "gateway/ergw", "GatewayTenantWork_IN_\($0)")[1].value
        }
        #expect(packets.reduce(0, +) >= 100 && packets.reduce(0, +) < 125, "\(packets)")
        let flows = (0...2).map {
            samples.values("ExpressRouteGatewayActiveFlows", "gateway/ergw", "GatewayTenantWork_IN_\($0)")[1].value
        }
        #expect(flows.reduce(0, +) == 16)
        let load = samples.values("ExpressRouteGatewayCpuUtilization", "gateway/ergw", "GatewayTenantWork_IN_0")[1]
            .value
        // A third of the million packets per second of an ErGw3AZ.
        #expect(abs(load - packets[0] * 100 / 333_333) <= 0.002, "\(load)")
        let created = (0...2).map {
            samples.values("ExpressRouteGatewayMaxFlowsCreationRate", "gateway/ergw", "GatewayTenantWork_IN_\($0)")
        }
        #expect(abs(created.map { $0[0].value }.reduce(0, +) - 16.0 / 5) < 0.01)
        #expect(created.allSatisfy { $0[1].value == 0 })
    }

    @Test func `over FastPath the gateway counts only what skips nothing`() throws {
        var edge = Self.edge()
        edge["connections", 0]["fastPath"] = "true"
        let samples = try Self.samples(edge)
        let through = samples.values("ErGatewayConnectionBitsInPerSecond", "gateway/ergw")[1].value
        // Sessions and their BFD, no probe.
        #expect(through < 30_000, "\(through)")
        #expect(samples.values("FastPathRoutesCountForCircuit", "circuit/er")[1].value == 1)
        let plain = try Self.samples(Self.edge()).values("ErGatewayConnectionBitsInPerSecond", "gateway/ergw")[1].value
        #expect(plain > 800_000)
    }

    @Test func `availability is the share of the interval in which the session was up`() throws {
        var edge = Self.edge()
        edge.step("6s", "shutdown", "session/cpe1/er/primary", ["for": "1s"])
        let samples = try Self.samples(edge)
        let primary = samples.values("BgpAvailability", "circuit/er", "primary").map(\.value)
        // Down for a second, and until the session is back.
        #expect(primary[0] == 100 && primary[1] < 81 && primary[3] == 100, "\(primary)")
        #expect(samples.values("BgpAvailability", "circuit/er", "secondary").allSatisfy { $0.value == 100 })
    }

    @Test func `an MSEE that has lost the core is not available, although its session is up`() throws {
        var edge = Self.edge(duration: "40s")
        edge.step("6s", "isolate", "msee/amsterdam/1", ["grace": "1s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(39))
        let down = lab.engine.network.sessionsDown
        #expect(!down.contains("session/cpe1/er/primary"))
        let samples = Samples(
            series: lab.engine.network.meter.series,
            all: lab.engine.network.meter.samples,
            timeZero: lab.engine.network.timeZero ?? .zero
        )
        #expect(samples.values("BgpAvailability", "circuit/er", "primary").last?.value == 0)
        #expect(samples.values("BgpAvailability", "circuit/er", "secondary").last?.value == 100)
    }

    @Test func `a cable that is cut ends ARP's availability`() throws {
        var edge = Self.edge()
        edge.step("6s", "cut", "link/er/primary/customer")
        let samples = try Self.samples(edge)
        #expect(samples.values("ArpAvailability", "circuit/er", "primary").map(\.value) == [100, 0, 0, 0])
        #expect(samples.values("ArpAvailability", "circuit/er", "secondary").allSatisfy { $0.value == 100 })
    }

    @Test func `more than a circuit takes is dropped, and counted`() throws {
        var edge = Self.edge()
        edge["circuits", 0]["bandwidth"] = "50Mbps"
        edge["flows", 0]["size"] = "1400"
        edge["flows", 0]["rate"] = "12000/s"
        edge["flows", 0]["count"] = "1"
        edge["scenario"] = ["duration": "6s", "steps": []]
        edge["metrics"] = ["interval": "3s"]
        let samples = try Self.samples(edge)
        let dropped = samples.values("QosDropBitsInPerSecond", "circuit/er").map(\.value)
        // 12,000 frames of 1,418 octets a second want 136 Mbit/s of 50.
        #expect(try #require(dropped.last) > 80e6 && dropped.last ?? 0 < 92e6, "\(dropped)")
        let load = samples.values("IngressBandwidthUtilization", "circuit/er").map(\.value).max() ?? 0
        #expect(load > 99 && load <= 101, "\(load)")
    }

    @Test func `the same run samples the same`() throws {
        #expect(try Self.samples(Self.edge()).all == Self.samples(Self.edge()).all)
    }

    @Test func `Global Reach is counted by peer`() throws {
        var edge = Self.edge(duration: "10s")
        edge.append(["name": "frankfurt"], to: "peeringLocations")
        edge.append(Edge.circuit("er2", at: "frankfurt", number: 2), to: "circuits")
        edge["globalReach"] = [["circuits": ["er", "er2"]]]
        let routers: KeyValuePairs = ["cpe3": "er2/primary", "cpe4": "er2/secondary"]
        edge.append(Edge.site("branch", asn: 65020, number: 2, routers: routers), to: "customerSites")
        edge["flows"] = [
            ["name": "g", "from": "branch/db", "to": "hq/db", "rate": "100/s", "count": 8, "size": 1000]
        ]
        let samples = try Self.samples(edge)
        // 100 packets of 1000 octets a second, and headers around them.
        for (name, resource, peer) in [
            ("GlobalReachBitsInPerSecond", "circuit/er2", "er"), ("GlobalReachBitsOutPerSecond", "circuit/er", "er2"),
        ] {
            let value = try #require(samples.values(name, resource, peer).last?.value)
            #expect((790_000...900_000).contains(value), "\(name) \(value)")
        }
        #expect(samples.values("GlobalReachBitsInPerSecond", "circuit/er", "er2").allSatisfy { $0.value == 0 })
    }

    @Test func `routes by peer, their changes and machines are counted`() throws {
        var edge = Self.edge()
        edge.step("6s", "withdraw", "core/hq")
        edge.step("11s", "fail", "machine/hub/app")
        let samples = try Self.samples(edge)
        let prefix = "ExpressRouteGateway"
        let learned = samples.values(prefix + "CountOfRoutesLearnedFromPeer", "gateway/ergw", "10.10.255.4")
        // Three instances, each with that peer.
        #expect(learned.filter { $0.second == 5 }.map(\.value) == [1, 1, 1])
        #expect(learned.filter { $0.second == 10 }.map(\.value) == [0, 0, 0])
        let told = samples.values(prefix + "CountOfRoutesAdvertisedToPeer", "gateway/ergw", "10.10.255.5")
        #expect(told.count == 12 && told.allSatisfy { $0.value == 1 })
        let changes = samples.values(prefix + "FrequencyOfRoutesChanged", "gateway/ergw", "GatewayTenantWork_IN_0")
        #expect(changes.map { $0.value > 0 } == [false, true, false, false])
        #expect(samples.values(prefix + "NumberOfVmInVnet", "gateway/ergw").map(\.value) == [1, 1, 0, 0])
    }

    @Test func `the ports of a direct circuit have light as long as they have carrier`() throws {
        var edge = Self.edge()
        edge["circuits", 0]["kind"] = "direct"
        edge.step("6s", "cut", "link/er/primary", ["for": "5s"])
        let samples = try Self.samples(edge)
        #expect(samples.values("LineProtocol", "link/er/primary").map(\.value) == [1, 0, 1, 1])
        #expect(samples.values("LineProtocol", "link/er/secondary").allSatisfy { $0.value == 1 })
        #expect(samples.values("AdminState", "link/er/primary").map(\.value) == [1, 1, 1, 1])
    }
}
