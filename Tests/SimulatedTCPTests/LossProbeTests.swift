import NetworkTypes
import Packets
import SimulatedTCP
import Testing

/// The round trip is 10 ms, so a time-out 210 ms, as Linux would have it.
@Suite("TCP losses that show by time") struct LossProbeTests {
    static let host = {
        var configuration = TCPConfiguration()
        configuration.minimumRetransmissionTimeout = .milliseconds(200)
        configuration.leastVariation = .milliseconds(200)
        configuration.findsLossesByTime = true
        configuration.acknowledgesPushed = true
        return configuration
    }()

    /// A connection whose client knows the round trip.
    private func settled() throws -> (StackPair, ConnectionID) {
        var pair = StackPair(client: Self.host, server: Self.host)
        let (client, _) = try pair.open()
        for _ in 0..<50 {
            pair.stream([0], from: .client, on: client)
            pair.run(for: .milliseconds(50))
        }
        return (pair, client)
    }

    /// When the client sent something, since a moment.
    private func times(_ pair: StackPair, since start: Instant) -> [Duration] {
        pair.trace.filter { $0.sender == .client && $0.at >= start }.map { $0.at - start }
    }

    @Test func `the time-out behind a probe is not doubled yet`() throws {
        var (pair, client) = try settled()
        let start = pair.now
        pair.link.silenced = [.client]
        pair.stream([1], from: .client, on: client)
        pair.run(for: .seconds(4))
        #expect(times(pair, since: start) == [0, 210, 420, 840, 1680, 3360].map { .milliseconds($0) })
    }

    @Test func `timers of a kernel fire late, the longer the later`() throws {
        var late = Self.host
        late.timerTick = .milliseconds(4)
        var pair = StackPair(client: late, server: late)
        let (client, _) = try pair.open()
        for _ in 0..<50 {
            pair.stream([0], from: .client, on: client)
            pair.run(for: .milliseconds(50))
        }
        let start = pair.now
        pair.link.silenced = [.client]
        pair.stream([1], from: .client, on: client)
        pair.run(for: .seconds(20))
        let gaps = zip(times(pair, since: start).dropFirst(), times(pair, since: start)).map { $0 - $1 }
        // 53 ticks, for a time-out of 210 ms, count singly; 106 to 424 in eights, more in sixty-fours.
        let wanted = [210, 210, 420, 840, 1680, 3360, 6720].map { Duration.milliseconds($0) }
        for (gap, wanted) in zip(gaps, wanted) {
            #expect(gap >= wanted && gap <= wanted * 8 / 7 + .milliseconds(8), "\(gap) for \(wanted)")
        }
        #expect(gaps.count == wanted.count)
        #expect(gaps[5] > .milliseconds(3_400))
    }

    @Test func `several lost segments are probed two round trips after the last, with the last of them`() throws {
        var (pair, client) = try settled()
        let start = pair.now
        pair.link.silenced = [.client]
        pair.stream([1], from: .client, on: client)
        pair.run(for: .milliseconds(50))
        pair.stream([2], from: .client, on: client)
        pair.run(for: .seconds(1))
        #expect(times(pair, since: start) == [0, 50, 72, 282, 702].map { .milliseconds($0) })
    }

    @Test func `what is written while a probe is out brings the first segment's own time-out back`() throws {
        var (pair, client) = try settled()
        let start = pair.now
        pair.link.silenced = [.client]
        for byte in UInt8(1)...3 {
            pair.stream([byte], from: .client, on: client)
            pair.run(for: .milliseconds(50))
        }
        pair.run(for: .milliseconds(700))
        #expect(times(pair, since: start) == [0, 50, 72, 100, 210, 630].map { .milliseconds($0) })
    }

    @Test func `a probe that arrives has the others repaired at once`() throws {
        var (pair, client) = try settled()
        let (start, before) = (pair.now, pair.received[1].count)
        pair.link.silenced = [.client]
        pair.stream([1], from: .client, on: client)
        pair.run(for: .milliseconds(50))
        pair.stream([2], from: .client, on: client)
        pair.run(for: .milliseconds(10))
        pair.link.silenced = []
        pair.run(for: .milliseconds(100))
        #expect(Array(pair.received[1][before...]) == [1, 2])
        #expect(Array(times(pair, since: start)[..<4]) == [0, 50, 72, 82].map { .milliseconds($0) })
    }

    @Test func `one repeated acknowledgement shows a loss`() throws {
        var (pair, client) = try settled()
        let (start, before) = (pair.now, pair.received[1].count)
        pair.link.silenced = [.client]
        pair.stream([1], from: .client, on: client)
        pair.link.silenced = []
        pair.run(for: .milliseconds(50))
        pair.stream([2], from: .client, on: client)
        pair.run(for: .milliseconds(100))
        #expect(Array(pair.received[1][before...]) == [1, 2])
        #expect(times(pair, since: start) == [0, 50, 60].map { .milliseconds($0) })
    }

    @Test func `what was pushed is acknowledged at once, except by a reader that answers`() throws {
        var pair = StackPair(client: Self.host, server: Self.host)
        let (client, server) = try pair.open()
        let start = pair.now
        pair.stream([1], from: .client, on: client)
        pair.run(for: .milliseconds(9))
        let acknowledged = pair.trace.filter { $0.sender == .server && $0.at >= start }.map { $0.at - start }
        #expect(acknowledged == [.milliseconds(5)])
        pair.stream([2], from: .server, on: server)
        pair.run(for: .milliseconds(100))
        let again = pair.now
        pair.stream([3], from: .client, on: client)
        pair.run(for: .milliseconds(100))
        let late = pair.trace.filter { $0.sender == .server && $0.at >= again }.map { $0.at - again }
        #expect(late == [.milliseconds(45)])
        // The answer that it waited for did not come.
        let last = pair.now
        pair.stream([4], from: .client, on: client)
        pair.run(for: .milliseconds(100))
        let soon = pair.trace.filter { $0.sender == .server && $0.at >= last }.map { $0.at - last }
        #expect(soon == [.milliseconds(5)])
    }

    @Test(arguments: TransferTests.weathers)
    func `the stream is intact whatever the link does`(weather: TransferTests.Weather) throws {
        try TransferTests.expectIntactStreams(weather) { seed in
            StackPair(seed: seed, client: Self.host, server: Self.host)
        }
    }
}
