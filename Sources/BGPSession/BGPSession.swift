public import BGPWire
public import NetworkTypes

/// One peer: the state machine of RFC 4271 §8 with negotiation, collision resolution and timers as deadlines.
///
/// It departs from the tables of §8.2.2 in three places. A failed attempt to connect leads from Connect to Active, not to Idle, so that
/// the peer's own attempt finds somebody listening. A NOTIFICATION is never answered by another one. And after a failure the session sits in
/// Idle for a bounded, doubling time, then starts by itself (DampPeerOscillations and AllowAutomaticStart of §8.1.1).
public struct BGPSession: Sendable {
    /// The states of RFC 4271 §8.2.2; with two connections at once, the state of the more advanced one.
    public enum State: UInt8, Hashable, Comparable, Sendable, CaseIterable {
        case idle
        case connect
        case active
        case openSent
        case openConfirm
        case established

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public let configuration: SessionConfiguration
    public internal(set) var state = State.idle
    /// What the OPEN messages agreed on; `nil` unless established.
    public internal(set) var negotiated: NegotiatedParameters?
    /// Failures since the last start by the owner (RFC 4271 §8, ConnectRetryCounter).
    public internal(set) var connectRetryCounter = 0

    /// This speaker has restarted and waits for what its peers have; goes into the next OPEN (RFC 4724 §3, the R bit).
    public var isRestarting = false
    /// What this speaker forwards to is what it was when the last session with the peer ended (the F bit).
    public var preservesForwarding = false

    var generator: SeededGenerator
    var life = Life.stopped
    var outgoing: Connection?
    var incoming: Connection?
    var connectRetryDeadline: Instant?
    /// How long to wait after the next failed attempt to connect.
    var connectBackoff: Duration
    /// How long to stay in Idle after the next failure.
    var idleHold: Duration
    var establishedAt = Instant.zero
    /// When a peer that takes in nothing is given up (RFC 9687 §3.2); `nil` while octets leave.
    var sendHoldDeadline: Instant?

    /// Whether the session wants to be up, and if not, until when.
    enum Life: Hashable, Sendable {
        case stopped
        /// In Idle after a failure; `nil` waits for the owner.
        case held(until: Instant?)
        case running
    }

    public init(configuration: SessionConfiguration, generator: SeededGenerator) {
        self.configuration = configuration
        self.generator = generator
        connectBackoff = configuration.initialIdleHold
        idleHold = configuration.initialIdleHold
    }

    /// When to call ``handle(_:at:into:)`` with `.deadlineReached` at the latest; `nil` if nothing is due without an event.
    public var nextDeadline: Instant? {
        var earliest = connectRetryDeadline ?? .distantFuture
        if case .held(let until?) = life { earliest = min(earliest, until) }
        if let sendHoldDeadline { earliest = min(earliest, sendHoldDeadline) }
        for slot in ConnectionSlot.allCases {
            guard let connection = self[slot] else { continue }
            earliest = min(earliest, connection.holdDeadline ?? .distantFuture)
            earliest = min(earliest, connection.keepaliveDeadline ?? .distantFuture)
        }
        return earliest == .distantFuture ? nil : earliest
    }

    /// Whether a connection from the peer would be taken now; if not, the owner closes it without an event.
    public var acceptsIncoming: Bool { life == .running && incoming == nil && outgoing?.phase != .established }

    /// Whether a connection from the peer means that it has restarted: the session is up, and both ends restart gracefully.
    ///
    /// The owner says so with ``SessionEvent/peerReconnects`` before it offers the connection.
    public var acceptsReplacement: Bool { negotiated?.restart.map { !$0.families.isEmpty } ?? false }

    /// The connection that carries routes, while established.
    public var establishedSlot: ConnectionSlot? {
        ConnectionSlot.allCases.first { self[$0]?.phase == .established }
    }

    /// The owner wrote an UPDATE to the established connection: the next KEEPALIVE can wait (RFC 4271 §4.4).
    public mutating func sent(at now: Instant) {
        guard let slot = establishedSlot else { return }
        restartKeepaliveTimer(slot, at: now)
    }

    /// The established connection has no room for more, or has room again.
    ///
    /// Say so once more whenever some octets have left and others still wait: the peer is alive then (RFC 9687 §3.2).
    public mutating func transport(isBlocked: Bool, at now: Instant) {
        guard isBlocked, let negotiated else {
            sendHoldDeadline = nil
            return
        }
        sendHoldDeadline = now + max(configuration.sendHoldTime, negotiated.holdTime * 2)
    }

    /// The message that asks the peer for a family's routes again; `nil` if the peer can't or the session is not up.
    public func refreshRequest(for family: RouteFamily) -> [UInt8]? {
        guard let negotiated, negotiated.routeRefresh, negotiated.families.contains(family) else { return nil }
        var bytes: [UInt8] = []
        RouteRefresh(family).appendMessage(to: &bytes)
        return bytes
    }

    subscript(slot: ConnectionSlot) -> Connection? {
        get { slot == .outgoing ? outgoing : incoming }
        set { if slot == .outgoing { outgoing = newValue } else { incoming = newValue } }
    }
}

extension ConnectionSlot {
    var other: ConnectionSlot { self == .outgoing ? .incoming : .outgoing }
}
