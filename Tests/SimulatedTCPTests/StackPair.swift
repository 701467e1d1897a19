import NetworkTypes
import SimulatedTCP

/// Two stacks joined by a virtual link that can delay, lose, reorder and repeat packets.
struct StackPair {
    enum Side: Int, Sendable, CaseIterable {
        case client, server
        var other: Side { self == .client ? .server : .client }
    }

    struct Link {
        var latency = Duration.milliseconds(5)
        /// Up to this much more for each packet; packets overtake each other if `keepsOrder` is false.
        var jitter = Duration.zero
        var keepsOrder = true
        var lossPercent: UInt64 = 0
        var duplicationPercent: UInt64 = 0
        /// Directions, by sender, in which everything vanishes.
        var silenced: Set<Side> = []
    }

    /// A packet as it entered the link.
    struct Record {
        var at: Instant
        var sender: Side
        var packet: [UInt8]
    }

    private struct Flight {
        var arrival: Instant
        var order: Int
        var receiver: Side
        var packet: [UInt8]
    }

    static let clientIPv4 = IPAddress.v4(IPv4Address(192, 0, 2, 1))
    static let serverIPv4 = IPAddress.v4(IPv4Address(192, 0, 2, 2))
    static let clientIPv6 = IPAddress.v6(IPv6Address(high: 0x2001_0DB8_0000_0000, low: 1))
    static let serverIPv6 = IPAddress.v6(IPv6Address(high: 0x2001_0DB8_0000_0000, low: 2))

    var link = Link()
    var stacks: [TCPStack]
    private(set) var now = Instant.zero
    private(set) var trace: [Record] = []
    /// News for each side's owner, without packets.
    private(set) var events: [[(at: Instant, action: TCPAction)]] = [[], []]
    private(set) var received: [[UInt8]] = [[], []]
    /// What each side still wants to send, and on which connection.
    private var outgoing: [(connection: ConnectionID, bytes: ArraySlice<UInt8>)?] = [nil, nil]
    private var flights: [Flight] = []
    private var flightCount = 0
    private var lastArrival = [Instant.zero, Instant.zero]
    private var generator: SeededGenerator

    init(
        seed: UInt64 = 1,
        client: TCPConfiguration = TCPConfiguration(),
        server: TCPConfiguration = TCPConfiguration()
    ) {
        let root = SeededGenerator(seed: seed)
        stacks = [
            TCPStack(configuration: client, generator: root.forked(for: "client"), md5: MD5.digest),
            TCPStack(configuration: server, generator: root.forked(for: "server"), md5: MD5.digest),
        ]
        generator = root.forked(for: "link")
    }

    /// Lets one side act now.
    @discardableResult
    mutating func act<Result>(_ side: Side, _ body: (inout TCPStack, Instant, inout [TCPAction]) -> Result) -> Result {
        var actions: [TCPAction] = []
        let result = body(&stacks[side.rawValue], now, &actions)
        take(actions, side)
        return result
    }

    mutating func listen(options: TCPConnectionOptions = TCPConnectionOptions()) {
        stacks[1].listen(on: Self.serverIPv4, port: 179, options: options)
        stacks[1].listen(on: Self.serverIPv6, port: 179, options: options)
    }

    mutating func connect(
        _ family: AddressFamily = .ipv4,
        options: TCPConnectionOptions = TCPConnectionOptions()
    ) -> ConnectionID {
        let (from, to) =
            family == .ipv4 ? (Self.clientIPv4, Self.serverIPv4) : (Self.clientIPv6, Self.serverIPv6)
        return act(.client) { $0.connect(from: from, to: to, port: 179, options: options, at: $1, into: &$2) }
    }

    /// A connection of each side, opened over a link without faults.
    mutating func open(_ family: AddressFamily = .ipv4) throws -> (client: ConnectionID, server: ConnectionID) {
        listen()
        let client = connect(family)
        run(for: .seconds(1))
        guard let server = accepted(.server).last else { throw Failure.notOpen }
        return (client, server)
    }

    enum Failure: Error { case notOpen }

    /// Sends bytes as fast as the stack takes them.
    mutating func stream(_ bytes: [UInt8], from side: Side, on connection: ConnectionID) {
        outgoing[side.rawValue] = (connection, bytes[...])
        feed(side)
    }

    func accepted(_ side: Side) -> [ConnectionID] {
        events[side.rawValue].compactMap { if case .accepted(let id, _, _) = $0.action { id } else { nil } }
    }

    func connected(_ side: Side) -> [ConnectionID] {
        events[side.rawValue].compactMap { if case .connected(let id) = $0.action { id } else { nil } }
    }

    func closed(_ side: Side) -> [TCPCloseReason] {
        events[side.rawValue].compactMap { if case .closed(_, let reason) = $0.action { reason } else { nil } }
    }

    mutating func run(for duration: Duration) { run(until: now + duration) }

    /// Carries packets and deadlines until `end`.
    mutating func run(until end: Instant) {
        while let next = nextInstant, next <= end {
            now = max(now, next)
            if let index = firstFlight, flights[index].arrival <= now {
                let flight = flights.remove(at: index)
                act(flight.receiver) { $0.receive(flight.packet.span.bytes, at: $1, into: &$2) }
                continue
            }
            for side in Side.allCases {
                if let deadline = stacks[side.rawValue].nextDeadline, deadline <= now {
                    act(side) { $0.handleDeadlines(at: $1, into: &$2) }
                }
            }
        }
        now = end
    }

    /// Whether nothing will happen any more by itself.
    var isQuiet: Bool { nextInstant == nil }

    mutating func inject(_ packet: [UInt8], to side: Side) {
        act(side) { $0.receive(packet.span.bytes, at: $1, into: &$2) }
    }

    private var firstFlight: Int? {
        flights.indices.min { (flights[$0].arrival, flights[$0].order) < (flights[$1].arrival, flights[$1].order) }
    }

    private var nextInstant: Instant? {
        var earliest = firstFlight.map { flights[$0].arrival }
        for stack in stacks {
            if let deadline = stack.nextDeadline { earliest = min(earliest ?? deadline, deadline) }
        }
        return earliest
    }

    private mutating func take(_ actions: [TCPAction], _ side: Side) {
        for action in actions {
            switch action {
            case .transmit(let packet): transmit(packet, from: side)
            case .received(_, let bytes):
                received[side.rawValue] += bytes
                events[side.rawValue].append((now, action))
            case .writable:
                events[side.rawValue].append((now, action))
                feed(side)
            case .accepted, .connected, .closed:
                events[side.rawValue].append((now, action))
            }
        }
    }

    private mutating func feed(_ side: Side) {
        guard let (connection, bytes) = outgoing[side.rawValue], !bytes.isEmpty else { return }
        let taken = act(side) { $0.send(Array(bytes), on: connection, at: $1, into: &$2) }
        outgoing[side.rawValue] = (connection, bytes.dropFirst(taken))
    }

    private mutating func transmit(_ packet: [UInt8], from side: Side) {
        trace.append(Record(at: now, sender: side, packet: packet))
        if link.silenced.contains(side) { return }
        let copies = generator.below(100) < link.duplicationPercent ? 2 : 1
        for _ in 0..<copies {
            if generator.below(100) < link.lossPercent { continue }
            let extra = Duration.nanoseconds(Int64(generator.below(UInt64(link.jitter.nanoseconds) + 1)))
            var arrival = now + link.latency + extra
            if link.keepsOrder {
                arrival = max(arrival, lastArrival[side.rawValue])
                lastArrival[side.rawValue] = arrival
            }
            flightCount += 1
            flights.append(Flight(arrival: arrival, order: flightCount, receiver: side.other, packet: packet))
        }
    }
}
