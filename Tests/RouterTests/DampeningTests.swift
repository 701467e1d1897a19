import NetworkTypes
import RIB
import Testing

@testable import Router

@Suite("Dampening") struct DampeningTests {
    private static let interface = DampeningParameters(
        halfLife: .seconds(5),
        reuse: 1000,
        suppress: 2000,
        maximumSuppress: .seconds(20)
    )

    private static func at(_ seconds: Int64) -> Instant { .zero + .seconds(seconds) }

    @Test func `a penalty halves in each half-life`() {
        #expect(DampeningParameters.remainder(after: .zero, halfLife: .seconds(5)) == 1)
        #expect(DampeningParameters.remainder(after: .seconds(5), halfLife: .seconds(5)) == 0.5)
        #expect(DampeningParameters.remainder(after: .seconds(20), halfLife: .seconds(5)) == 0.0625)
        let half = DampeningParameters.remainder(after: .milliseconds(2500), halfLife: .seconds(5))
        #expect(abs(half - 0.707_106_781_186_547_5) < 1e-9)
        #expect(DampeningParameters.remainder(after: .seconds(1_000_000), halfLife: .seconds(1)) == 0)
    }

    @Test func `the highest penalty takes the longest suppression to decay`() {
        // 16000, as a Cisco router shows it for these figures.
        #expect(abs(Self.interface.ceiling - 16_000) < 1e-6)
        var penalty = FlapPenalty()
        for _ in 0..<100 { _ = penalty.flap(1000, at: .zero, Self.interface) }
        #expect(penalty.reuseDue == Self.at(20))
    }

    @Test func `what flaps is suppressed above the one threshold and used again at the other`() {
        var penalty = FlapPenalty()
        let flaps = (0..<3).map { penalty.flap(1000, at: Self.at($0), Self.interface) }
        #expect(flaps == [false, false, true])
        // 2629 falls to 1000 in 6.97 s.
        let due = penalty.reuseDue.map { $0 - Self.at(2) } ?? .zero
        #expect((.milliseconds(6_960) ... .milliseconds(6_980)).contains(due))
        let early = penalty.handleDeadline(at: Self.at(8))
        let late = penalty.handleDeadline(at: Self.at(9))
        #expect(!early && late && !penalty.isSuppressed)
    }

    @Test func `with the figures of RFC 7196 a route may flap six times in a row`() {
        let parameters = DampeningParameters(
            halfLife: .seconds(900),
            reuse: 750,
            suppress: 6000,
            maximumSuppress: .seconds(3600)
        )
        var penalty = FlapPenalty()
        let flaps = (0..<7).map { _ in penalty.flap(1000, at: .zero, parameters) }
        #expect(flaps == [false, false, false, false, false, false, true])
    }

    @Test func `a suppressed port is down, and comes back with its carrier once it was quiet`() {
        var watch = PortWatch(CarrierDebounce(down: .zero, up: .zero), dampening: Self.interface)
        var events: [PortWatch.Event] = []
        for second in 0..<3 {
            events += watch.carrierChanged(isUp: false, at: Self.at(Int64(second)), cause: nil)
            events += watch.carrierChanged(isUp: true, at: Self.at(Int64(second)) + .milliseconds(500), cause: 7)
        }
        #expect(events.count { if case .suppressed = $0 { true } else { false } } == 1)
        #expect(events.count { if case .believes(isUp: true, _, _) = $0 { true } else { false } } == 2)
        #expect(events.count { if case .waits = $0 { true } else { false } } == 1)
        let due = watch.nextDeadline ?? .zero
        let reused = watch.handleDeadline(at: due)
        let cost = SettingCost(.interfaceDampening, due - Self.at(2) - .milliseconds(500))
        #expect(reused == [.believes(isUp: true, cause: 7, cost: cost)])
        #expect(watch.nextDeadline == nil)
    }

    @Test func `a route is remembered by its neighbour, and forgotten when it is quiet`() {
        let parameters = DampeningParameters(
            halfLife: .seconds(10),
            reuse: 750,
            suppress: 1500,
            maximumSuppress: .seconds(40)
        )
        let prefix = IPPrefix.v4(IPv4Prefix(IPv4Address(10, 0, 0, 0), length: 8))
        let key = RouteDamper.Key(neighbor: 0, prefix: prefix)
        var damper = RouteDamper()
        let first = damper.note(key, .withdrawn, at: Self.at(0), parameters)
        let second = damper.note(key, .withdrawn, at: Self.at(1), parameters)
        let other = damper.note(.init(neighbor: 1, prefix: prefix), .withdrawn, at: Self.at(1), parameters)
        let back = damper.note(key, .announced, at: Self.at(2), parameters)
        #expect(!first.isSuppressed && second.begins && !other.isSuppressed && !back.begins && back.isSuppressed)
        let due = damper.nextDeadline ?? .zero
        let early = damper.handleDeadline(at: due - .milliseconds(160)) { _ in parameters }
        #expect(early.isEmpty && damper.nextDeadline == due)
        let reused = damper.handleDeadline(at: due) { _ in parameters }
        #expect(reused == [key] && damper.nextDeadline == nil)
        let later = damper.note(key, .withdrawn, at: due + .seconds(1000), parameters)
        #expect(!later.isSuppressed)
    }
}
