import NetworkTypes
import Testing
import Topology

@testable import Network

/// What degraded wires do to frames.
@Suite("Impairments") struct ImpairmentTests {
    private static func degradation(
        loss: UInt32 = 0,
        latency: Duration = .zero,
        jitter: Duration = .zero,
        rate: UInt64? = nil
    ) -> Topology.Degradation {
        var result = Topology.Degradation()
        result.loss = Percentage(partsPerMillion: loss)
        result.latency = latency
        result.jitter = jitter
        result.rate = rate.map { BitRate(bitsPerSecond: $0) }
        return result
    }

    private static func wire(_ degradations: [Topology.Degradation], chance: UInt64 = 1) -> WireState {
        let end = Wire.End(node: NodeIndex(0), port: 0)
        var state = WireState(Wire(path: "w", a: end, b: end, latency: .milliseconds(1), bandwidth: 0), chance: chance)
        state.setImpairment(Impairment(degradations), towards: .b)
        return state
    }

    /// What becomes of as many frames, one each millisecond.
    private static func arrivals(_ count: Int, over wire: inout WireState, towards side: WireSide = .b) -> [Int64?] {
        (0..<count).map { number in
            let now = Instant(nanoseconds: Int64(number) * 1_000_000)
            guard case .enters(let arrival, let fate) = wire.take(byteCount: 100, towards: side, at: now),
                fate == .arrives
            else { return nil }
            return arrival.nanoseconds - now.nanoseconds
        }
    }

    @Test func `loss hits about the share that was asked for, at random and the same each time`() {
        var wire = Self.wire([Self.degradation(loss: 200_000)])
        var twin = Self.wire([Self.degradation(loss: 200_000)])
        var other = Self.wire([Self.degradation(loss: 200_000)], chance: 2)
        let first = Self.arrivals(10_000, over: &wire)
        #expect((1_850...2_150).contains(first.count { $0 == nil }))
        #expect(first == Self.arrivals(10_000, over: &twin))
        #expect(first != Self.arrivals(10_000, over: &other))
    }

    @Test func `two losses leave what both let through, delays add up, the lower rate counts`() {
        let impairment = Impairment([
            Self.degradation(loss: 500_000, latency: .milliseconds(2), rate: 1_000),
            Self.degradation(loss: 500_000, latency: .milliseconds(3), jitter: .milliseconds(1), rate: 2_000),
        ])
        #expect(impairment.lossPerMillion == 750_000)
        #expect(impairment.latencyNanoseconds == 5_000_000)
        #expect(impairment.jitterNanoseconds == 1_000_000)
        #expect(impairment.bandwidth == 1_000)
        #expect(Impairment([]) == Impairment())
    }

    @Test func `latency is added one way only`() {
        var wire = Self.wire([Self.degradation(latency: .milliseconds(20))])
        #expect(Self.arrivals(3, over: &wire) == [21_000_000, 21_000_000, 21_000_000])
        #expect(Self.arrivals(3, over: &wire, towards: .a) == [1_000_000, 1_000_000, 1_000_000])
    }

    @Test func `jitter delays each frame by another amount, and none overtakes the one before`() {
        var wire = Self.wire([Self.degradation(jitter: .milliseconds(10))])
        let delays = Self.arrivals(500, over: &wire).compactMap(\.self)
        let times = delays.enumerated().map { Int64($0.offset) * 1_000_000 + $0.element }
        #expect(times == times.sorted())
        #expect(delays.allSatisfy { (1_000_000...11_000_000).contains($0) })
        #expect(Set(delays).count > 10)
    }

    @Test func `total loss is silent like a black hole`() {
        let wire = Self.wire([Self.degradation(loss: 1_000_000)])
        #expect(wire[towards: .b].isSilent && !wire[towards: .a].isSilent)
    }

    @Test func `a lower rate makes frames wait`() {
        var wire = Self.wire([Self.degradation(rate: 800_000)])
        // 100 octets take 1 ms.
        guard case .enters(let arrival, .arrives) = wire.take(byteCount: 100, towards: .b, at: .zero) else {
            Issue.record("the first frame has to wait")
            return
        }
        #expect(arrival == Instant(nanoseconds: 2_000_000))
        guard case .waits(let until) = wire.take(byteCount: 100, towards: .b, at: .zero) else {
            Issue.record("the second frame does not wait")
            return
        }
        #expect(until == Instant(nanoseconds: 1_000_000))
    }
}
