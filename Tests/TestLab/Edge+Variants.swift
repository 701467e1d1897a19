/// A change to a topology that a claim about it has to survive.
public struct Variant: CustomStringConvertible, Sendable {
    public var description: String
    private let change: @Sendable (inout YAML) -> Void

    public init(_ description: String, _ change: @escaping @Sendable (inout YAML) -> Void) {
        self.description = description
        self.change = change
    }

    public func applied(to yaml: YAML) -> YAML {
        var yaml = yaml
        change(&yaml)
        return yaml
    }
}

extension Edge {
    /// Other shapes of the standard topology, in which the host still has two connections of its circuit.
    public static let shapes: [Variant] = [
        Variant("two routers") { _ in },
        Variant("one router") { edge in
            edge["customerSites", 0]["routers"] = [
                ["name": "cpe1", "links": ["er/primary", "er/secondary"], "bfd": true]
            ]
        },
        Variant("a direct circuit") { $0["circuits", 0]["kind"] = "direct" },
        Variant("link-loss forwarding") { $0["circuits", 0]["linkLossForwarding"] = true },
        Variant("QinQ and a shared key") { edge in
            edge["circuits", 0]["privatePeering"]?["sTag"] = 300
            edge["circuits", 0]["privatePeering"]?["sharedKey"] = "s3cret"
        },
        Variant("long wires") { edge in
            edge["circuits", 0]["latency"] = "12ms"
            edge["customerSites", 0]["routers", 0]["links"] = [["link": "er/primary", "latency": "20ms"]]
            edge["peeringLocations", 0]["latency"] = "7ms"
        },
        Variant("a third router without a link of the circuit's") { edge in
            edge.append(circuit("er3", at: "amsterdam", number: 3), to: "circuits")
            edge.append(["circuit": "er3", "gateway": "ergw"], to: "connections")
            edge["customerSites", 0].append(
                ["name": "cpe3", "links": ["er3/primary", "er3/secondary"], "bfd": true, "export": [["prepend": 4]]],
                to: "routers"
            )
        },
        Variant("FastPath") { $0["connections", 0]["fastPath"] = true },
        Variant("IPv6") { dualStack(&$0, family: "ipv6") },
        Variant("IPv4 of two families") { dualStack(&$0, family: "ipv4") },
    ]

    /// Gives everything IPv6 addresses beside its IPv4 ones, and the flow one of the families.
    public static func dualStack(_ edge: inout YAML, family: YAML) {
        edge["regions", 0]["virtualNetworks", 0]["addressSpace"] = ["10.10.0.0/16", "fd00:10::/48"]
        edge["regions", 0]["virtualNetworks", 0]["gatewaySubnet"] = ["10.10.255.0/27", "fd00:10:0:ff::/64"]
        edge["regions", 0]["virtualNetworks", 0]["machines", 0]["addressIPv6"] = "fd00:10:0:1::4"
        edge["circuits", 0]["privatePeering"]?["subnetIPv6"] = "fd00:172:16:1::/125"
        edge["customerSites", 0]["prefixes"] = ["10.101.0.0/16", "fd00:101::/48"]
        edge["customerSites", 0]["hosts", 0]["addressIPv6"] = "fd00:101:0:1::10"
        edge["flows", 0]["family"] = family
    }
}
