import NetworkTypes
import Packets
import Testing

@testable import Network

@Suite struct AgendaTests {
    private static func name(_ event: NetworkEvent) -> String {
        switch event {
        case .probe(let flow): "probe \(flow)"
        case .frameArrives(let frame, let wire, let side, let epoch): "frame \(frame.rawValue) \(wire) \(side) \(epoch)"
        default: "other"
        }
    }

    private static func drain(_ agenda: inout Agenda) -> [(Instant, String)] {
        var events: [(Instant, String)] = []
        while let next = agenda.pop() { events.append((next.instant, name(next.event))) }
        return events
    }

    @Test func `events of one instant happen in the order of scheduling, frames among them`() {
        var agenda = Agenda(wires: 1)
        let now = Instant.zero + .seconds(1)
        agenda.schedule(.probe(flow: 0), at: now)
        agenda.scheduleArrival(of: FrameHandle(rawValue: 7), wire: 0, towards: .b, epoch: 3, at: now)
        agenda.schedule(.probe(flow: 1), at: now)
        agenda.scheduleArrival(of: FrameHandle(rawValue: 8), wire: 0, towards: .b, epoch: 3, at: now)
        #expect(agenda.earliest == now)
        #expect(Self.drain(&agenda).map(\.1) == ["probe 0", "frame 7 0 b 3", "probe 1", "frame 8 0 b 3"])
        #expect(agenda.earliest == nil)
    }

    @Test func `a frame that overtakes another of its wire arrives first`() {
        var agenda = Agenda(wires: 2)
        let slow = Instant.zero + .seconds(2)
        let fast = Instant.zero + .seconds(1)
        agenda.scheduleArrival(of: FrameHandle(rawValue: 1), wire: 1, towards: .a, epoch: 0, at: slow)
        agenda.scheduleArrival(of: FrameHandle(rawValue: 2), wire: 1, towards: .a, epoch: 0, at: fast)
        #expect(Self.drain(&agenda).map(\.1) == ["frame 2 1 a 0", "frame 1 1 a 0"])
    }

    @Test func `what is scheduled for the past is due now, and time does not go back`() {
        var agenda = Agenda(wires: 1)
        agenda.schedule(.probe(flow: 0), at: .zero + .seconds(2))
        agenda.schedule(.probe(flow: 1), at: .zero + .seconds(2))
        #expect(agenda.pop()?.instant == .zero + .seconds(2))
        agenda.schedule(.probe(flow: 2), at: .zero + .seconds(1))
        let rest = Self.drain(&agenda)
        #expect(rest.map(\.1) == ["probe 1", "probe 2"])
        #expect(rest.allSatisfy { $0.0 == .zero + .seconds(2) })
    }

    @Test func `whatever is scheduled comes back once, by instant and then by age`() {
        var generator = SeededGenerator(seed: 11)
        var agenda = Agenda(wires: 3)
        var expected: [(instant: Instant, age: Int, name: String)] = []
        var taken: [(Instant, String)] = []
        var wanted: [(Instant, String)] = []
        for age in 0..<4000 {
            let instant = max(
                taken.last?.0 ?? .zero,
                Instant(nanoseconds: Int64(age / 8) + Int64(generator.below(40)))
            )
            let event: NetworkEvent
            if generator.below(2) == 0 {
                event = .probe(flow: UInt32(age))
                agenda.schedule(event, at: instant)
            } else {
                let (frame, wire) = (FrameHandle(rawValue: UInt32(age + 1)), UInt32(generator.below(3)))
                let side: WireSide = generator.below(2) == 0 ? .a : .b
                event = .frameArrives(frame, wire: wire, towards: side, epoch: 1)
                agenda.scheduleArrival(of: frame, wire: wire, towards: side, epoch: 1, at: instant)
            }
            expected.append((instant, age, Self.name(event)))
            #expect(agenda.earliest == expected.map(\.instant).min())
            guard generator.below(2) == 0, let next = agenda.pop() else { continue }
            taken.append((next.instant, Self.name(next.event)))
            let first = expected.indices.min {
                (expected[$0].instant, expected[$0].age) < (expected[$1].instant, expected[$1].age)
            }
            if let first {
                let entry = expected.remove(at: first)
                wanted.append((entry.instant, entry.name))
            }
            // Nothing has taken its place so far.
            #expect(agenda.earliest == expected.map(\.instant).min())
        }
        taken += Self.drain(&agenda)
        wanted += expected.sorted { ($0.instant, $0.age) < ($1.instant, $1.age) }.map { ($0.instant, $0.name) }
        #expect(taken.map(\.0) == wanted.map(\.0))
        #expect(taken.map(\.1) == wanted.map(\.1))
    }
}
