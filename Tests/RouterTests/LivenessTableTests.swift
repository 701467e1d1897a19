import BFD
import BGPWire
import NetworkTypes
import Router
import Testing

@Suite("BFD beside a router") struct LivenessTableTests {
    static let own = IPAddress.v4(IPv4Address(10, 0, 0, 1))
    static let other = IPAddress.v4(IPv4Address(10, 0, 0, 2))

    static func neighbor(from local: IPAddress, to remote: IPAddress, interface: Int? = 0) -> Neighbor {
        var neighbor = Neighbor(
            path: "session",
            domain: 0,
            localAddress: local,
            remoteAddress: remote,
            remoteASN: ASN(65010),
            families: .ipv4Unicast,
            timers: Neighbor.Timers(
                holdTime: .seconds(180),
                keepalive: .seconds(60),
                minimumHoldTime: .seconds(3),
                connectRetry: .seconds(5),
                advertisementInterval: .zero
            )
        )
        neighbor.bfd = Neighbor.BFDParameters(interval: .milliseconds(50), multiplier: 3)
        neighbor.interface = interface
        return neighbor
    }

    /// Two tables that hand each other what they send, at once.
    struct Pair {
        var tables: [LivenessTable]
        var now = Instant.zero
        var changes: [[LivenessChange]] = [[], []]
        var isSilent = false
        var timeToLive: UInt8 = 255
        var port = SingleHop.controlPort

        init(interface: Int? = 0) {
            let (a, b) = (LivenessTableTests.own, LivenessTableTests.other)
            tables = [(a, b), (b, a)].enumerated().map { seed, ends in
                LivenessTable(
                    neighbors: [LivenessTableTests.neighbor(from: ends.0, to: ends.1, interface: interface)],
                    generator: SeededGenerator(seed: UInt64(seed))
                )
            }
        }

        mutating func start() {
            for side in 0..<2 { act(side) { $0.start(0, at: $1, into: &$2) } }
        }

        mutating func act(_ side: Int, _ body: (inout LivenessTable, Instant, inout LivenessOutput) -> Void) {
            var output = LivenessOutput()
            body(&tables[side], now, &output)
            changes[side] += output.changes
            guard !isSilent else { return }
            let source = side == 0 ? LivenessTableTests.own : LivenessTableTests.other
            let arrival = ControlPacketArrival(source: source, domain: 0, destinationPort: port, timeToLive: timeToLive)
            for packet in output.packets {
                act(1 - side) { $0.receive(packet.packet, arrival, at: $1, into: &$2) }
            }
        }

        mutating func run(for duration: Duration) {
            let end = now + duration
            while let next = tables.compactMap(\.nextDeadline).min(), next <= end {
                now = max(now, next)
                for side in 0..<2 { act(side) { $0.handleDeadlines(at: $1, into: &$2) } }
            }
            now = end
        }
    }

    @Test func `sessions come up, and silence takes them down within three intervals`() {
        var pair = Pair()
        pair.start()
        pair.run(for: .seconds(5))
        #expect(pair.changes.map { $0.map(\.isUp) } == [[true], [true]])
        pair.isSilent = true
        let silentSince = pair.now
        pair.run(for: .milliseconds(150))
        #expect(pair.changes.map { $0.map(\.isUp) } == [[true, false], [true, false]])
        #expect(pair.changes[0].last?.reason == .detectionTimeExpired)
        #expect(pair.now - silentSince == .milliseconds(150))
    }

    @Test func `a session that ends with its BGP session is no failure at the other end`() {
        var pair = Pair()
        pair.start()
        pair.run(for: .seconds(5))
        pair.act(0) { $0.stop(0, at: $1, into: &$2) }
        pair.run(for: .seconds(1))
        #expect(pair.tables[0].session(neighbor: 0) == nil)
        #expect(pair.changes[1].map(\.isUp) == [true])
        #expect(pair.tables[1].session(neighbor: 0)?.state == .down)
    }

    @Test func `a neighbour on link must be one hop away, and use the port for that`() {
        for (timeToLive, port) in [(254, SingleHop.controlPort), (255, MultiHop.controlPort)] as [(UInt8, UInt16)] {
            var pair = Pair()
            pair.timeToLive = timeToLive
            pair.port = port
            pair.start()
            pair.run(for: .seconds(5))
            #expect(pair.changes == [[], []])
        }
    }

    @Test func `a neighbour several hops away may be, on the other port`() {
        var pair = Pair(interface: nil)
        pair.timeToLive = 250
        pair.port = MultiHop.controlPort
        pair.start()
        pair.run(for: .seconds(5))
        #expect(pair.changes.map { $0.map(\.isUp) } == [[true], [true]])
    }
}
