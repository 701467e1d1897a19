import Convergence
import Network
import TestLab
import Testing

/// Which packets skip the gateway.
@Suite("FastPath") struct FastPathTests {
    private static func edge(limit: Int) -> YAML {
        var edge = Edge.standard(duration: "30s")
        edge["timing"] = "ideal"
        edge["connections", 0]["fastPath"] = true
        edge["circuits", 0]["fastPathLimit"] = .text("\(limit)")
        edge["regions", 0]["virtualNetworks", 0]["machines"] = [
            ["name": "app", "address": "10.10.1.4"], ["name": "web", "address": "10.10.1.5"],
        ]
        edge.append(["name": "g", "from": "hq/db", "to": "hub/web", "rate": "10/s", "count": 8], to: "flows")
        return edge
    }

    private func usesGateway(_ flow: String, in lab: Lab) -> Bool {
        lab.paths(flow).contains { $0.nodes.contains { $0.hasPrefix("gateway/") } }
    }

    @Test(arguments: [0, 1, 2, 3])
    func `as many machines as the limit allows are reached past the gateway`(limit: Int) throws {
        let lab = try Lab(Self.edge(limit: limit))
        lab.run(to: .zero)
        #expect(usesGateway("f", in: lab) == (limit < 1))
        #expect(usesGateway("g", in: lab) == (limit < 2))
        #expect(lab.paths("f").allSatisfy(\.isDelivered) && lab.paths("g").allSatisfy(\.isDelivered))
        let limited = lab.moments(.fastPathLimited)
        #expect(Set(limited.map(\.subject)) == (limit < 2 ? ["msee/amsterdam/1", "msee/amsterdam/2"] : []))
        #expect(limited.allSatisfy { $0.number("limit") == limit && $0.number("count") == 2 - limit })
    }

    @Test func `the limit counts the circuit's connections together, and room that one leaves is the other's`() throws {
        var edge = Self.edge(limit: 2)
        edge["regions", 0].append(
            [
                "name": "spoke", "addressSpace": ["10.20.0.0/16"], "gatewaySubnet": "10.20.255.0/27",
                "machines": [["name": "app", "address": "10.20.1.4"]],
            ],
            to: "virtualNetworks"
        )
        edge["regions", 0].append(["name": "ergw2", "virtualNetwork": "spoke", "sku": "ErGw3AZ"], to: "gateways")
        edge.append(["circuit": "er", "gateway": "ergw2", "fastPath": true], to: "connections")
        edge.append(["name": "h", "from": "hq/db", "to": "spoke/app", "rate": "10/s", "count": 8], to: "flows")
        edge.step("5s", "fail", "gateway/ergw", ["for": "10s"])
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(!usesGateway("f", in: lab) && !usesGateway("g", in: lab) && usesGateway("h", in: lab))
        lab.run(to: .seconds(14))
        #expect(!usesGateway("h", in: lab))
        lab.run(to: .seconds(29))
        // Who comes back finds the room taken, but for one.
        #expect(!usesGateway("f", in: lab) && usesGateway("g", in: lab) && !usesGateway("h", in: lab))
    }

    @Test(arguments: ["provider", "direct"], [false, true])
    func `user-defined routes of the gateway subnet hold but for FastPath through a provider`(
        kind: String,
        fastPath: Bool
    ) throws {
        var edge = Self.edge(limit: 100)
        edge["circuits", 0]["kind"] = .text(kind)
        edge["connections", 0]["fastPath"] = .text("\(fastPath)")
        edge["regions", 0]["virtualNetworks", 0]["gatewayRoutes"] = [
            ["prefix": "10.10.0.0/16", "via": "10.10.1.5"], ["prefix": "10.10.3.0/24"],
        ]
        let lab = try Lab(edge)
        lab.run(to: .zero)
        let passesFirewall = lab.paths("f").allSatisfy { $0.nodes.contains("machine/hub/web") }
        #expect(passesFirewall == !(fastPath && kind == "provider"))
        #expect(lab.paths("f").allSatisfy(\.isDelivered) && lab.paths("g").allSatisfy(\.isDelivered))
        #expect(usesGateway("f", in: lab) == !fastPath)
    }

    @Test(arguments: ["provider", "direct"], [false, true])
    func `spokes are reached past the gateway through ExpressRoute Direct, unless they are in another region`(
        kind: String,
        isFar: Bool
    ) throws {
        var edge = Self.edge(limit: 100)
        edge["circuits", 0]["kind"] = .text(kind)
        let spoke: YAML = [
            "name": "spoke", "addressSpace": ["10.20.0.0/16"], "machines": [["name": "app", "address": "10.20.1.4"]],
            "peerings": [["virtualNetwork": "hub", "useRemoteGateways": true]],
        ]
        if isFar {
            edge.append(["name": "northeurope", "virtualNetworks": [spoke]], to: "regions")
        } else {
            edge["regions", 0].append(spoke, to: "virtualNetworks")
        }
        edge.append(
            ["name": "h", "from": "hq/db", "to": "spoke/app", "rate": "10/s", "count": 8, "bidirectional": true],
            to: "flows"
        )
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(usesGateway("h", in: lab) == (kind == "provider" || isFar))
        #expect(lab.paths("h").allSatisfy(\.isDelivered) && lab.paths("h", .reverse).allSatisfy(\.isDelivered))
        #expect(!usesGateway("f", in: lab))
    }

    @Test(arguments: [false, true])
    func `a spoke's packets pass the hub's firewall if the gateway subnet's routes want it`(fastPath: Bool) throws {
        var edge = Self.edge(limit: 100)
        edge["circuits", 0]["kind"] = "direct"
        edge["connections", 0]["fastPath"] = .text("\(fastPath)")
        edge["regions", 0]["virtualNetworks", 0]["gatewayRoutes"] = [["prefix": "10.20.0.0/16", "via": "10.10.1.5"]]
        edge["regions", 0].append(
            [
                "name": "spoke", "addressSpace": ["10.20.0.0/16"],
                "machines": [["name": "app", "address": "10.20.1.4"]],
                "peerings": [["virtualNetwork": "hub", "useRemoteGateways": true]],
            ],
            to: "virtualNetworks"
        )
        edge.append(["name": "h", "from": "hq/db", "to": "spoke/app", "rate": "10/s", "count": 8], to: "flows")
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(lab.paths("h").allSatisfy { $0.isDelivered && $0.nodes.contains("machine/hub/web") })
        #expect(usesGateway("h", in: lab) == !fastPath)
    }
}
