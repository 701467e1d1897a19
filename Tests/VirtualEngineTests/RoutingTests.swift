import BGPWire
import Network
import NetworkTypes
import RIB
import TestLab
import Testing
import VirtualEngine

/// Azure's rules of who hears what, beyond those of plain BGP.
@Suite("Routing") struct RoutingTests {
    private static func spoke() -> YAML {
        var edge = Edge.standard(duration: "60s")
        edge["regions", 0].append(
            [
                "name": "spoke", "addressSpace": ["10.20.0.0/16"],
                "peerings": [["virtualNetwork": "hub", "useRemoteGateways": "true"]],
                "machines": [["name": "web", "address": "10.20.1.4"]],
            ],
            to: "virtualNetworks"
        )
        return edge
    }

    private func communities(_ prefix: String, _ lab: Lab) -> [String] {
        lab.route(prefix, at: "router/cpe1")?.paths.first?.attributes.communities
            .map { "\($0.rawValue >> 16):\($0.rawValue & 0xFFFF)" } ?? []
    }

    @Test func `the communities of network and region show once the network has one of its own`() throws {
        var edge = Self.spoke()
        edge["regions", 0]["virtualNetworks", 0]["community"] = "12076:20001"
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(communities("10.10.0.0/16", lab) == ["12076:50002", "12076:20001"])
        #expect(communities("10.20.0.0/16", lab) == [])
    }

    @Test func `what communities the customer sends does not matter to Microsoft`() throws {
        var edge = Edge.standard(duration: "5s")
        edge["customerSites", 0]["routers", 0]["links"] = [
            ["link": "er/primary", "export": [["addCommunities": ["no-export", "65010:1"]]]]
        ]
        let lab = try Lab(edge)
        lab.run(to: .zero)
        let heard = lab.route("10.101.0.0/16", at: "gateway/ergw/instance/0", domain: "hub")
        #expect(heard?.paths.count == 2)
        #expect(heard?.paths.allSatisfy { $0.attributes.communities.isEmpty } == true)
    }

    @Test func `a spoke is advertised and reached through the gateway of its hub`() throws {
        var edge = Self.spoke()
        edge["flows", 0]["to"] = "spoke/web"
        let lab = try Lab(edge)
        lab.run(to: .seconds(1))
        #expect(lab.asPath("10.20.0.0/16", at: "router/cpe1") == "12076")
        for path in lab.paths("f") {
            #expect(path.isDelivered && path.nodes.contains { $0.hasPrefix("gateway/ergw/instance/") })
        }
        for path in lab.paths("f", .reverse) {
            #expect(path.isDelivered && !path.nodes.contains { $0.hasPrefix("gateway/") })
        }
    }

    @Test func `a peered network without the remote gateway reaches the hub, and on-premises does not know it`() throws
    {
        var edge = Self.spoke()
        edge["regions", 0]["virtualNetworks", 1]["peerings"] = [["virtualNetwork": "hub"]]
        edge["flows", 0]["from"] = "hub/app"
        edge["flows", 0]["to"] = "spoke/web"
        let lab = try Lab(edge)
        lab.run(to: .seconds(1))
        #expect(lab.route("10.20.0.0/16", at: "router/cpe1") == nil)
        #expect(lab.paths("f").allSatisfy { $0.isDelivered })
        #expect(lab.paths("f", .reverse).allSatisfy { $0.isDelivered })
    }

    @Test func `what a CPE leaks from one circuit to another is dropped there for its 12076`() throws {
        var edge = Edge.maximum(duration: "5s")
        // The second circuit has another gateway, so that its MSEEs would have use for the leak.
        edge["connections"] = [["circuit": "er", "gateway": "ergw"]]
        edge["customerSites", 0]["routers", 0]["leak"] = "true"
        let lab = try Lab(edge)
        lab.run(to: .zero)
        let session = "session/cpe1/er2/primary"
        #expect(lab.advertised("10.10.0.0/16", by: "router/cpe1", on: session)?.attributes.asPath.text == "65010 12076")
        #expect(lab.route("10.10.0.0/16", at: "msee/frankfurt/1", domain: "er2") == nil)
        #expect(lab.sessionsDown.isEmpty)
    }

    @Test func `a default route from the customer is programmed into machines, and taken back with its withdrawal`()
        throws
    {
        var edge = Edge.standard(duration: "60s")
        edge["timing"] = "ideal"
        for router in 0..<2 { edge["customerSites", 0]["routers", router]["originate"] = ["0.0.0.0/0"] }
        edge.step("1s", "withdraw", ["router/cpe1", "router/cpe2"], ["prefixes": ["0.0.0.0/0"]])
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(hasDefault(lab))
        lab.run(to: .seconds(3))
        #expect(!hasDefault(lab))
    }

    private func hasDefault(_ lab: Lab) -> Bool {
        guard let machine = lab.engine.network.node("machine/hub/app") else { return false }
        return lab.engine.network.forwardingTable(of: machine, domain: 1).contains { $0.prefix == .v4(.all) }
    }

    @Test func `one prefix of virtual networks too many takes the connection down alone, until it is gone`() throws {
        var edge = Edge.standard(duration: "120s")
        edge["flows"] = []
        edge["connections", 0]["prefixLimit"] = "3"
        edge.step("1s", "announce", "gateway/ergw", ["prefixes": ["30.0.0.0/24 count 3"], "for": "10s"])
        let lab = try Lab(edge)
        lab.run(to: .seconds(5))
        #expect(Set(lab.sessionsDown.map { $0.hasPrefix("session/gateway/ergw/") }) == [true])
        #expect(lab.sessionsDown.count == 6)
        let told = lab.moments(.sessionDown, node: "gateway/ergw/instance/0")
        #expect(told.first?.number("code") == 6 && told.first?.number("subcode") == 1)
        lab.run(to: .seconds(100))
        #expect(lab.sessionsDown.isEmpty)
    }
}
