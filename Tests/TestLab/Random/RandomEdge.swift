import NetworkTypes

/// A valid topology drawn from a seed: small enough to run in a moment, with something of everything that there is.
public struct RandomEdge {
    public private(set) var yaml: YAML
    private var chance: Chance
    private let locations: Int
    private let isDualStack: Bool
    private let networks: Int
    /// Names of the circuits of each site, and where each circuit ends.
    private var circuits: [[String]] = []
    private var placesOfCircuit: [String: [Int]] = [:]
    private var hasHosts: [Bool] = []

    public init(seed: UInt64) {
        chance = Chance(seed: seed, "edge")
        locations = chance.number(1...3)
        isDualStack = chance.happens(30)
        networks = chance.happens(25) ? 2 : 1
        yaml = ["name": "random-\(seed)", "description": "Drawn from seed \(seed)"]
        addAzure()
        addCircuits()
        addConnections()
        addSites()
        addGlobalReach()
        addFlows()
        yaml["timing"] = timing()
        yaml["scenario"] = ["duration": "1000s", "steps": []]
    }

    // MARK: Azure

    private mutating func addAzure() {
        var region: YAML = ["name": "west", "zones": [1, 2, 3]]
        for number in 0..<networks {
            let name = "net\(number)"
            var machines: [YAML] = []
            for machine in 0..<chance.number(1...2) {
                var entry: YAML = ["name": "vm\(machine)", "address": "10.\(10 + number).1.\(4 + machine)"]
                if isDualStack { entry["addressIPv6"] = "fd00:\(10 + number):0:1::\(4 + machine)" }
                if chance.happens(70) { entry["zone"] = "\(chance.number(1...3))" }
                machines.append(entry)
            }
            region.append(
                [
                    "name": .text(name),
                    "addressSpace": .list(
                        ["10.\(10 + number).0.0/16"] + (isDualStack ? ["fd00:\(10 + number)::/48"] : [])
                    ),
                    "gatewaySubnet": .list(
                        ["10.\(10 + number).255.0/26"] + (isDualStack ? ["fd00:\(10 + number):0:ff::/64"] : [])
                    ),
                    "machines": .list(machines),
                ],
                to: "virtualNetworks"
            )
            var gateway: YAML = [
                "name": "gw\(number)", "virtualNetwork": .text(name), "sku": "ErGw3AZ",
                "instances": "\(chance.number(2...3))",
            ]
            if networks == 2 { gateway["allowRemoteVirtualNetworkTraffic"] = true }
            region.append(gateway, to: "gateways")
        }
        yaml["regions"] = [region]
    }

    private mutating func timing() -> YAML {
        [
            "base": .text(chance.one(of: ["ideal", "documented"])),
            "hostProgramming": .text(chance.one(of: ["0s", "1s", "3s"])),
            "hostProgrammingSpread": .text(chance.one(of: ["0s", "500ms", "2s"])),
            "fastPathProgramming": .text(chance.one(of: ["0s", "2s"])),
            "healthProbeInterval": .text(chance.one(of: ["1s", "5s"])),
            "instanceReplacement": .text(chance.one(of: ["5s", "20s"])),
            // Slow ones, so that a trial does not consist of BFD.
            "gatewayBFD": ["interval": .text(chance.one(of: ["1s", "2s"]))],
            "reflectorBFD": ["interval": "2s"],
            "quietPeriod": "3s",
        ]
    }

    // MARK: Circuits

    private mutating func addCircuits() {
        for number in 0..<locations { yaml.append(["name": "loc\(number)"], to: "peeringLocations") }
        let sites = chance.happens(40) ? 2 : 1
        circuits = Array(repeating: [], count: sites)
        for number in 0..<chance.number(sites...3) {
            let name = "c\(number)"
            let site = number < sites ? number : chance.number(0...sites - 1)
            circuits[site].append(name)
            yaml.append(circuit(name, number, site: site), to: "circuits")
        }
    }

    private mutating func circuit(_ name: String, _ number: Int, site: Int) -> YAML {
        let first = chance.number(0...locations - 1)
        let isMetro = locations > 1 && chance.happens(25)
        placesOfCircuit[name] = isMetro ? [first, (first + 1) % locations] : [first]
        let isDirect = chance.happens(25)
        var peering: YAML = [
            "subnet": "172.16.\(number).0/29", "vlan": "\(100 + number)", "peerASN": "\(65010 + site)",
        ]
        if isDualStack { peering["subnetIPv6"] = "fd00:172:16:\(number)::/125" }
        if chance.happens(30) { peering["sTag"] = "\(200 + number)" }
        var circuit: YAML = [
            "name": .text(name),
            "peeringLocation": .list((placesOfCircuit[name] ?? []).map { "loc\($0)" }),
            "bandwidth": "1Gbps", "kind": isDirect ? "direct" : "provider",
            "latency": .text(chance.one(of: ["100us", "500us", "3ms"])),
            "privatePeering": peering,
        ]
        if !isDirect, chance.happens(30) { circuit["linkLossForwarding"] = true }
        if chance.happens(10) { circuit["bfd"] = false }
        return circuit
    }

    private mutating func addConnections() {
        for circuit in circuits.joined() {
            let first = chance.number(0...networks - 1)
            for network in 0..<networks where network == first || chance.happens(70) {
                var connection: YAML = ["circuit": .text(circuit), "gateway": "gw\(network)"]
                if chance.happens(40) { connection["fastPath"] = true }
                if chance.happens(20) { connection["routingWeight"] = "\(chance.number(1...3))" }
                yaml.append(connection, to: "connections")
            }
        }
    }

    private mutating func addGlobalReach() {
        guard circuits.count == 2, chance.happens(70) else { return }
        for first in circuits[0] {
            for second in circuits[1]
            where Set(placesOfCircuit[first] ?? []).isDisjoint(with: placesOfCircuit[second] ?? []) {
                yaml.append(["circuits": [.text(first), .text(second)]], to: "globalReach")
            }
        }
    }

    // MARK: Customers

    private mutating func addSites() {
        for (site, names) in circuits.enumerated() {
            hasHosts.append(site == 0 || chance.happens(85))
            var entry: YAML = [
                "name": "site\(site)", "asn": "\(65010 + site)",
                "prefixes": .list(["10.\(100 + site).0.0/16"] + (isDualStack ? ["fd00:\(100 + site)::/48"] : [])),
            ]
            if hasHosts[site] {
                for host in 0..<chance.number(1...2) {
                    var values: YAML = ["name": "h\(host)", "address": "10.\(100 + site).1.\(10 + host)"]
                    if isDualStack { values["addressIPv6"] = "fd00:\(100 + site):0:1::\(10 + host)" }
                    entry.append(values, to: "hosts")
                }
                var lan: YAML = ["subnet": "10.\(100 + site).0.0/24", "bfd": ["interval": "1s"]]
                if isDualStack { lan["subnetIPv6"] = "fd00:\(100 + site)::/64" }
                if chance.happens(4) { lan["bfd"] = false }
                entry["lan"] = lan
            }
            var links = names.flatMap { ["\($0)/primary", "\($0)/secondary"] }
            if links.count > 2, chance.happens(15) { links.remove(at: chance.number(0...links.count - 1)) }
            let count = chance.number(1...Swift.min(3, links.count))
            var ends = Array(repeating: [YAML](), count: count)
            for (place, name) in links.enumerated() {
                let router = place < count ? place : chance.number(0...count - 1)
                ends[router].append(link(name))
            }
            for (number, list) in ends.enumerated() { entry.append(router(site, number, list), to: "routers") }
            yaml.append(entry, to: "customerSites")
        }
    }

    private mutating func link(_ name: String) -> YAML {
        var link: YAML = ["link": .text(name), "latency": .text(chance.one(of: ["200us", "1ms", "8ms"]))]
        if chance.happens(15) { link["import"] = [["localPreference": "\(chance.one(of: [90, 150]))"]] }
        if chance.happens(15) { link["export"] = [["prepend": "\(chance.number(1...2))"]] }
        if chance.happens(10) { link["sharedKey"] = "s3cret" }
        return link
    }

    private mutating func router(_ site: Int, _ number: Int, _ links: [YAML]) -> YAML {
        var router: YAML = ["name": "r\(site)\(number)", "links": .list(links)]
        if chance.happens(70) {
            router["bfd"] = [
                "interval": .text(chance.one(of: ["300ms", "800ms", "1s"])), "multiplier": "\(chance.number(2...4))",
            ]
        }
        // Short, so that a silent loss is found soon even where BFD runs at one end only.
        router["holdTime"] = .text(chance.one(of: ["10s", "12s", "20s"]))
        if chance.happens(20) { router["multipath"] = false }
        if chance.happens(20) { router["originate"] = ["10.250.\(site * 10 + number).0/24"] }
        return router
    }

    // MARK: Traffic

    private mutating func addFlows() {
        var flows: [(from: String, to: String)] = []
        for network in 0..<networks {
            for site in circuits.indices where hasHosts[site] {
                flows.append((from: "site\(site)/h0", to: "net\(network)/vm0"))
            }
        }
        if circuits.count == 2, hasHosts[1], yaml["globalReach"] != nil {
            flows.append((from: "site0/h0", to: "site1/h0"))
        }
        if networks == 2 { flows.append((from: "net0/vm0", to: "net1/vm0")) }
        for (number, flow) in flows.enumerated() {
            for family in isDualStack ? ["ipv4", "ipv6"] : ["ipv4"] {
                yaml.append(
                    [
                        "name": "f\(number)\(family)", "from": .text(flow.from), "to": .text(flow.to),
                        "family": .text(family), "rate": "4/s", "count": 8, "bidirectional": true,
                    ],
                    to: "flows"
                )
            }
        }
    }
}
