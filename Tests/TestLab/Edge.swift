/// Topologies that tests start from.
public enum Edge {
    /// One circuit, two routers on a LAN with the host `hq/db`, one gateway and the machine `hub/app` behind it.
    ///
    ///     db ── core ─┬─ cpe1 ══ er/primary   ══╗
    ///                 └─ cpe2 ══ er/secondary ══╩══ ergw ── hub: app
    public static func standard(duration: String = "20s") -> YAML {
        [
            "name": "standard",
            "regions": [
                [
                    "name": "westeurope",
                    "zones": [1, 2, 3],
                    "virtualNetworks": [
                        [
                            "name": "hub", "addressSpace": ["10.10.0.0/16"], "gatewaySubnet": "10.10.255.0/27",
                            "machines": [["name": "app", "address": "10.10.1.4", "zone": 3]],
                        ]
                    ],
                    "gateways": [["name": "ergw", "virtualNetwork": "hub", "sku": "ErGw3AZ"]],
                ]
            ],
            "peeringLocations": [["name": "amsterdam"]],
            "circuits": [circuit("er", at: "amsterdam", number: 1)],
            "connections": [["circuit": "er", "gateway": "ergw"]],
            "customerSites": [
                site("hq", asn: 65010, number: 1, routers: ["cpe1": "er/primary", "cpe2": "er/secondary"])
            ],
            "flows": [
                [
                    "name": "f", "from": "hq/db", "to": "hub/app", "rate": "100/s", "count": 16, "bidirectional": true,
                ]
            ],
            "scenario": ["duration": .text(duration), "steps": []],
        ]
    }

    /// Two circuits in two peering locations, each router on both: Microsoft's reference architecture.
    public static func maximum(duration: String = "20s") -> YAML {
        var edge = standard(duration: duration)
        edge["name"] = "maximum"
        edge.append(["name": "frankfurt"], to: "peeringLocations")
        edge.append(circuit("er2", at: "frankfurt", number: 2), to: "circuits")
        edge.append(["circuit": "er2", "gateway": "ergw"], to: "connections")
        edge["customerSites", 0]["routers", 0].append("er2/primary", to: "links")
        edge["customerSites", 0]["routers", 1].append("er2/secondary", to: "links")
        return edge
    }

    /// A circuit whose addresses and VLAN follow from its number.
    public static func circuit(_ name: String, at location: String, number: Int) -> YAML {
        [
            "name": .text(name), "peeringLocation": .text(location), "bandwidth": "1Gbps",
            "privatePeering": ["subnet": "172.16.\(number).0/29", "vlan": "\(100 + number)"],
        ]
    }

    /// A site with a host `db` and routers with one link each, which run BFD; its prefix follows from its number.
    public static func site(
        _ name: String,
        asn: Int,
        number: Int,
        routers: KeyValuePairs<String, String>
    ) -> YAML {
        [
            "name": .text(name), "asn": "\(asn)", "prefixes": ["10.\(100 + number).0.0/16"],
            "hosts": [["name": "db", "address": "10.\(100 + number).1.10"]],
            "routers": .list(routers.map { ["name": .text($0.key), "links": [.text($0.value)], "bfd": true] }),
        ]
    }
}

extension YAML {
    /// Adds a step to the scenario.
    public mutating func step(_ at: String, _ verb: String, _ targets: YAML, _ more: YAML = [:]) {
        guard case .mapping(let pairs) = more, var scenario = self["scenario"] else { return }
        var step: YAML = ["at": .text(at)]
        step[verb] = targets
        for pair in pairs { step[pair.key] = pair.value }
        scenario.append(step, to: "steps")
        self["scenario"] = scenario
    }
}
