import BGPSession
import BGPWire
import NetworkTypes

/// Two sessions joined by a link with a delay, stepped in virtual time.
///
/// Stands for transport and owner on both sides.
struct Pair {
    enum Side: Int, CaseIterable {
        case left
        case right
        var other: Side { self == .left ? .right : .left }
    }

    /// What is under way on the link.
    enum Signal {
        case connect
        case accepted
        case refused
        case closed
        case octets([UInt8])
    }

    struct Arrival {
        var time: Instant
        var order: Int
        var side: Side
        /// The connection, named by who made it.
        var maker: Side
        /// Tells one connection of a maker from the next.
        var serial: Int
        var signal: Signal
    }

    var sessions: [BGPSession]
    var now = Instant.zero
    var delay = Duration.milliseconds(5)
    /// Octets and connects of this side get lost.
    var isSilent: [Bool] = [false, false]
    var arrivals: [Arrival] = []
    var order = 0
    var log: [[SessionAction]] = [[], []]
    /// Bodies of the UPDATEs that each side has taken in.
    var updates: [[[UInt8]]] = [[], []]
    /// The connection that each side has in each slot, by its serial number.
    private var serials: [[ConnectionSlot: Int]] = [[:], [:]]

    init(_ left: SessionConfiguration, _ right: SessionConfiguration, seed: UInt64 = 1) {
        sessions = [
            BGPSession(configuration: left, generator: SeededGenerator(seed: seed)),
            BGPSession(configuration: right, generator: SeededGenerator(seed: seed &+ 1000)),
        ]
    }

    subscript(side: Side) -> BGPSession { sessions[side.rawValue] }

    var isEstablished: Bool { sessions.allSatisfy { $0.state == .established } }

    mutating func tell(_ side: Side, _ event: SessionEvent) {
        var actions: [SessionAction] = []
        sessions[side.rawValue].handle(event, at: now, into: &actions)
        carryOut(actions, side)
    }

    mutating func send(_ octets: [UInt8], from side: Side) {
        guard let slot = self[side].establishedSlot else { return }
        post(.octets(octets), from: side, slot)
    }

    /// Runs until nothing is due before `end`.
    mutating func run(until end: Instant) {
        while let next = nextTime, next <= end {
            now = max(now, next)
            if let index = arrivals.indices.min(by: { before(arrivals[$0], arrivals[$1]) }), arrivals[index].time <= now
            {
                arrive(arrivals.remove(at: index))
                continue
            }
            for side in Side.allCases {
                if let due = self[side].nextDeadline, due <= now { tell(side, .deadlineReached) }
            }
        }
        now = max(now, end)
    }

    mutating func run(for duration: Duration) { run(until: now + duration) }

    private var nextTime: Instant? {
        (sessions.compactMap(\.nextDeadline) + arrivals.map(\.time)).min()
    }

    private func before(_ left: Arrival, _ right: Arrival) -> Bool {
        (left.time, left.order) < (right.time, right.order)
    }

    private mutating func arrive(_ arrival: Arrival) {
        let side = arrival.side
        let slot: ConnectionSlot = arrival.maker == side ? .outgoing : .incoming
        if case .connect = arrival.signal {
            guard self[side].acceptsIncoming else {
                post(.refused, from: side, maker: arrival.maker, serial: arrival.serial)
                return
            }
            serials[side.rawValue][.incoming] = arrival.serial
            post(.accepted, from: side, .incoming)
            tell(side, .transportOpened(.incoming))
            return
        }
        // Whatever comes late from a connection that is gone concerns nobody.
        guard serials[side.rawValue][slot] == arrival.serial else { return }
        switch arrival.signal {
        case .connect: break
        case .accepted: tell(side, .transportOpened(slot))
        case .refused: tell(side, .transportFailed(slot))
        case .closed: tell(side, .transportClosed(slot))
        case .octets(var octets):
            while !octets.isEmpty {
                var actions: [SessionAction] = []
                var bodies: [[UInt8]] = []
                let taken = sessions[side.rawValue].receive(octets.span.bytes, on: slot, at: now, into: &actions) {
                    body in
                    bodies.append((0..<body.byteCount).map { body.unsafeLoad(fromByteOffset: $0, as: UInt8.self) })
                    return .accepted
                }
                updates[side.rawValue] += bodies
                carryOut(actions, side)
                octets.removeFirst(taken)
            }
        }
    }

    private mutating func carryOut(_ actions: [SessionAction], _ side: Side) {
        log[side.rawValue] += actions
        for action in actions {
            switch action {
            case .openTransport:
                order += 1
                serials[side.rawValue][.outgoing] = order
                post(.connect, from: side, .outgoing)
            case .closeTransport(let slot):
                post(.closed, from: side, slot)
                serials[side.rawValue][slot] = nil
            case .send(let slot, let octets): post(.octets(octets), from: side, slot)
            case .stateChanged, .established, .down, .refreshRequested: break
            }
        }
    }

    private mutating func post(_ signal: Signal, from side: Side, _ slot: ConnectionSlot) {
        guard let serial = serials[side.rawValue][slot] else { return }
        post(signal, from: side, maker: slot == .outgoing ? side : side.other, serial: serial)
    }

    private mutating func post(_ signal: Signal, from side: Side, maker: Side, serial: Int) {
        guard !isSilent[side.rawValue] else { return }
        order += 1
        arrivals.append(
            Arrival(time: now + delay, order: order, side: side.other, maker: maker, serial: serial, signal: signal)
        )
    }
}

extension SessionConfiguration {
    static let left = SessionConfiguration(localASN: 65010, peerASN: 12076, localID: RouterID(rawValue: 0x0A00_0001))
    static let right = SessionConfiguration(localASN: 12076, peerASN: 65010, localID: RouterID(rawValue: 0x0A00_0002))
}

extension [SessionAction] {
    var downReasons: [DownReason] {
        compactMap { if case .down(let reason) = $0 { reason } else { nil } }
    }

    var isEstablishedCount: Int {
        count { if case .established = $0 { true } else { false } }
    }

    /// The NOTIFICATIONs that were sent.
    var notifications: [NotificationError] {
        compactMap { action -> NotificationError? in
            guard case .send(_, let octets) = action, octets.count > 20, octets[18] == 3 else { return nil }
            return NotificationError(
                code: NotificationCode(rawValue: octets[19]),
                subcode: octets[20],
                data: [UInt8](octets.dropFirst(21))
            )
        }
    }
}
