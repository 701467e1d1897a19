import BFD
import NetworkTypes

/// Two sessions joined by a virtual link that delays each packet, keeps their order, and can lose either direction.
struct SessionPair {
    enum Side: Int, Sendable, CaseIterable {
        case left, right
        var other: Side { self == .left ? .right : .left }
    }

    struct Change: Equatable {
        var at: Instant
        var side: Side
        var to: SessionState
        var reason: StateChangeReason
    }

    private struct Flight {
        var arrival: Instant
        var side: Side
        var bytes: [UInt8]
    }

    private(set) var now = Instant.zero
    private(set) var changes: [Change] = []
    /// Every packet as it left, with its time and sender.
    private(set) var sent: [(at: Instant, side: Side, packet: ControlPacket)] = []
    var latency = Duration.milliseconds(5)
    /// Up to this much more latency, drawn for each packet.
    var latencyJitter = Duration.zero
    /// Sides whose packets the link swallows.
    var silenced: Set<Side> = []

    private var sessions: [BFDSession]
    private var flights: [Flight] = []
    private var lastArrival = [Instant.zero, Instant.zero]
    private var generator: SeededGenerator

    init(left: BFDConfiguration, right: BFDConfiguration, seed: UInt64 = 1) {
        let root = SeededGenerator(seed: seed)
        sessions = [
            BFDSession(configuration: left, generator: root.forked(for: "left")),
            BFDSession(configuration: right, generator: root.forked(for: "right")),
        ]
        generator = root.forked(for: "link")
    }

    init(interval: Duration = .milliseconds(300), multiplier: UInt8 = 3, seed: UInt64 = 1) {
        self.init(
            left: BFDConfiguration(interval: interval, multiplier: multiplier, localDiscriminator: 11),
            right: BFDConfiguration(interval: interval, multiplier: multiplier, localDiscriminator: 22),
            seed: seed
        )
    }

    subscript(side: Side) -> BFDSession { sessions[side.rawValue] }

    mutating func handle(_ event: BFDSession.Event, on side: Side) {
        var actions: [BFDSession.Action] = []
        sessions[side.rawValue].handle(event, at: now, into: &actions)
        for action in actions {
            switch action {
            case .send(let packet): transmit(packet, from: side)
            case .stateChanged(_, let to, _, let reason):
                changes.append(Change(at: now, side: side, to: to, reason: reason))
            }
        }
    }

    mutating func enableBoth() {
        handle(.enable, on: .left)
        handle(.enable, on: .right)
    }

    /// Carries packets and deadlines until `end`.
    mutating func run(until end: Instant) {
        while let next = nextInstant, next <= end {
            now = max(now, next)
            if let index = flights.indices.min(by: { flights[$0].arrival < flights[$1].arrival }),
                flights[index].arrival <= now
            {
                let flight = flights.remove(at: index)
                if let packet = try? ControlPacket(decoding: flight.bytes.span.bytes) {
                    handle(.received(packet), on: flight.side)
                }
                continue
            }
            for side in Side.allCases {
                if let deadline = self[side].nextDeadline, deadline <= now { handle(.deadlineReached, on: side) }
            }
        }
        now = end
    }

    mutating func run(for duration: Duration) { run(until: now + duration) }

    /// Runs until both ends are up and no poll is outstanding; a minute at most.
    mutating func runUntilUp() {
        let end = now + .seconds(60)
        while now < end {
            run(for: .milliseconds(10))
            if Side.allCases.allSatisfy({ self[$0].state == .up && !self[$0].isPolling }) { return }
        }
    }

    private var nextInstant: Instant? {
        (flights.map(\.arrival) + sessions.compactMap(\.nextDeadline)).min()
    }

    private mutating func transmit(_ packet: ControlPacket, from side: Side) {
        sent.append((now, side, packet))
        if silenced.contains(side) { return }
        let extra = Duration.nanoseconds(Int64(generator.below(UInt64(latencyJitter.nanoseconds) + 1)))
        let arrival = max(now + latency + extra, lastArrival[side.rawValue])
        lastArrival[side.rawValue] = arrival
        flights.append(Flight(arrival: arrival, side: side.other, bytes: packet.encoded))
    }
}
