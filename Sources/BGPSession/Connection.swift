import BGPWire
import NetworkTypes

/// One of the session's connections, from the attempt on.
struct Connection: Sendable {
    enum Phase: UInt8, Comparable, Sendable {
        /// Asked for, not there yet; outgoing only.
        case opening
        case openSent
        case openConfirm
        case established

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    var phase: Phase
    var framer = MessageFramer()
    /// When the peer has been silent for too long; `nil` without hold time.
    var holdDeadline: Instant?
    var keepaliveDeadline: Instant?
    /// Known from the peer's OPEN on.
    var negotiated: NegotiatedParameters?
    /// When the attempt began.
    var since: Instant

    init(_ phase: Phase, at now: Instant) {
        self.phase = phase
        since = now
    }
}
