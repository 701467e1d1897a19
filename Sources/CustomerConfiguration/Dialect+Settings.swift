import NetworkTypes
import Topology

extension Dialect {
    /// What routers of this kind do by themselves, so that nothing has to be said about it.
    var behavior: Topology.Behavior {
        switch self {
        case .frr: Topology.Behavior(.frr)
        case .bird: Topology.Behavior(.bird)
        case .iosxe: Topology.Behavior(.iosxe)
        case .junos: Topology.Behavior(.junos)
        case .eos: Topology.Behavior(.eos)
        }
    }

    /// Whether the carrier of a port can be doubted for a while.
    var hasCarrierDelay: Bool { self == .iosxe || self == .junos || self == .eos }
    var hasARPTimeout: Bool { hasCarrierDelay }
    var hasReversePathFilter: Bool { hasCarrierDelay }
    var hasAggregates: Bool { self == .frr || self == .iosxe || self == .eos }
    var hasLongLivedRestart: Bool { self == .frr || self == .bird || self == .junos }
    var hasFirstHops: Bool { self != .bird }

    /// Half-lives of interface dampening in whole seconds; `nil` if there is none.
    var interfaceHalfLives: ClosedRange<Int64>? { self == .iosxe || self == .junos ? 1...30 : nil }

    /// Half-lives of route dampening in whole minutes; `nil` if there is none.
    var routeHalfLives: ClosedRange<Int64>? {
        switch self {
        case .frr, .iosxe, .junos: 1...45
        case .bird, .eos: nil
        }
    }

    func takes(_ dampening: Topology.Dampening, ofInterface: Bool) -> Bool {
        if ofInterface { return interfaceHalfLives?.contains(dampening.halfLife.seconds) == true }
        return routeHalfLives?.contains(dampening.halfLife.minutes) == true
    }
}

extension Duration {
    /// In whole minutes, rounded up.
    var minutes: Int64 { (seconds + 59) / 60 }
}
