import BGPWire
import Network
import NetworkTypes
import RIB
import TestLab
import Testing
import VirtualEngine

/// A circuit's second routing domain (RT, FAQ).
@Suite("Microsoft peering") struct MicrosoftPeeringTests {
    private static let storage = "198.51.100.0/25"
    private static let sql = "198.51.100.128/25"

    /// Storage and SQL behind a peering, of which the route filter lets storage through.
    private static func edge(_ more: KeyValuePairs<String, YAML> = [:]) -> YAML {
        var edge = Edge.standard(duration: "30s")
        edge["microsoftServices"] = [
            ["name": "storage", "service": "storage", "region": "westeurope", "prefixes": [.text(storage)]],
            ["name": "sql", "service": "sql", "region": "westeurope", "prefixes": [.text(sql)]],
        ]
        edge["customerSites", 0]["prefixes"] = ["10.101.0.0/16", "203.0.113.0/25"]
        edge["customerSites", 0]["hosts"] = [["name": "db", "address": "203.0.113.10"]]
        edge["flows", 0]["to"] = "service/storage"
        edge["circuits", 0]["microsoftPeering"] = [
            "peerASN": "65010", "prefixState": "configured", "subnet": "203.0.113.248/29", "vlan": "200",
            "advertisedPrefixes": ["203.0.113.0/25"], "routeFilter": ["12076:52002"],
        ]
        for (key, value) in more { edge["circuits", 0]["microsoftPeering"]?[key] = value }
        return edge
    }

    private func lab(_ edge: YAML, at instant: Duration = .seconds(1)) throws -> Lab {
        let lab = try Lab(edge)
        lab.run(to: instant)
        return lab
    }

    private func customerPaths(_ prefix: String, _ lab: Lab, at node: String = "service/storage") -> [String] {
        lab.route(prefix, at: node, domain: "storage")?.paths.map { "\($0.attributes.asPath)" } ?? []
    }

    @Test func `a service is advertised where the route filter names one of its communities`() throws {
        let lab = try lab(Self.edge())
        #expect(lab.asPath(Self.storage, at: "router/cpe1") == "12076")
        #expect(lab.route(Self.sql, at: "router/cpe1") == nil)
        let communities = lab.route(Self.storage, at: "router/cpe1")?.paths.first?.attributes.communities
        #expect(communities?.map { $0.rawValue & 0xFFFF } == [51002, 52002])
    }

    @Test func `without a route filter nothing is advertised`() throws {
        let lab = try lab(Self.edge(["routeFilter": []]))
        #expect(lab.route(Self.storage, at: "router/cpe1") == nil)
        #expect(lab.paths("f").allSatisfy { !$0.isDelivered })
    }

    @Test func `packets go to the service and back over both connections and past every gateway`() throws {
        let lab = try lab(Self.edge())
        for path in lab.paths("f") + lab.paths("f", .reverse) {
            #expect(path.isDelivered && !path.nodes.contains { $0.hasPrefix("gateway/") })
        }
        let edges = Set(lab.paths("f", .reverse).flatMap(\.nodes).filter { $0.hasPrefix("msee/") })
        #expect(edges.sorted() == ["msee/amsterdam/1", "msee/amsterdam/2"])
    }

    @Test func `public services and virtual networks don't mix`() throws {
        let lab = try lab(Self.edge())
        #expect(lab.route(Self.storage, at: "gateway/ergw/instance/0", domain: "hub") == nil)
        #expect(lab.route("10.10.0.0/16", at: "service/storage", domain: "storage") == nil)
        #expect(lab.route(Self.storage, at: "msee/amsterdam/1", domain: "er") == nil)
        #expect(lab.route(Self.storage, at: "msee/amsterdam/1", domain: "er/microsoft") != nil)
    }

    @Test func `only validated prefixes are accepted, whatever the customer announces`() throws {
        var edge = Self.edge()
        edge["customerSites", 0]["routers", 0]["links"] = [
            ["link": "er/primary", "microsoftPeering": ["export": [["prepend": "0"]]]]
        ]
        let lab = try lab(edge)
        #expect(lab.route("10.101.0.0/16", at: "msee/amsterdam/1", domain: "er/microsoft") == nil)
        #expect(lab.route("203.0.113.0/25", at: "msee/amsterdam/1", domain: "er/microsoft") != nil)
    }

    @Test func `private ASNs are stripped, so prepending with them has no effect`() throws {
        var edge = Self.edge()
        edge["customerSites", 0]["routers", 0]["links"] = [
            ["link": "er/primary", "microsoftPeering": ["export": [["prepend": "3"]]]]
        ]
        let lab = try lab(edge)
        #expect(customerPaths("203.0.113.0/25", lab) == ["", ""])
    }

    @Test func `a public ASN stays in the path`() throws {
        var edge = Self.edge(["peerASN": "3320"])
        edge["customerSites", 0]["asn"] = "3320"
        edge["circuits", 0]["privatePeering"]?["peerASN"] = "3320"
        #expect(customerPaths("203.0.113.0/25", try lab(edge)) == ["3320", "3320"])
    }

    @Test func `a private ASN waits for its validation`() throws {
        let lab = try lab(Self.edge(["prefixState": "validationNeeded"]))
        #expect(lab.route(Self.storage, at: "router/cpe1") == nil)
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1") == "12076")
    }

    @Test func `one prefix too many drops the session of the Microsoft peering alone`() throws {
        var edge = Self.edge(["prefixLimit": "3"])
        edge["customerSites", 0]["routers", 0]["originate"] = ["203.0.113.0/28 count 4"]
        let lab = try lab(edge, at: .seconds(10))
        #expect(!lab.moments(.sessionDown, "session/cpe1/er/primary/microsoft").isEmpty)
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1") == "12076")
        #expect(lab.moments(.sessionDown, "session/cpe2/er/secondary/microsoft").isEmpty)
    }

    @Test func `a local circuit reaches the services of its regions`() throws {
        var edge = Self.edge()
        edge.append(["name": "northeurope"], to: "regions")
        edge["microsoftServices", 0]["region"] = "northeurope"
        edge["circuits", 0]["microsoftPeering"]?["routeFilter"] = ["12076:52003", "12076:53002"]
        edge["circuits", 0]["sku"] = "local"
        edge["peeringLocations", 0]["localRegions"] = ["westeurope"]
        let lab = try lab(edge)
        #expect(lab.route(Self.storage, at: "router/cpe1") == nil)
        #expect(lab.asPath(Self.sql, at: "router/cpe1") == "12076")
    }

    @Test func `a peering is shut down without the other`() throws {
        var edge = Self.edge()
        edge.step("5s", "shutdown", "peering/er/microsoft", ["for": "5s"])
        let lab = try lab(edge, at: .seconds(8))
        #expect(lab.route(Self.storage, at: "router/cpe1") == nil)
        #expect(lab.asPath("10.10.0.0/16", at: "router/cpe1") == "12076")
        lab.run(to: .seconds(20))
        #expect(lab.asPath(Self.storage, at: "router/cpe1") == "12076")
    }

    @Test func `a service that fails is taken back everywhere`() throws {
        var edge = Self.edge()
        edge.step("5s", "fail", "service/storage", ["for": "5s"])
        let lab = try lab(edge, at: .seconds(9))
        #expect(lab.route(Self.storage, at: "router/cpe1") == nil)
        lab.run(to: .seconds(28))
        #expect(lab.asPath(Self.storage, at: "router/cpe1") == "12076")
    }
}
