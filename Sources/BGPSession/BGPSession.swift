public import BGPWire
public import NetworkTypes

/// One peer: the state machine of RFC 4271 §8 with negotiation, collision resolution and timers as deadlines.
public struct BGPSession: Sendable {
    /// RFC 4271 §8.2.2. With two connections at once, the state of the more advanced one.
    public enum State: UInt8, Hashable, Sendable, CaseIterable {
        case idle
        case connect
        case active
        case openSent
        case openConfirm
        case established
    }

    public let configuration: SessionConfiguration
    public private(set) var state = State.idle
    /// What the OPEN messages agreed on; `nil` unless established.
    public private(set) var negotiated: NegotiatedParameters?
    private var generator: SeededGenerator

    public init(configuration: SessionConfiguration, generator: SeededGenerator) {
        self.configuration = configuration
        self.generator = generator
    }

    /// When to call ``handle(_:at:into:)`` with `.deadlineReached` at the latest.
    public var nextDeadline: Instant? { fatalError() }

    /// Whether a connection from the peer would be taken now. If not, the owner closes it without an event.
    public var acceptsIncoming: Bool { fatalError() }

    /// The connection that carries routes, while established.
    public var establishedSlot: ConnectionSlot? { fatalError() }

    /// Every event has a defined outcome in every state; calling early or twice is harmless.
    public mutating func handle(_ event: SessionEvent, at now: Instant, into actions: inout [SessionAction]) {
        fatalError()
    }

    /// Takes octets of a connection in; `update` sees the body of each UPDATE while Established.
    ///
    /// - Returns: how many octets were taken. Fewer than given only directly after `.established` was appended: act on it, then
    ///   call again with the rest. Octets for a connection that is gone are taken and dropped.
    public mutating func receive(
        _ bytes: RawSpan,
        on slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction],
        update: (RawSpan) -> UpdateVerdict
    ) -> Int { fatalError() }

    /// The owner wrote an UPDATE to the established connection: the next KEEPALIVE can wait (RFC 4271 §4.4).
    public mutating func sent(at now: Instant) { fatalError() }

    /// The message that asks the peer for a family's routes again; `nil` if the peer can't or the session is not up.
    public func refreshRequest(for family: RouteFamily) -> [UInt8]? { fatalError() }
}
