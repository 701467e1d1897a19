import Firewall
import NetworkTypes
import Router
import Topology

/// The Internet: one node with all its servers, which virtual networks reach directly and sites over lines of their own.
///
/// Either way packets pass a device that translates their source, so that answers come back the way the question went. A machine's
/// system route 0.0.0.0/0 leads to its network's way out as long as its host is not programmed with another one (RT, UDR).
extension BlueprintBuilder {
    /// Addresses that stand for next hops and nothing else (RFC 7600): of the Internet, of a way out in its overlay, and on its line.
    private static let internetHop = IPv4Address(192, 0, 0, 8)
    private static let outboundHop = IPv4Address(192, 0, 0, 11)
    private static let outboundLine = IPv4Address(192, 0, 0, 12)

    mutating func addInternet() {
        guard !topology.internetHosts.isEmpty else { return }
        let domain = RouterConfiguration.Domain(name: "internet")
        // Nobody speaks BGP with it; 64496 is for documentation (RFC 5398).
        let node = addRouter("internet", .internet, asn: 64496, id: Self.internetHop, domains: [domain])
        blueprint.places.internet = node
        for (index, network) in topology.virtualNetworks.enumerated() {
            if let address = network.outboundAddress { addOutbound(index, address, to: node) }
        }
        for (index, site) in topology.sites.enumerated() {
            guard let address = site.internetAddress, let core = blueprint.places.cores[index], let lan = site.lan
            else { continue }
            let own = lanAddresses(lan, lan.core, nil).map { RouterConfiguration.InterfaceAddress(host: $0.address) }
            addLine(site.name, from: core, own, domain: 0, address, to: node)
        }
    }

    /// The way out of a virtual network: a device of the fabric in the network's overlay.
    private mutating func addOutbound(_ index: Int, _ address: IPv4Address, to internet: NodeIndex) {
        let network = topology.virtualNetworks[index]
        let underlay = UnderlayAddress.outbound(index)
        let node = addRouter(
            "outbound/\(network.name)",
            .outbound,
            asn: Microsoft.asn,
            id: underlay,
            domains: [RouterConfiguration.Domain(name: "underlay"), RouterConfiguration.Domain(name: network.name)]
        )
        joinFabric(node, underlay, region: network.region, latency: topology.latency.gatewayInstance)
        let overlay = addOverlayInterface(
            to: node,
            virtualNetwork: index,
            domain: virtualNetworkDomain,
            endpoint: underlay,
            addresses: [RouterConfiguration.InterfaceAddress(host: .v4(Self.outboundHop))]
        )
        let mac = configure(node) { $0.interfaces[overlay].mac }
        for machine in network.machines {
            introduce(machine: machine, to: node, interface: overlay)
            let device = blueprint.places.machines[machine]
            let own = overlayInterface(of: device, virtualNetwork: index)
            addOverlayNeighbor(
                RouterConfiguration.OverlayNeighbor(
                    interface: own,
                    address: .v4(Self.outboundHop),
                    mac: mac,
                    endpoint: underlay
                ),
                to: device
            )
            addRoute(
                RouterConfiguration.Route(
                    domain: virtualNetworkDomain,
                    prefix: .v4(.all),
                    nextHops: [.neighbor(interface: own, .v4(Self.outboundHop))]
                ),
                to: device
            )
        }
        let line = [RouterConfiguration.InterfaceAddress(host: .v4(Self.outboundLine))]
        addLine(network.name, from: node, line, domain: virtualNetworkDomain, address, to: internet)
    }

    /// A line to the Internet with a device on it that translates sources to one address; the router's default route leads there.
    private mutating func addLine(
        _ name: String,
        from router: NodeIndex,
        _ addresses: [RouterConfiguration.InterfaceAddress],
        domain: Int,
        _ address: IPv4Address,
        to internet: NodeIndex
    ) {
        blueprint.connectionTables.append(Defaults.connections.value)
        let plan = FirewallPlan(
            rules: FirewallRules(
                device: UInt16(truncatingIfNeeded: blueprint.connectionTables.count),
                permitsInbound: false,
                sourceNAT: address,
                timeouts: FirewallRules.Timeouts(
                    udp: Defaults.udpConnection.value,
                    tcpEstablished: Defaults.tcpConnection.value,
                    tcpTransitory: Defaults.tcpTransitory.value,
                    icmp: Defaults.icmpConnection.value
                ),
                synchronization: .zero,
                local: []
            ),
            table: blueprint.connectionTables.count - 1,
            sharesState: false,
            mac: newMAC(),
            linkLossForwarding: true
        )
        let device = addNode("nat/\(name)", .firewall, .firewall(plan))
        // Its first port is the outside one.
        let outside = addWire("internet/\(name)", internet, device, latency: Defaults.internetLatency.value)
        let inside = addWire("nat/\(name)", device, router, latency: topology.latency.host)
        let servers = topology.internetHosts.map { RouterConfiguration.InterfaceAddress(host: .v4($0.address)) }
        let far = addLineInterface(
            to: internet,
            blueprint.wires[outside].a.port,
            domain: 0,
            [RouterConfiguration.InterfaceAddress(host: .v4(Self.internetHop))] + servers
        )
        addRoute(
            RouterConfiguration.Route(
                domain: 0,
                prefix: IPPrefix(host: .v4(address)),
                nextHops: [.neighbor(interface: far, .v4(address))]
            ),
            to: internet
        )
        let near = addLineInterface(to: router, blueprint.wires[inside].b.port, domain: domain, addresses)
        addRoute(
            RouterConfiguration.Route(
                domain: domain,
                prefix: .v4(.all),
                nextHops: [.neighbor(interface: near, .v4(Self.internetHop))]
            ),
            to: router
        )
    }

    private mutating func addLineInterface(
        to node: NodeIndex,
        _ port: UInt16,
        domain: Int,
        _ addresses: [RouterConfiguration.InterfaceAddress]
    ) -> Int {
        addInterface(
            RouterConfiguration.Interface(
                domain: domain,
                kind: .ethernet(port: port, tags: []),
                mac: newMAC(),
                addresses: addresses,
                mtu: Microsoft.edgeMTU
            ),
            to: node
        )
    }
}
