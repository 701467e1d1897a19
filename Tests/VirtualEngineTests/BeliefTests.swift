import BGPWire
import Network
import NetworkTypes
import RIB
import TestLab
import Testing

/// What each router believes of the others' prefixes, and what it tells whom.
@Suite("Beliefs") struct BeliefTests {
    /// Two sites of different ASNs, each with a circuit in a location of its own, which are joined by Global Reach.
    private static let globalReach: YAML = {
        var edge = Edge.standard(duration: "5s")
        edge.append(["name": "frankfurt"], to: "peeringLocations")
        edge.append(Edge.circuit("er2", at: "frankfurt", number: 2), to: "circuits")
        edge.append(["circuit": "er2", "gateway": "ergw"], to: "connections")
        edge.append(
            Edge.site("branch", asn: 65020, number: 2, routers: ["cpe3": "er2/primary", "cpe4": "er2/secondary"]),
            to: "customerSites"
        )
        edge["globalReach"] = [["circuits": ["er", "er2"]]]
        edge["flows", 0]["to"] = "branch/db"
        return edge
    }()

    @Test(arguments: Edge.shapes)
    func `the customer sees 12076 in front of Azure's prefixes, the gateway 12076 65010 in front of the customer's`(
        shape: Variant
    ) throws {
        let lab = try Lab(shape.applied(to: Edge.standard(duration: "1s")))
        lab.run(to: .zero)
        #expect(lab.sessionsDown.isEmpty)
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1") == "12076")
        #expect(lab.asPath("10.10.0.0/16", at: "core/hq") == "12076")
        for instance in 0..<3 {
            let gateway = "gateway/ergw/instance/\(instance)"
            #expect(lab.asPath("10.101.0.0/16", at: gateway, domain: "hub") == "12076 65010")
            #expect(lab.asPath("10.10.0.0/16", at: gateway, domain: "hub") == "")
        }
        for msee in ["msee/amsterdam/1", "msee/amsterdam/2"] {
            #expect(lab.asPath("10.101.0.0/16", at: msee, domain: "er") == "65010")
            #expect(lab.asPath("10.10.0.0/16", at: msee, domain: "er") == "65515")
        }
        // Nobody hears of the customer's own prefixes from Microsoft.
        #expect(lab.advertised("10.101.0.0/16", by: "msee/amsterdam/1", on: "session/cpe1/er/primary") == nil)
    }

    @Test func `a Global Reach route has an originator and a cluster list inside the backbone`() throws {
        let lab = try Lab(Self.globalReach)
        lab.run(to: .zero)
        let prefix = "10.102.0.0/16"
        let originators = ["msee/frankfurt/1", "msee/frankfurt/2"].map(lab.routerID)
        for number in 1...2 {
            let session = "session/msee/amsterdam/1/reflector/\(number)"
            let told = try #require(lab.advertised(prefix, by: "reflector/\(number)", on: session)?.attributes)
            #expect(told.originatorID != nil && originators.contains(told.originatorID))
            #expect(told.clusterList.map(Optional.some) == [lab.routerID(of: "reflector/\(number)")])
            #expect(told.asPath.text == "65020")
            // It came without either: the reflector puts them in.
            let own = "session/msee/frankfurt/1/reflector/\(number)"
            let first = try #require(lab.advertised(prefix, by: "msee/frankfurt/1", on: own)?.attributes)
            #expect(first.originatorID == nil && first.clusterList.isEmpty)
            #expect(first.extendedCommunities.contains { $0.routeTarget != nil })
        }
        let held = try #require(lab.backboneRoutes(prefix, at: "msee/amsterdam/1").first?.paths)
        // Both reflectors told of it.
        #expect(held.count == 2)
        #expect(held.allSatisfy { $0.attributes.originatorID != nil && $0.attributes.clusterList.count == 1 })
    }

    @Test func `a Global Reach route has left both, and its route targets, where it leaves the backbone`() throws {
        let lab = try Lab(Self.globalReach)
        lab.run(to: .zero)
        let prefix = "10.102.0.0/16"
        for (msee, session, router) in [
            ("msee/amsterdam/1", "session/cpe1/er/primary", "router/cpe1"),
            ("msee/amsterdam/2", "session/cpe2/er/secondary", "router/cpe2"),
        ] {
            let told = try #require(lab.advertised(prefix, by: msee, on: session)?.attributes)
            #expect(told.originatorID == nil && told.clusterList.isEmpty && told.extendedCommunities.isEmpty)
            #expect(told.asPath.text == "12076 12076 65020")
            #expect(told.localPreference == nil && told.med == nil)
            #expect(lab.asPath(prefix, at: router) == "12076 12076 65020")
        }
        // The gateway hears of the branch over the branch's own circuit, not by way of the other.
        let session = "session/gateway/ergw/instance/0/er/primary"
        #expect(lab.advertised(prefix, by: "msee/amsterdam/1", on: session) == nil)
        #expect(lab.paths("f").allSatisfy(\.isDelivered) && lab.paths("f", .reverse).allSatisfy(\.isDelivered))
    }

    @Test func `without Global Reach circuits know nothing of each other`() throws {
        var edge = Self.globalReach
        edge["globalReach"] = nil
        edge["flows"] = []
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(lab.route("10.102.0.0/16", at: "router/cpe1") == nil)
        #expect(lab.route("10.102.0.0/16", at: "msee/amsterdam/1", domain: "er") == nil)
        #expect(lab.asPath("10.102.0.0/16", at: "gateway/ergw/instance/0", domain: "hub") == "12076 65020")
    }

    @Test func `two circuits of the same MSEEs with the same customer prefixes don't mix`() throws {
        let lab = try Lab(Self.twins)
        lab.run(to: .zero)
        let prefix = "10.101.0.0/16"
        for msee in ["msee/amsterdam/1", "msee/amsterdam/2"] {
            #expect(lab.asPath(prefix, at: msee, domain: "er") == "65010")
            #expect(lab.asPath(prefix, at: msee, domain: "er2") == "65020")
            #expect(lab.route("10.20.0.0/16", at: msee, domain: "er") == nil)
        }
        #expect(lab.asPath(prefix, at: "gateway/ergw/instance/0", domain: "hub") == "12076 65010")
        #expect(lab.asPath(prefix, at: "gateway/ergw2/instance/0", domain: "spoke") == "12076 65020")
        #expect(lab.route("10.20.0.0/16", at: "router/cpe1") == nil)
        #expect(lab.route("10.10.0.0/16", at: "router/cpe3") == nil)
        for (flow, host, machine) in [("f", "host/hq/db", "hub/app"), ("g", "host/twin/db", "spoke/app")] {
            let (forward, reverse) = (lab.paths(flow), lab.paths(flow, .reverse))
            #expect(forward.allSatisfy { $0.isDelivered && $0.nodes.last?.hasSuffix(machine) == true })
            #expect(reverse.allSatisfy { $0.isDelivered && $0.nodes.last == host })
        }
        // What becomes of one of them does not concern the other.
        lab.run(to: .seconds(4))
        #expect(lab.route(prefix, at: "msee/amsterdam/1", domain: "er") == nil)
        #expect(lab.asPath(prefix, at: "msee/amsterdam/1", domain: "er2") == "65020")
    }

    /// Two customers whose networks look alike, on two circuits in one location.
    private static let twins: YAML = {
        var edge = Edge.standard(duration: "5s")
        edge["regions", 0].append(
            [
                "name": "spoke", "addressSpace": ["10.20.0.0/16"], "gatewaySubnet": "10.20.255.0/27",
                "machines": [["name": "app", "address": "10.20.1.4", "zone": 3]],
            ],
            to: "virtualNetworks"
        )
        edge["regions", 0].append(["name": "ergw2", "virtualNetwork": "spoke", "sku": "ErGw3AZ"], to: "gateways")
        edge.append(Edge.circuit("er2", at: "amsterdam", number: 2), to: "circuits")
        edge.append(["circuit": "er2", "gateway": "ergw2"], to: "connections")
        edge.append(
            Edge.site("twin", asn: 65020, number: 1, routers: ["cpe3": "er2/primary", "cpe4": "er2/secondary"]),
            to: "customerSites"
        )
        edge.append(
            ["name": "g", "from": "twin/db", "to": "spoke/app", "rate": "100/s", "count": 16, "bidirectional": true],
            to: "flows"
        )
        edge.step("1s", "shutdown", "circuit/er")
        return edge
    }()
}
