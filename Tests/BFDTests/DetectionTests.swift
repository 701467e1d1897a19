import BFD
import NetworkTypes
import Testing

@Suite("BFD detection") struct DetectionTests {
    typealias Side = SessionPair.Side

    @Test func `two ends enabled at once are up within two seconds, at full speed`() {
        var pair = SessionPair()
        pair.enableBoth()
        pair.runUntilUp()
        #expect(pair.now <= .zero + .seconds(2))
        pair.run(for: .seconds(1))
        for side in Side.allCases {
            #expect(pair[side].transmitInterval == .milliseconds(300))
            #expect(pair[side].detectionTime == .milliseconds(900))
            #expect(pair[side].diagnostic == .none)
        }
    }

    @Test func `an end that is enabled later comes up just as quickly`() {
        var pair = SessionPair()
        pair.handle(.enable, on: .left)
        pair.run(for: .milliseconds(12_345))
        pair.handle(.enable, on: .right)
        pair.runUntilUp()
        #expect(pair.now <= .zero + .milliseconds(12_345) + .seconds(2))
    }

    @Test func `the deaf end notices after 0.6 to 0.9 s, the other hears it one latency later`() throws {
        for seed in UInt64(1)...200 {
            var pair = SessionPair(seed: seed)
            pair.enableBoth()
            pair.runUntilUp()
            pair.run(for: .seconds(10) + .milliseconds(Int64(seed) * 7))
            let (fault, seen) = (pair.now, pair.changes.count)
            pair.silenced = [.left]
            pair.run(for: .seconds(3))
            let changes = pair.changes.dropFirst(seen)
            let deaf = try #require(changes.first { $0.side == .right })
            let other = try #require(changes.first { $0.side == .left })
            // The last packet left up to an interval before the fault and was one latency on its way.
            #expect(deaf.reason == .detectionTimeExpired)
            #expect(deaf.at - fault >= .milliseconds(600) && deaf.at - fault <= .milliseconds(905), "seed \(seed)")
            #expect(other.reason == .neighborSignaledDown)
            #expect(other.at == deaf.at + pair.latency)
            #expect(changes.allSatisfy { $0.to != .up })
        }
    }

    @Test func `when both directions are lost each end notices by itself, and healing brings both back`() {
        var pair = SessionPair()
        pair.enableBoth()
        pair.runUntilUp()
        pair.run(for: .seconds(5))
        let seen = pair.changes.count
        pair.silenced = [.left, .right]
        pair.run(for: .seconds(5))
        let falls = pair.changes.dropFirst(seen)
        #expect(falls.map(\.reason) == [.detectionTimeExpired, .detectionTimeExpired])
        #expect(Side.allCases.allSatisfy { pair[$0].remoteDiscriminator == 0 })
        pair.silenced = []
        let healed = pair.now
        pair.runUntilUp()
        #expect(pair.now - healed <= .seconds(2))
    }

    @Test(arguments: [UInt8(1), 2, 3, 5, 50])
    func `nothing is lost, so nothing is declared down, whatever the seed`(multiplier: UInt8) {
        for seed in UInt64(1)...120 {
            var pair = SessionPair(multiplier: multiplier, seed: seed)
            // One lost packet is fatal with multiplier 1, so that jitter may take a tenth of the interval only.
            pair.latencyJitter = .milliseconds(multiplier == 1 ? 29 : 290)
            pair.enableBoth()
            pair.run(until: .zero + .seconds(30))
            let steps = pair.changes.map(\.to)
            #expect(!steps.dropFirst(2).contains(.down), "seed \(seed)")
            #expect(Side.allCases.allSatisfy { pair[$0].state == .up }, "seed \(seed)")
        }
    }

    @Test func `asymmetric parameters are negotiated per direction`() {
        var pair = SessionPair(
            left: BFDConfiguration(
                desiredMinTx: .milliseconds(100),
                requiredMinRx: .milliseconds(400),
                multiplier: 5,
                localDiscriminator: 1
            ),
            right: BFDConfiguration(
                desiredMinTx: .milliseconds(200),
                requiredMinRx: .milliseconds(150),
                multiplier: 3,
                localDiscriminator: 2
            )
        )
        pair.enableBoth()
        pair.runUntilUp()
        pair.run(for: .seconds(2))
        #expect(pair[.left].transmitInterval == .milliseconds(150))
        #expect(pair[.right].transmitInterval == .milliseconds(400))
        #expect(pair[.left].detectionTime == .milliseconds(1200))
        #expect(pair[.right].detectionTime == .milliseconds(750))
    }

    @Test func `a carrier loss takes the session down at once`() {
        var pair = SessionPair()
        pair.enableBoth()
        pair.runUntilUp()
        pair.silenced = [.left, .right]
        pair.handle(.pathDown, on: .left)
        #expect(pair[.left].state == .down)
        #expect(pair.changes.last?.reason == .pathDown)
        #expect(pair.changes.last?.at == pair.now)
    }

    @Test func `an operator's order reaches the neighbor as no failure, and holds until it is lifted`() {
        var pair = SessionPair()
        pair.enableBoth()
        pair.runUntilUp()
        pair.handle(.disable, on: .left)
        pair.run(for: .milliseconds(5))
        #expect(pair.changes.last?.reason == .neighborAdministrativelyDown)
        pair.run(for: .seconds(60))
        #expect(pair[.right].state == .down && pair[.right].remoteState == .adminDown)
        #expect(pair[.right].remoteDiagnostic == .administrativelyDown)
        pair.handle(.enable, on: .left)
        pair.runUntilUp()
        #expect(pair[.left].state == .up)
    }

    @Test func `intervals shorten by a random quarter at most, and with multiplier 1 by a tenth at least`() {
        for (multiplier, lowest, highest) in [(UInt8(3), 225, 300), (1, 225, 270)] {
            var pair = SessionPair(multiplier: multiplier)
            pair.enableBoth()
            pair.runUntilUp()
            pair.run(for: .seconds(1))
            let start = pair.now
            pair.run(for: .seconds(300))
            let times = pair.sent.filter { $0.side == .left && $0.at > start }.map(\.at)
            let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
            let (shortest, longest) = (gaps.min() ?? .zero, gaps.max() ?? .zero)
            #expect(shortest >= .milliseconds(lowest) && shortest < .milliseconds(lowest + 5))
            #expect(longest <= .milliseconds(highest) && longest > .milliseconds(highest - 5))
        }
    }

    @Test func `the same seed gives the same packets, another seed other ones`() {
        func packets(seed: UInt64) -> [Instant] {
            var pair = SessionPair(seed: seed)
            pair.enableBoth()
            pair.run(for: .seconds(20))
            return pair.sent.map(\.at)
        }
        #expect(packets(seed: 4) == packets(seed: 4))
        #expect(packets(seed: 4) != packets(seed: 5))
    }
}
