import Network
import NetworkTypes
import Testing

@testable import Convergence

/// What holds for every journal, tried on random ones.
@Suite("Invariants of the analysis") struct InvariantTests {
    /// Random steps, chains and paths of two flows; lost probes are those that the paths lose.
    static func random(seed: UInt64) -> JournalScript {
        var generator = SeededGenerator(seed: seed)
        func below(_ bound: Int) -> Int { Int(generator.below(UInt64(bound))) }
        var script = JournalScript.settled()
        var causes: [JournalScript.Reference] = []
        let tuples = 1 + below(6)
        var lost: [Int: (from: Int, count: Int)] = [:]
        for tuple in 0..<tuples { script.path(.zero, tuples: [tuple], via: ["router/\(below(2))"]) }
        let kinds: [JournalEvent.Kind] = [
            .carrierDown, .bfdDown, .sessionDown, .updateSent, .updateReceived, .routesDecided, .routesInstalled,
            .nextHopChanged, .controllerNoticed, .hostProgrammed, .carrierUp, .sessionUp, .instanceUnhealthy,
        ]
        var steps = 0
        for time in stride(from: 1000, to: 30_000, by: 100) {
            let cause = causes.isEmpty || below(5) == 0 ? nil : causes[max(0, causes.count - 1 - below(4))]
            switch below(6) {
            case 0 where below(4) == 0:
                steps += 1
                causes.append(
                    script.step(1 + below(3), below(2) == 0 ? .fault : .restore, at: .ms(time), "cut", "link/x")
                )
            case 0...2:
                let kind = kinds[below(kinds.count)]
                let node = JournalEvent.Field("node", .string("router/\(below(3))"))
                causes.append(script.tell(.ms(time), kind, "thing/\(below(3))", [node], by: cause))
            case 3:
                let tuple = below(tuples)
                script.path(.ms(time), tuples: [tuple], via: ["router/x"], lost: "lost", by: cause)
                if lost[tuple] == nil { lost[tuple] = (time, 0) }
            default:
                let tuple = below(tuples)
                let path = script.path(.ms(time), tuples: [tuple], via: ["router/\(below(3))"], by: cause)
                if below(2) == 0 { script.firstPacket(.ms(time + 7), by: path) }
                if let (from, _) = lost.removeValue(forKey: tuple) {
                    // Probes each 10 ms, the first one at the moment of the change.
                    let count = (time - from) / 10
                    script.loss(tuple: tuple, from: .ms(from), to: .ms(time - 10), count: count, end: .seconds(30))
                }
            }
        }
        for tuple in 0..<tuples {
            guard let (from, _) = lost[tuple] else { continue }
            script.loss(tuple: tuple, from: .ms(from), to: .ms(29_990), count: (30_000 - from) / 10, end: .seconds(30))
        }
        script.end(at: .seconds(30))
        return script
    }

    @Test(arguments: UInt64(1)...60) func `sums agree`(seed: UInt64) throws {
        let events = Self.random(seed: seed).build()
        let report = Report(header: JournalScript.header, events: events)
        for entry in report.convergence {
            let stages = [entry.detection, entry.propagation, entry.decision, entry.installation]
            #expect(stages.allSatisfy { ($0 == nil) == (entry.routeConvergence == nil) })
            if let total = entry.routeConvergence { #expect(stages.reduce(.zero) { $0 + ($1 ?? .zero) } == total) }
            #expect(entry.criticalPath.map(\.at) == entry.criticalPath.map(\.at).sorted())
            #expect(entry.criticalPath.dropFirst().allSatisfy { $0.stage != nil && $0.duration >= .zero })
            #expect(entry.worstOutage <= entry.lossOfConnectivity)
            #expect(entry.criticalPath.isEmpty || entry.criticalPath.first?.kind == "step")
        }
        for flow in report.flows {
            let inOutages = flow.outages.reduce(0) { $0 + $1.lost }
            let runs = events.filter { $0.kind == .flowLoss }.compactMap { $0.integer("lost") }
            #expect(inOutages + flow.lostOutsideOutages == runs.reduce(0, +))
            #expect(flow.lostOutsideOutages == 0)
            for outage in flow.outages {
                if let first = outage.firstLost { #expect(first >= outage.start) }
                if let last = outage.lastLost, let end = outage.end { #expect(last < end) }
                let interval = Duration.ms(10)
                let most = outage.tuples.count * Int(outage.duration / interval + 1)
                #expect(outage.lost <= most)
            }
            for (cause, outages) in Dictionary(grouping: flow.outages, by: \.cause) {
                for (earlier, later) in zip(outages, outages.dropFirst()) {
                    #expect(
                        earlier.end.map { $0 < later.start } == true,
                        "outages of \(String(describing: cause)) touch"
                    )
                }
            }
            for (_, group) in Dictionary(grouping: flow.paths, by: \.from) {
                #expect(group.reduce(0) { $0 + $1.tuples } == flow.tuples)
            }
        }
    }

    @Test(arguments: UInt64(1)...20) func `text and memory give the same report`(seed: UInt64) throws {
        let events = Self.random(seed: seed).build()
        var text: [UInt8] = []
        let writer = JournalWriter(timeZero: JournalScript.timeZero)
        writer.append(JournalScript.header, to: &text)
        for event in events { writer.append(event, to: &text) }
        let read = Report(try JournalReader().read(text))
        #expect(read == Report(header: JournalScript.header, events: events))
    }

    @Test func `report and journal are JSON that others read too`() throws {
        let json = SampleJournal.run().report().json()
        var parser = JSONParser(json, in: 0..<json.count)
        guard case .object(let members) = try parser.parse() else {
            Issue.record("no object")
            return
        }
        #expect(
            members.map(\.name) == [
                "schemaVersion", "topology", "engine", "seed", "epoch", "version", "reachedTimeZero", "settledSeconds",
                "endSeconds", "endReason", "missingSessions", "warnings", "steps", "flows", "convergence",
                "settings", "failoverTests", "findings", "expectations", "finalState", "advice",
            ]
        )
    }

    @Test(arguments: JournalEvent.Kind.allCases) func `every kind has words, a stage, and survives bare`(
        kind: JournalEvent.Kind
    ) {
        let event = JournalEvent(id: 0, time: .zero, kind: kind, subject: "thing")
        #expect(!event.phrase.isEmpty)
        #expect((event.stage == nil) == (kind == .step))
    }
}
