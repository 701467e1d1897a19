import Forwarding
import NetworkTypes
import Testing

@testable import Router

@Suite("Carrier delay") struct CarrierDebounceTests {
    private static func at(_ milliseconds: Int64) -> Instant { .zero + .milliseconds(milliseconds) }

    @Test func `a lost carrier is believed after the delay, with its cause`() {
        var debounce = CarrierDebounce(down: .seconds(2), up: .zero)
        let lost = debounce.carrierChanged(isUp: false, at: Self.at(0), cause: 7)
        #expect(lost == .waits(until: Self.at(2000)))
        let early = debounce.handleDeadline(at: Self.at(1999))
        #expect(early == nil)
        #expect(debounce.isUp)
        let change = debounce.handleDeadline(at: Self.at(2000))
        #expect(change?.isUp == false && change?.cause == 7)
        #expect(change?.cost == SettingCost(.carrierDelay, .seconds(2)))
        #expect(!debounce.isUp && debounce.nextDeadline == nil)
        let back = debounce.carrierChanged(isUp: true, at: Self.at(2500), cause: nil)
        #expect(back == .changed)
    }

    @Test func `a loss that ends before is not noticed, and the next one waits all over`() {
        var debounce = CarrierDebounce(down: .seconds(2), up: .seconds(1))
        _ = debounce.carrierChanged(isUp: false, at: Self.at(0), cause: nil)
        let undone = debounce.carrierChanged(isUp: true, at: Self.at(1500), cause: nil)
        #expect(undone == .undone)
        #expect(debounce.nextDeadline == nil && debounce.isUp)
        let again = debounce.carrierChanged(isUp: true, at: Self.at(1600), cause: nil)
        #expect(again == .none)
        let next = debounce.carrierChanged(isUp: false, at: Self.at(1700), cause: nil)
        #expect(next == .waits(until: Self.at(3700)))
    }
}

@Suite("FIB programming") struct FIBQueueTests {
    private static let prefixes = (0..<40).map { IPPrefix.v4(IPv4Prefix(IPv4Address(10, 0, UInt8($0), 0), length: 24)) }

    private static func at(_ microseconds: Int64) -> Instant { .zero + .microseconds(microseconds) }

    @Test func `routes go in one after another, the first after the delay`() {
        var queue = FIBQueue(delay: .milliseconds(50), routesPerSecond: 100)
        for prefix in Self.prefixes.prefix(3) {
            let replaced = queue.add(prefix, domain: 0, nil, because: 1, at: .zero)
            #expect(replaced == nil)
        }
        var installed: [Duration] = []
        var now = Instant.zero
        while let deadline = queue.nextDeadline {
            #expect(deadline > now)
            now = deadline
            installed += queue.take(at: now).map { _ in now - .zero }
        }
        // A piece of up to a millisecond goes in together.
        #expect(installed == [.milliseconds(61), .milliseconds(71), .milliseconds(80)])
    }

    @Test func `a prefix that is chosen anew keeps its place and gives back its group`() {
        var queue = FIBQueue(delay: .milliseconds(10), routesPerSecond: 0)
        let (old, new) = (GroupIndex(rawValue: 3), GroupIndex(rawValue: 4))
        let none = queue.add(Self.prefixes[0], domain: 0, old, because: 1, at: .zero)
        #expect(none == nil)
        let replaced = queue.add(Self.prefixes[0], domain: 0, new, because: 2, at: Self.at(5_000))
        #expect(replaced == old)
        let due = queue.take(at: Self.at(10_000))
        #expect(due.map(\.group) == [new] && due.map(\.cause) == [2])
        #expect(queue.nextDeadline == nil)
    }

    @Test func `it holds no more than what waits, however long it runs`() {
        var queue = FIBQueue(delay: .milliseconds(1), routesPerSecond: 10_000)
        var taken = 0
        for round in 0..<10_000 {
            let now = Self.at(Int64(round) * 100)
            _ = queue.add(Self.prefixes[round % 40], domain: 0, nil, because: round, at: now)
            let due = queue.take(at: now)
            #expect(due.allSatisfy { $0.since <= now })
            taken += due.count
        }
        while let deadline = queue.nextDeadline { taken += queue.take(at: deadline).count }
        #expect(taken == 10_000)
    }
}

@Suite("Decision delay") struct DecisionGateTests {
    @Test func `the first change begins the wait, later ones join it`() {
        var gate = DecisionGate(delay: .milliseconds(50))
        let first = gate.mayDecide(at: .zero, because: 1)
        let second = gate.mayDecide(at: .zero + .milliseconds(30), because: 2)
        #expect(!first && !second)
        #expect(gate.deadline == .zero + .milliseconds(50) && gate.isClosed)
        gate.handleDeadline(at: .zero + .milliseconds(50))
        let third = gate.mayDecide(at: .zero + .milliseconds(50), because: 3)
        #expect(third && !gate.isClosed)
        let wait = gate.wait(at: .zero + .milliseconds(50))
        #expect(wait?.cause == 1 && wait?.cost.time == .milliseconds(50))
        gate.close()
        let fourth = gate.mayDecide(at: .zero + .milliseconds(60), because: 4)
        #expect(!fourth)
    }

    @Test func `without a delay everything is decided at once`() {
        var gate = DecisionGate(delay: .zero)
        let mayDecide = gate.mayDecide(at: .zero, because: nil)
        #expect(mayDecide && !gate.isClosed && gate.deadline == nil)
    }
}
