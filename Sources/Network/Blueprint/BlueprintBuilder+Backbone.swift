import BGPWire
import NetworkTypes
import RIB
import Router
import Topology

extension BlueprintBuilder {
    /// The backbone's underlay switch and the pair of route reflectors.
    mutating func addBackbone() {
        let backbone = addRouter(
            "backbone",
            .backbone,
            asn: Microsoft.asn,
            id: UnderlayAddress.backbone,
            domains: [RouterConfiguration.Domain(name: "underlay")]
        )
        blueprint.places.backbone = backbone
        for index in 0..<2 {
            let address = UnderlayAddress.reflector(index)
            let reflector = addRouter(
                "reflector/\(index + 1)",
                .routeReflector,
                asn: Microsoft.asn,
                id: address,
                domains: [RouterConfiguration.Domain(name: "underlay")]
            )
            blueprint.places.reflectors.append(reflector)
            _ = joinUnderlay(
                reflector,
                address,
                to: backbone,
                UnderlayAddress.backbone,
                wire: "backbone/reflector/\(index + 1)",
                latency: topology.latency.reflector
            )
        }
    }

    /// One underlay switch per region.
    mutating func addFabrics() {
        let backbone = blueprint.places.backbone
        for (index, region) in topology.regions.enumerated() {
            let address = UnderlayAddress.fabric(region: index)
            let fabric = addRouter(
                "fabric/\(region.name)",
                .fabric,
                asn: Microsoft.asn,
                id: address,
                domains: [RouterConfiguration.Domain(name: "underlay")]
            )
            blueprint.places.fabrics.append(fabric)
            _ = joinUnderlay(
                fabric,
                address,
                to: backbone,
                UnderlayAddress.backbone,
                wire: "backbone/fabric/\(region.name)",
                latency: region.latency
            )
        }
    }

    /// The MSEEs, each with a routing domain per circuit that ends there.
    mutating func addMSEEs() {
        for (index, msee) in topology.msees.enumerated() {
            let location = topology.peeringLocations[msee.peeringLocation]
            let address = UnderlayAddress.msee(index)
            let domains =
                [RouterConfiguration.Domain(name: "backbone")]
                + msee.circuits.map { attachment in
                    RouterConfiguration.Domain(name: topology.circuits[attachment.circuit].name)
                }
                + msee.circuits.filter { topology.circuits[$0.circuit].microsoftPeering != nil }.map { attachment in
                    RouterConfiguration.Domain(name: "\(topology.circuits[attachment.circuit].name)/microsoft")
                }
            let path = "msee/\(location.name)/\(msee.number)"
            let node = addRouter(path, .msee, asn: Microsoft.asn, id: address, domains: domains)
            blueprint.places.msees.append(node)
            _ = joinUnderlay(
                node,
                address,
                to: blueprint.places.backbone,
                UnderlayAddress.backbone,
                wire: "backbone/\(path)",
                latency: location.latency
            )
        }
        for (index, msee) in blueprint.places.msees.enumerated() {
            addReflectorSessions(of: msee, UnderlayAddress.msee(index))
        }
    }

    /// VPNv4 and VPNv6 over iBGP with both reflectors, as their client (RFC 4456, RFC 4364, RFC 4659).
    mutating func addReflectorSessions(of node: NodeIndex, _ address: IPv4Address) {
        let repeats: UInt8 = blueprint.nodes[node.index].role == .msee ? 1 : 0
        for (number, reflector) in blueprint.places.reflectors.enumerated() {
            let session = "session/\(path(node))/reflector/\(number + 1)"
            var client = internalNeighbor(session, from: address, to: UnderlayAddress.reflector(number))
            var server = internalNeighbor(session, from: UnderlayAddress.reflector(number), to: address)
            client.importTag = .backbone
            // What comes from a customer by way of Global Reach shows 12076 once more (GR; how often is unconfirmed).
            client.importPolicy = Policy([
                PolicyTerm(match: PolicyMatch(asPath: [.equals([])])),
                PolicyTerm(actions: [.prepend(asn: Microsoft.asn, count: repeats)]),
            ])
            server.isReflectorClient = true
            server.isPassive = true
            _ = addSession((node, client), (reflector, server))
        }
    }

    private func internalNeighbor(_ path: String, from local: IPv4Address, to remote: IPv4Address) -> Neighbor {
        var neighbor = Neighbor(
            path: path,
            domain: nil,
            localAddress: .v4(local),
            remoteAddress: .v4(remote),
            remoteASN: Microsoft.asn,
            families: [.vpnIPv4, .vpnIPv6],
            timers: Self.microsoftTimers
        )
        neighbor.bfd = Neighbor.BFDParameters(topology.timing.reflectorBFD)
        return neighbor
    }

    static let microsoftTimers = Neighbor.Timers(
        holdTime: Microsoft.holdTime,
        keepalive: Microsoft.keepalive,
        minimumHoldTime: .seconds(3),
        connectRetry: Microsoft.connectRetry,
        advertisementInterval: .zero
    )

    /// Wires a device to an underlay switch: the switch learns a static /32, the device sends everything there.
    ///
    /// Returns the device's port. Switches in turn make the addresses behind them known to the backbone.
    mutating func joinUnderlay(
        _ device: NodeIndex,
        _ address: IPv4Address,
        to upstream: NodeIndex,
        _ upstreamAddress: IPv4Address,
        wire path: String,
        latency: Duration
    ) -> UInt16 {
        let wire = blueprint.wires[addWire(path, upstream, device, latency: latency)]
        let down = addInterface(underlayInterface(port: wire.a.port, upstreamAddress), to: upstream)
        let up = addInterface(underlayInterface(port: wire.b.port, address), to: device)
        addUnderlayRoute(to: address, through: .neighbor(interface: down, .v4(address)), at: upstream)
        addRoute(
            RouterConfiguration.Route(
                domain: 0,
                prefix: .v4(.all),
                nextHops: [.neighbor(interface: up, .v4(upstreamAddress))]
            ),
            to: device
        )
        return wire.b.port
    }

    mutating func addUnderlayRoute(
        to address: IPv4Address,
        through nextHop: RouterConfiguration.Route.NextHop,
        at node: NodeIndex
    ) {
        addRoute(
            RouterConfiguration.Route(domain: 0, prefix: IPPrefix(host: .v4(address)), nextHops: [nextHop]),
            to: node
        )
    }

    private mutating func underlayInterface(port: UInt16, _ address: IPv4Address) -> RouterConfiguration.Interface {
        RouterConfiguration.Interface(
            domain: 0,
            kind: .ethernet(port: port, tags: []),
            mac: newMAC(),
            addresses: [RouterConfiguration.InterfaceAddress(host: .v4(address))],
            mtu: Microsoft.underlayMTU
        )
    }
}

extension Neighbor.BFDParameters {
    init(_ bfd: Topology.BFD) {
        self.init(interval: bfd.interval, multiplier: bfd.multiplier)
        isControlPlaneIndependent = bfd.isControlPlaneIndependent
    }
}

extension Neighbor.RestartParameters {
    init(_ restart: Topology.GracefulRestart) {
        self.init(
            restartTime: restart.restartTime,
            staleTime: restart.staleTime,
            selectionDeferral: restart.selectionDeferral
        )
        preservesForwarding = restart.preservesForwarding
        honoursNotification = restart.honoursNotification
        longLivedStaleTime = restart.longLivedStaleTime
    }
}

extension Neighbor.Timers {
    init(_ timers: Topology.BGPTimers) {
        self.init(
            holdTime: timers.holdTime,
            keepalive: timers.keepalive,
            minimumHoldTime: timers.minimumHoldTime,
            connectRetry: timers.connectRetry,
            advertisementInterval: timers.advertisementInterval
        )
    }
}
