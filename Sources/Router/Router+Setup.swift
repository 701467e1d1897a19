import BGPSession
import BGPWire
import Forwarding
import NetworkTypes
import Packets
import RIB

extension Router {
    mutating func addDomains() {
        for domain in configuration.domains {
            var rules = DomainConfiguration(name: domain.name, multipath: domain.multipath)
            if let vpn = domain.vpn {
                rules.routeDistinguisher = vpn.routeDistinguisher
                rules.importTargets = vpn.importTargets
                rules.exportTargets = vpn.exportTargets
                rules.vpnLabel = vpn.label
                rules.vpnExportTags = vpn.exportTags
                rules.vpnImportTag = vpn.importTag.rawValue
            }
            ribDomains.append(rib.addDomain(rules))
        }
    }

    mutating func addInterfaces() {
        for interface in configuration.interfaces {
            interfaces.append(forwarder.addInterface(forwarderConfiguration(interface)))
            interfaceIsUp.append(true)
        }
        for neighbor in configuration.overlayNeighbors {
            forwarder.programNeighbor(
                interfaces[neighbor.interface],
                address: neighbor.address,
                mac: neighbor.mac,
                remote: neighbor.endpoint
            )
        }
    }

    private func forwarderConfiguration(_ interface: RouterConfiguration.Interface) -> InterfaceConfiguration {
        let kind: InterfaceConfiguration.Kind =
            switch interface.kind {
            case .ethernet(let port, let tags):
                .ethernet(port: PortIndex(rawValue: port), tags: VLANTags(tags, hasServiceTag: interface.hasServiceTag))
            case .overlay(let vni, let endpoint):
                .overlay(networkIdentifier: vni, localEndpoint: endpoint, underlay: forwardingDomains[0])
            case .tunnel(let vni, let endpoint):
                .tunnel(networkIdentifier: vni, localEndpoint: endpoint, underlay: forwardingDomains[0])
            }
        var result = InterfaceConfiguration(
            kind: kind,
            domain: forwardingDomains[interface.domain],
            mac: interface.mac,
            addresses: interface.addresses.map { InterfaceAddress($0.address, prefixLength: $0.prefixLength) },
            mtu: UInt16(clamping: interface.mtu)
        )
        result.reversePathFilter = interface.reversePathFilter
        return result
    }

    mutating func addPeers(_ generator: SeededGenerator) {
        sessionDeadlines = Array(repeating: .distantFuture, count: configuration.neighbors.count)
        for neighbor in configuration.neighbors {
            var session = SessionConfiguration(
                localASN: neighbor.localASN ?? configuration.asn,
                peerASN: neighbor.remoteASN,
                localID: configuration.routerID,
                families: neighbor.families
            )
            session.holdTime = neighbor.timers.holdTime
            session.keepalive = neighbor.timers.keepalive
            session.connectRetry = neighbor.timers.connectRetry
            session.minimumHoldTime = neighbor.timers.minimumHoldTime
            session.sendHoldTime = neighbor.timers.sendHoldTime
            session.isPassive = neighbor.isPassive
            session.initialIdleHold = configuration.behavior.idleHold
            session.backsOff = configuration.behavior.retryBackoff
            session.bfdMayBeRestart = configuration.behavior.bfdMayBeRestart
            session.prefixLimitIdleHold = .seconds(30)
            announceRestart(neighbor, in: &session)
            peers.append(
                Peer(
                    session: BGPSession(configuration: session, generator: generator.forked(for: neighbor.path)),
                    index: rib.addPeer(peerConfiguration(neighbor))
                )
            )
            setLeak(neighbor.leak, neighbor: peers.count - 1)
        }
    }

    /// What the router can do when it, or the neighbour, restarts; one that does not forward has nothing to keep.
    private func announceRestart(_ neighbor: Neighbor, in session: inout SessionConfiguration) {
        guard let parameters = neighbor.gracefulRestart else { return }
        let preserves = parameters.preservesForwarding && configuration.hasDataPlane
        session.gracefulRestart = GracefulRestart(
            honoursNotification: parameters.honoursNotification,
            restartTimeSeconds: UInt16(clamping: parameters.restartTime.nanoseconds / 1_000_000_000),
            families: neighbor.families.families.map {
                GracefulRestart.Family($0.identifier, preservesForwarding: preserves)
            }
        )
        guard let staleTime = parameters.longLivedStaleTime else { return }
        session.longLivedGracefulRestart = LongLivedGracefulRestart(
            families: neighbor.families.families.map {
                LongLivedGracefulRestart.Family(
                    $0.identifier,
                    preservesForwarding: preserves,
                    staleTimeSeconds: UInt32(clamping: staleTime.nanoseconds / 1_000_000_000)
                )
            }
        )
    }

    private func peerConfiguration(_ neighbor: Neighbor) -> PeerConfiguration {
        var limits: [RouteFamily: Int] = [:]
        limits[.ipv4Unicast] = neighbor.prefixLimitIPv4
        limits[.ipv6Unicast] = neighbor.prefixLimitIPv6
        var peer = PeerConfiguration(
            domain: neighbor.domain.map { ribDomains[$0] } ?? .backbone,
            remoteASN: neighbor.remoteASN,
            localASN: neighbor.localASN,
            remoteAddress: neighbor.remoteAddress,
            families: neighbor.families,
            localIPv4Address: neighbor.localAddress.v4 ?? neighbor.nextHopIPv4,
            localIPv6Address: neighbor.localAddress.v6 ?? neighbor.nextHopIPv6,
            isRouteReflectorClient: neighbor.isReflectorClient,
            nextHopSelf: neighbor.nextHopSelf,
            importPolicy: neighbor.importPolicy,
            exportPolicy: neighbor.exportPolicy,
            weight: neighbor.weight,
            importTag: neighbor.importTag.rawValue,
            exportTags: neighbor.exportTags,
            removeASNs: neighbor.removedASNs,
            replaceASNs: neighbor.replacedASNs.map {
                PeerConfiguration.Replacement(from: $0, to: neighbor.localASN ?? configuration.asn)
            },
            prefixLimits: limits
        )
        peer.honoursGracefulShutdown = neighbor.honoursGracefulShutdown
        peer.getsLongLivedStale = neighbor.getsLongLivedStale
        peer.isDampened = neighbor.dampening != nil
        return peer
    }

    mutating func addOriginations() {
        for origination in configuration.originations {
            let route = LocalRoute(tag: origination.tag.rawValue, communities: origination.communities)
            originate(origination.prefix, route, domain: origination.domain)
        }
    }
}

extension VLANTags {
    /// At most two, the outer one first, which may be a service tag (802.1ad).
    fileprivate init(_ identifiers: [UInt16], hasServiceTag: Bool) {
        switch identifiers.count {
        case 0: self = .none
        case 1: self.init(vlan: identifiers[0])
        default:
            let outer = hasServiceTag ? VLANTag(service: identifiers[0]) : VLANTag(customer: identifiers[0])
            self.init(outer: outer, inner: VLANTag(customer: identifiers[1]))
        }
    }
}
