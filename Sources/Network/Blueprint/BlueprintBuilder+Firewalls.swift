import Firewall
import NetworkTypes
import Router
import Topology

extension BlueprintBuilder {
    /// Joins a router to the LAN through a firewall, which neither of them sees.
    mutating func joinLAN(
        _ router: NodeIndex,
        _ segment: NodeIndex,
        _ path: String,
        _ lan: Topology.LAN,
        _ addresses: [RouterConfiguration.InterfaceAddress],
        through index: Int
    ) -> (wire: Int, interface: Int) {
        let model = topology.firewalls[index]
        let plan = FirewallPlan(
            rules: rules(model, number: index, lan),
            table: table(of: index),
            sharesState: model.sharesState,
            mac: newMAC(),
            linkLossForwarding: model.linkLossForwarding
        )
        let device = addNode("firewall/\(model.name)", .firewall, .firewall(plan))
        blueprint.places.firewalls[index] = device
        // Its first port is the outside one.
        let wire = addWire(path, router, device, latency: lan.latency)
        _ = addWire("firewall/\(model.name)/inside", device, segment, latency: topology.latency.host)
        let interface = addStation(router, at: wire, of: segment, addresses)
        if let address = model.sourceNAT { announce(address, at: router, through: interface) }
        return (wire, interface)
    }

    /// What comes back to the translated address has to come to this device: its router says so, and sends it there.
    private mutating func announce(_ address: IPv4Address, at router: NodeIndex, through interface: Int) {
        let prefix = IPPrefix(host: .v4(address))
        originate([prefix], at: router)
        addRoute(
            RouterConfiguration.Route(
                domain: 0,
                prefix: prefix,
                nextHops: [.neighbor(interface: interface, .v4(address))]
            ),
            to: router
        )
    }

    /// Devices of a site that share state have one table.
    private mutating func table(of index: Int) -> Int {
        let model = topology.firewalls[index]
        let site = topology.routers[model.router].site
        let first = topology.firewalls.firstIndex {
            $0.sharesState && topology.routers[$0.router].site == site && model.sharesState
        }
        if let first, first < index, case .firewall(let plan) = works(of: first) { return plan.table }
        blueprint.connectionTables.append(model.connections)
        return blueprint.connectionTables.count - 1
    }

    private func works(of firewall: Int) -> Blueprint.Works {
        blueprint.nodes[blueprint.places.firewalls[firewall].index].works
    }

    private func rules(_ model: Topology.Firewall, number: Int, _ lan: Topology.LAN) -> FirewallRules {
        // The LAN of routers and core. Where hosts hang on it too, their packets for each other do not come this way.
        let local = [lan.subnet.map(IPPrefix.v4), lan.subnetIPv6.map(IPPrefix.v6)].compactMap(\.self)
        return FirewallRules(
            device: UInt16(truncatingIfNeeded: number),
            permitsInbound: model.permitsInbound,
            sourceNAT: model.sourceNAT,
            timeouts: FirewallRules.Timeouts(
                udp: model.timeouts.udp,
                tcpEstablished: model.timeouts.tcp,
                tcpTransitory: model.timeouts.tcpTransitory,
                icmp: model.timeouts.icmp
            ),
            synchronization: model.synchronization,
            local: local
        )
    }
}
