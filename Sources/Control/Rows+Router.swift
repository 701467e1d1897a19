package import BFD
import BGPSession
import BGPWire
package import NetworkTypes
package import RIB
package import Router

extension SummaryRow {
    package init(_ neighbor: Int, of router: borrowing Router, at now: Instant) {
        let configuration = router.configuration.neighbors[neighbor]
        let status = router.status(neighbor: neighbor)
        self.init(
            neighbor: configuration.remoteAddress.description,
            v: 4,
            as: configuration.remoteASN.rawValue,
            upDown: status.changedAt.map { Uptime.text(now - $0) } ?? "never",
            statePfxRcd: status.state == .established
                ? String(status.counters.acceptedPrefixes.values.reduce(0, +)) : status.state.name
        )
    }
}

extension NeighborRow {
    package init(_ neighbor: Int, of router: borrowing Router, bfd: BFDSession?, at now: Instant) {
        let configuration = router.configuration.neighbors[neighbor]
        let status = router.status(neighbor: neighbor)
        let negotiated = status.negotiated
        self.init(
            neighbor: configuration.remoteAddress.description,
            remoteAS: configuration.remoteASN.rawValue,
            localAddress: configuration.localAddress.description,
            localAS: router.configuration.asn.rawValue,
            state: status.state.name,
            upDown: status.changedAt.map { Uptime.text(now - $0) } ?? "never",
            routerID: negotiated.map { IPv4Address(rawValue: $0.peerID.rawValue).description },
            holdSeconds: negotiated?.holdTime.inSeconds,
            keepaliveSeconds: negotiated?.keepalive.inSeconds,
            fourOctetAS: negotiated?.fourOctetAS,
            routeRefresh: negotiated?.routeRefresh,
            families: (negotiated?.families ?? configuration.families).families.map { family in
                Family(
                    family: "\(family)",
                    accepted: status.counters.acceptedPrefixes[family] ?? 0,
                    advertised: status.counters.advertisedPrefixes[family] ?? 0
                )
            },
            updatesReceived: status.counters.updatesReceived,
            updatesSent: status.counters.updatesSent,
            announcementsRejected: status.counters.announcementsRejected,
            treatedAsWithdraw: status.counters.treatedAsWithdraw,
            isBlocked: status.isBlocked,
            usesMD5: configuration.sharedKey != nil,
            minimumTimeToLive: configuration.minimumTimeToLive,
            bfd: configuration.bfd == nil ? nil : bfd?.state.description ?? "not running",
            lastDown: status.lastDown?.description
        )
    }
}

extension PeerStatusRow {
    package init(_ neighbor: Int, of router: borrowing Router, roleInstance: String, at now: Instant) {
        let configuration = router.configuration.neighbors[neighbor]
        let status = router.status(neighbor: neighbor)
        let isUp = status.state == .established
        self.init(
            roleInstance: roleInstance,
            localAddress: configuration.localAddress.description,
            neighbor: configuration.remoteAddress.description,
            asn: configuration.remoteASN.rawValue,
            state: isUp ? "Connected" : status.state.name,
            connectedDuration: isUp ? status.changedAt.map { Uptime.text(now - $0) } ?? "" : "",
            routesReceived: isUp ? status.counters.acceptedPrefixes.values.reduce(0, +) : 0,
            messagesSent: status.counters.updatesSent,
            messagesReceived: status.counters.updatesReceived
        )
    }
}

extension RouteRow {
    /// The paths of a route in order of preference.
    package static func rows(_ view: RouteView, of router: borrowing Router, allPaths: Bool) -> [RouteRow] {
        var rows: [RouteRow] = []
        for path in view.paths where allPaths || path.isBest || path.isMultipath {
            let neighbor = router.neighbor(of: path.peer)
            let attributes = path.attributes
            rows.append(
                RouteRow(
                    network: view.prefix.description,
                    nextHop: text(path.nextHop),
                    locPrf: attributes.localPreference,
                    weight: path.weight,
                    path: attributes.asPath.text,
                    origin: "\(attributes.origin)",
                    med: attributes.med,
                    communities: attributes.communities.map(\.description)
                        + attributes.largeCommunities.map(\.description),
                    from: neighbor.map { router.configuration.neighbors[$0].remoteAddress.description },
                    isBest: path.isBest,
                    isUsed: path.isBest || path.isMultipath,
                    isValid: path.isEligible,
                    decidedBy: "\(view.decidedBy)"
                )
            )
        }
        return rows
    }

    private static func text(_ nextHop: ProtocolNextHop) -> String {
        switch nextHop {
        case .local: "local"
        case .address(let address, _): address.description
        case .vpn(let endpoint, let label): "\(endpoint) label \(label)"
        }
    }
}

extension BFDRow {
    package init(_ neighbor: Neighbor, _ session: BFDSession) {
        self.init(
            neighbor: neighbor.remoteAddress.description,
            state: session.state.description,
            remoteState: session.remoteState.description,
            diagnostic: session.diagnostic.description,
            transmitSeconds: session.transmitInterval.inSeconds,
            detectionSeconds: session.detectionTime?.inSeconds,
            localDiscriminator: session.configuration.localDiscriminator,
            remoteDiscriminator: session.remoteDiscriminator,
            sent: session.counters.sent,
            received: session.counters.received
        )
    }
}

extension BGPSession.State {
    /// The state's name as RFC 4271 §8.2.2 writes it.
    var name: String {
        switch self {
        case .idle: "Idle"
        case .connect: "Connect"
        case .active: "Active"
        case .openSent: "OpenSent"
        case .openConfirm: "OpenConfirm"
        case .established: "Established"
        }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(nanoseconds) / 1e9 }
}

/// Durations as routers print them.
enum Uptime {
    /// `01:02:03` up to a day, then `3d04h05m`, then `2w03d04h`.
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration.nanoseconds / 1_000_000_000)
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if days == 0 { return "\(two(hours)):\(two(minutes % 60)):\(two(seconds % 60))" }
        if days < 7 { return "\(days)d\(two(hours % 24))h\(two(minutes % 60))m" }
        return "\(days / 7)w\(two(days % 7))d\(two(hours % 24))h"
    }
}
