import Convergence
import Network
import NetworkTypes
import Testing

@Suite("Runs that show little") struct EmptyRunTests {
    @Test func `no events make an empty report`() {
        let report = Report(header: JournalScript.header, events: [])
        #expect(report.flows.isEmpty)
        #expect(report.steps.isEmpty)
        #expect(report.convergence.isEmpty)
        #expect(report.costliest == nil)
        #expect(!report.reachedTimeZero)
        #expect(report.endReason == nil)
        #expect(report.end == .zero)
        #expect(TerminalRenderer().render(report).contains("never became quiet"))
        #expect(!report.json().isEmpty)
    }

    @Test func `steps without flows are listed with who noticed`() {
        var script = JournalScript.settled()
        let step = script.step(1, at: .seconds(1), "cut", "link/x")
        script.tell(.seconds(1), .carrierDown, "link/x", [.init("node", .string("router/a"))], by: step)
        script.end(at: .seconds(2))
        let report = script.report()
        #expect(report.convergence.isEmpty)
        #expect(report.steps.first?.detections.count == 1)
        #expect(report.finalState.wiresDown == ["link/x"])
        let text = TerminalRenderer().render(report)
        #expect(text.contains("cut link/x"))
        #expect(text.contains("carrier after 0 s, router/a"))
        #expect(text.contains("without carrier: link/x"))
    }

    @Test func `flows without steps have paths and no convergence`() {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0, 1, 2], via: ["a"])
        script.summary(sent: 10, tuples: 3, end: .seconds(2))
        script.end(at: .seconds(2), reason: "until")
        let report = script.report()
        #expect(report.flow()?.paths.map(\.tuples) == [3])
        #expect(report.convergence.isEmpty)
        #expect(report.advice.isEmpty)
        #expect(TerminalRenderer(width: 40).render(report).contains("ended early (until)"))
    }

    @Test func `a run that breaks off is reported as far as it went`() {
        let events = Array(SampleJournal.run().build().prefix(15))
        let report = Report(header: JournalScript.header, events: events)
        #expect(report.endReason == nil)
        #expect(report.flow(.reverse)?.outages.first?.isOpen == true)
        #expect(report.flow(.reverse)?.sent == 0)
        #expect(TerminalRenderer().render(report).contains("breaks off"))
    }

    @Test func `missing sessions and warnings are told, and a session that comes up later is not down at the end`() {
        var script = JournalScript.settled(missing: ["session/a", "session/b"])
        script.tell(.seconds(1), .sessionUp, "session/a", [.init("node", .string("router/a"))])
        for number in 0..<7 {
            script.tell(.seconds(2), .warning, "router/a", [.init("text", .string("table full \(number)"))])
        }
        script.end(at: .seconds(3))
        let report = script.report()
        #expect(report.missingSessions == ["session/a", "session/b"])
        #expect(report.finalState.sessionsDown == ["session/b"])
        #expect(report.warnings.count == 7)
        #expect(report.hasWarning)
        let text = TerminalRenderer().render(report)
        #expect(text.contains("! not up at time zero: session/a, session/b"))
        #expect(text.contains("! 2 s router/a: table full 4"))
        #expect(text.contains("! and 2 more warnings"))
        #expect(text.contains("sessions down: session/b"))
    }

    @Test func `a session is down while one of its ends says so`() {
        var script = JournalScript.settled()
        for node in ["router/a", "router/b"] {
            script.tell(.seconds(1), .sessionDown, "session/x", [.init("node", .string(node))])
        }
        script.tell(.seconds(2), .sessionUp, "session/x", [.init("node", .string("router/a"))])
        script.end(at: .seconds(3))
        #expect(script.report().finalState.sessionsDown == ["session/x"])
        script.tell(.seconds(2), .sessionUp, "session/x", [.init("node", .string("router/b"))])
        #expect(script.report().finalState.isHealthy)
    }

    @Test func `what makes no sense does no harm`() {
        let max = Instant(nanoseconds: .max)
        let min = Instant(nanoseconds: .min)
        let events: [JournalEvent] = [
            JournalEvent(id: 5, time: min, kind: .timeZero, subject: "", causedBy: 5),
            JournalEvent(
                id: 5,
                time: max,
                kind: .step,
                subject: "",
                causedBy: 9,
                fields: [.init("step", .integer(.min))]
            ),
            JournalEvent(id: -1, time: min, kind: .step, subject: "", causedBy: 5),
            JournalEvent(
                id: 7,
                time: max,
                kind: .flowPath,
                subject: "flow/",
                causedBy: -1,
                fields: [.init("tuples", .list([.integer(.min), .integer(.max), .string("x")]))]
            ),
            JournalEvent(
                id: 8,
                time: max,
                kind: .flowLoss,
                subject: "x",
                fields: [.init("from", .instant(min)), .init("to", .instant(max)), .init("lost", .integer(.max))]
            ),
            JournalEvent(
                id: 9,
                time: max,
                kind: .flowLoss,
                subject: "x",
                fields: [.init("from", .instant(max)), .init("to", .instant(min)), .init("lost", .integer(.max))]
            ),
            JournalEvent(
                id: 10,
                time: min,
                kind: .flowSummary,
                subject: "flow/",
                fields: [.init("tuples", .integer(.max)), .init("intervalSeconds", .duration(.nanoseconds(Int64.max)))]
            ),
        ]
        let report = Report(header: JournalScript.header, events: events)
        #expect(report.flows.count == 2)
        #expect(!report.json().isEmpty)
        #expect(!TerminalRenderer(width: 0).render(report).isEmpty)
    }
}
