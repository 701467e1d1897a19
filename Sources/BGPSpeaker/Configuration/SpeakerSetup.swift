import BGPWire
import NetworkTypes
import RIB
public import Router
public import Topology

/// A speaker's plan fitted to the host that it is to run on.
public struct SpeakerSetup: Sendable {
    public var configuration: RouterConfiguration
    public var listeners: [ListeningPoint]

    /// - Parameter hashSeed: anything that neighbours can't guess.
    public init(
        _ plan: SpeakerPlan,
        on host: HostNetwork,
        sockets: any SocketFactory = HostSockets(),
        hashSeed: UInt64
    ) throws(SpeakerSetupError) {
        guard let asn = plan.asn else { throw .missing("asn") }
        guard asn.rawValue != 0, plan.neighbors.allSatisfy({ $0.remoteASN.rawValue != 0 }) else { throw .zeroASN }
        guard !plan.neighbors.isEmpty else { throw .missing("neighbor") }
        var locals: [IPAddress] = []
        for (place, neighbor) in plan.neighbors.enumerated() {
            if plan.neighbors[..<place].contains(where: { $0.address == neighbor.address }) {
                throw .duplicateNeighbor(neighbor.address)
            }
            locals.append(try Self.localAddress(for: neighbor, plan, host, sockets))
        }
        let ownIPv4 = (plan.listeners.map(\.address) + locals).compactMap(\.v4).first { $0.rawValue != 0 }
        guard let routerID = plan.routerID ?? ownIPv4 else { throw .missing("router-id") }
        configuration = RouterConfiguration(
            name: "speaker",
            asn: asn,
            routerID: RouterID(routerID),
            hashSeed: hashSeed,
            domains: [RouterConfiguration.Domain(name: "default", maximumPaths: 1)]
        )
        configuration.hasDataPlane = false
        configuration.interfaces = host.interfaces.enumerated().map { RouterConfiguration.Interface($1, port: $0) }
        configuration.originations = plan.prefixes.map { RouterConfiguration.Origination(domain: 0, prefix: $0) }
        listeners = plan.listeners.map { ListeningPoint($0) }
        if listeners.isEmpty { listeners = Self.everywhere(locals) }
        for (neighbor, local) in zip(plan.neighbors, locals) {
            configuration.neighbors.append(try Self.neighbor(neighbor, local, asn, host))
        }
    }

    /// Port 179 of every address, in the families that are spoken.
    private static func everywhere(_ locals: [IPAddress]) -> [ListeningPoint] {
        var points: [ListeningPoint] = []
        if locals.contains(where: { $0.family == .ipv4 }) {
            points.append(ListeningPoint(Endpoint(address: .v4(IPv4Address(0, 0, 0, 0)), port: 179)))
        }
        if locals.contains(where: { $0.family == .ipv6 }) {
            points.append(ListeningPoint(Endpoint(address: .v6(IPv6Address(high: 0, low: 0)), port: 179)))
        }
        return points
    }

    /// The address to speak from: the one that was given, else one that is listened at, else what the system would choose.
    private static func localAddress(
        for neighbor: SpeakerPlan.Neighbor,
        _ plan: SpeakerPlan,
        _ host: HostNetwork,
        _ sockets: any SocketFactory
    ) throws(SpeakerSetupError) -> IPAddress {
        if let address = neighbor.localAddress {
            guard address.family == neighbor.address.family else { throw .familiesDiffer(address, neighbor.address) }
            guard host.hasAddress(address) else { throw .notLocal(address) }
            return address
        }
        let listened = plan.listeners.map(\.address).filter {
            $0.family == neighbor.address.family && !$0.isUnspecified
        }
        for address in listened where !host.hasAddress(address) { throw .notLocal(address) }
        if listened.count == 1 { return listened[0] }
        guard let source = HostNetwork.source(towards: neighbor.address, sockets: sockets) else {
            throw .noRoute(neighbor.address)
        }
        return source
    }

    private static func neighbor(
        _ plan: SpeakerPlan.Neighbor,
        _ local: IPAddress,
        _ asn: ASN,
        _ host: HostNetwork
    ) throws(SpeakerSetupError) -> Neighbor {
        let families = plan.families ?? [plan.address.family]
        var neighbor = Neighbor(
            path: "neighbor/\(plan.address)",
            domain: 0,
            localAddress: local,
            remoteAddress: plan.address,
            remoteASN: plan.remoteASN,
            families: RouteFamilySet(families.map { $0 == .ipv4 ? .ipv4Unicast : .ipv6Unicast }),
            timers: timers(plan)
        )
        neighbor.isPassive = plan.isPassive
        neighbor.port = plan.port ?? neighbor.port
        neighbor.sharedKey = plan.sharedKey
        if plan.hops == nil, plan.trustedHops ?? 1 == 1 {
            neighbor.interface = host.interface(towards: plan.address)
            guard neighbor.interface != nil || plan.remoteASN == asn else { throw .notConnected(plan.address) }
        }
        neighbor.timeToLive = plan.hops
        if let trusted = plan.trustedHops {
            neighbor.timeToLive = 255
            neighbor.minimumTimeToLive = 255 - (trusted - 1)
        }
        if let bfd = plan.bfd {
            neighbor.bfd = Neighbor.BFDParameters(interval: bfd.interval, multiplier: bfd.multiplier)
            neighbor.bfd?.isPassive = bfd.isPassive
        }
        if let time = plan.gracefulRestart ?? plan.longLivedGracefulRestart.map({ _ in Defaults.restartTime.value }) {
            neighbor.gracefulRestart = Neighbor.RestartParameters(
                restartTime: time,
                staleTime: Defaults.staleTime.value,
                selectionDeferral: Defaults.selectionDeferral.value
            )
            neighbor.gracefulRestart?.longLivedStaleTime = plan.longLivedGracefulRestart
        }
        neighbor.exportTags = plan.exportsRoutes ? .all : .none
        neighbor.importPolicy = plan.importsRoutes ? .acceptAll : .rejectAll
        neighbor.isReflectorClient = plan.isReflectorClient
        neighbor.nextHopSelf = plan.usesNextHopSelf
        neighbor.weight = plan.weight
        neighbor.prefixLimitIPv4 = plan.maximumPrefixes
        neighbor.prefixLimitIPv6 = plan.maximumPrefixes
        neighbor.nextHopIPv4 = plan.nextHopIPv4 ?? host.address(of: .ipv4, beside: local)?.v4
        neighbor.nextHopIPv6 = plan.nextHopIPv6 ?? host.address(of: .ipv6, beside: local)?.v6
        for family in families where family != local.family && plan.exportsRoutes {
            let isKnown = family == .ipv4 ? neighbor.nextHopIPv4 != nil : neighbor.nextHopIPv6 != nil
            guard isKnown else { throw .noNextHop(family, plan.address) }
        }
        return neighbor
    }

    private static func timers(_ plan: SpeakerPlan.Neighbor) -> Neighbor.Timers {
        let holdTime = plan.holdTime ?? Defaults.holdTime.value
        return Neighbor.Timers(
            holdTime: holdTime,
            keepalive: plan.keepalive ?? holdTime / 3,
            minimumHoldTime: plan.minimumHoldTime ?? Defaults.minimumHoldTime.value,
            connectRetry: plan.connectRetry ?? Defaults.connectRetry.value,
            advertisementInterval: .zero,
            sendHoldTime: plan.sendHoldTime ?? .seconds(480)
        )
    }
}

extension RouterConfiguration.Interface {
    /// An interface of the host; only its carrier and its prefixes matter to a router that forwards nothing.
    fileprivate init(_ interface: HostNetwork.Interface, port: Int) {
        self.init(
            domain: 0,
            kind: .ethernet(port: UInt16(clamping: port), tags: []),
            mac: MACAddress(rawValue: 0),
            addresses: interface.addresses.map {
                RouterConfiguration.InterfaceAddress($0.address, prefixLength: $0.prefixLength)
            }
        )
    }
}

extension IPAddress {
    fileprivate var isUnspecified: Bool {
        switch self {
        case .v4(let address): address.rawValue == 0
        case .v6(let address): address.high == 0 && address.low == 0
        }
    }
}
