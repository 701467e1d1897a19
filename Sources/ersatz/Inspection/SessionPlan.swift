import BGPWire
import Network
import NetworkTypes
import Router

/// A BGP session with what its two ends will agree on.
struct SessionPlan {
    struct End {
        var node: String
        var asn: ASN
        var address: IPAddress
    }

    let path: String
    let a: End
    let b: End
    let families: [RouteFamily]
    /// The smaller of what both propose (RFC 4271 §4.2); zero is without hold timer.
    let holdTime: Duration
    /// Time between keepalives of each end; equal numbers for equal ends.
    let keepalives: [Duration]
    let bfd: BFD?
    let sharedKey: SharedKey
    /// Why it cannot come up, as configured.
    let obstacle: String?

    /// BFD as negotiated (RFC 5880 §6.8.4): the slower of both intervals, and the multiplier of each sender.
    struct BFD {
        var interval: Duration
        var multipliers: [UInt8]
        var isMultihop: Bool
    }

    enum SharedKey: String {
        case none, agreed, mismatched
    }

    init?(_ session: Blueprint.Session, in blueprint: Blueprint) {
        guard case .router(let first) = blueprint.nodes[session.a.node.index].works,
            case .router(let second) = blueprint.nodes[session.b.node.index].works
        else { return nil }
        let (one, two) = (first.neighbors[session.a.neighbor], second.neighbors[session.b.neighbor])
        path = session.path
        a = End(node: first.name, asn: first.asn, address: one.localAddress)
        b = End(node: second.name, asn: second.asn, address: two.localAddress)
        families = RouteFamilySet(rawValue: one.families.rawValue & two.families.rawValue).families
        let hold = min(one.timers.holdTime, two.timers.holdTime)
        holdTime = hold
        keepalives = [one, two].map { hold == .zero ? .zero : min($0.timers.keepalive, hold / 3) }
        sharedKey =
            one.sharedKey != two.sharedKey ? .mismatched : one.sharedKey == nil ? .none : .agreed
        bfd = Self.bfd(one, two)
        obstacle = Self.obstacle(first, one, second, two, hold)
    }

    private static func bfd(_ one: Neighbor, _ two: Neighbor) -> BFD? {
        guard let first = one.bfd, let second = two.bfd, !(first.isPassive && second.isPassive) else { return nil }
        return BFD(
            interval: max(first.interval, second.interval),
            multipliers: [first.multiplier, second.multiplier],
            isMultihop: !one.isOnLink
        )
    }

    private static func obstacle(
        _ first: RouterConfiguration,
        _ one: Neighbor,
        _ second: RouterConfiguration,
        _ two: Neighbor,
        _ hold: Duration
    ) -> String? {
        if one.remoteASN != second.asn { return "\(first.name) expects AS \(one.remoteASN)" }
        if two.remoteASN != first.asn { return "\(second.name) expects AS \(two.remoteASN)" }
        if one.sharedKey != two.sharedKey { return "shared keys differ" }
        for (router, neighbor) in [(first, one), (second, two)]
        where hold > .zero && hold < neighbor.timers.minimumHoldTime {
            return "\(router.name) refuses the hold time"
        }
        return nil
    }
}
