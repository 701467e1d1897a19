import Convergence
import Network
import NetworkTypes
import Testing

@Suite("Who noticed, and how") struct DetectionTests {
    private let session = "session/cpe1/er-ams/primary"

    /// A single 5-tuple, a fault at 10 s, whatever `tell` makes of it, and a new path 50 ms later.
    private func report(
        verb: String = "blackhole",
        phase: Phase = .fault,
        _ tell: (inout JournalScript, JournalScript.Reference) -> (last: JournalScript.Reference, at: Duration)
    ) -> Report {
        var script = JournalScript.settled()
        script.path(.zero, tuples: [0], via: ["router/cpe1", "msee/amsterdam/1"])
        let step = script.step(1, phase, at: .seconds(10), verb, "link/er-ams/primary/customer")
        script.path(.seconds(10), tuples: [0], via: ["router/cpe1"], lost: "silent", by: step)
        let (last, time) = tell(&script, step)
        let decided = script.tell(time, .routesDecided, "router/cpe1", by: last)
        let installed = script.tell(time + .ms(50), .routesInstalled, "router/cpe1", by: decided)
        script.path(time + .ms(50), tuples: [0], via: ["router/cpe2", "msee/amsterdam/2"], by: installed)
        script.end(at: .seconds(300))
        return script.report()
    }

    private func fields(_ node: String, _ cause: String? = nil) -> [JournalEvent.Field] {
        [.init("node", .string(node))] + (cause.map { [.init("cause", .string($0))] } ?? [])
    }

    @Test func `a hold timer is told apart from what follows from it`() throws {
        let report = report { script, step in
            let down = script.tell(.ms(171_500), .sessionDown, session, fields("router/cpe1", "holdTimer"), by: step)
            script.tell(.ms(171_502), .sessionDown, session, fields("msee/amsterdam/1", "notification"), by: down)
            return (down, .ms(171_500))
        }
        let entry = try #require(report.entry(1))
        #expect(entry.detectedBy == .holdTimer)
        #expect(entry.detection == .ms(161_500))
        #expect(entry.lossOfConnectivity == .ms(161_550))
        #expect(report.steps.first?.detections.map(\.by) == [.holdTimer, .notification])
        #expect(report.advice.first?.contains("Without BFD") == true)
    }

    @Test func `a health probe speaks for a dead instance`() throws {
        let report = report(verb: "fail") { script, step in
            let dead = script.tell(.seconds(10), .nodeDown, "gateway/ergw/instance/0", by: step)
            let unhealthy = script.tell(
                .seconds(25),
                .instanceUnhealthy,
                "gateway/ergw/instance/0",
                fields("msee/amsterdam/1"),
                by: dead
            )
            return (unhealthy, .seconds(25))
        }
        let entry = try #require(report.entry(1))
        #expect(entry.detectedBy == .healthProbe)
        #expect(entry.detection == .seconds(15))
        #expect(report.steps.first?.detections.first?.subject == "gateway/ergw/instance/0")
        #expect(report.finalState.nodesDown == ["gateway/ergw/instance/0"])
        #expect(report.finalState.instancesUnhealthy == ["gateway/ergw/instance/0"])
    }

    @Test func `of a one-way loss the end that hears nothing knows first and tells the other`() throws {
        let report = report { script, step in
            let bfd = script.tell(
                .ms(10_700),
                .bfdDown,
                session,
                fields("msee/amsterdam/1") + [.init("diagnostic", .string("control detection time expired"))],
                by: step
            )
            script.tell(.ms(10_700), .sessionDown, session, fields("msee/amsterdam/1", "bfd"), by: bfd)
            let told = script.tell(
                .ms(10_702),
                .bfdDown,
                session,
                fields("router/cpe1") + [.init("diagnostic", .string("neighbor signaled session down"))],
                by: bfd
            )
            let down = script.tell(.ms(10_702), .sessionDown, session, fields("router/cpe1", "bfd"), by: told)
            return (down, .ms(10_702))
        }
        let detections = try #require(report.steps.first).detections
        #expect(detections.map(\.node) == ["msee/amsterdam/1", "router/cpe1"])
        #expect(detections.map(\.delay) == [.ms(700), .ms(702)])
        #expect(detections.allSatisfy { $0.by == .bfd })
        let entry = try #require(report.entry(1))
        #expect(entry.detection == .ms(702))
        #expect(entry.criticalPath.map(\.node).prefix(3) == [nil, "msee/amsterdam/1", "router/cpe1"])
        #expect(
            report.steps.first?.noticedBy == ["bfd after 700 ms, msee/amsterdam/1", "bfd after 702 ms, router/cpe1"]
        )
    }

    @Test func `routes that are withdrawn are noticed by withdrawal`() throws {
        let report = report(verb: "withdraw") { script, step in
            let sent = script.tell(.seconds(10), .updateSent, session, fields("router/cpe2"), by: step)
            let received = script.tell(
                .ms(10_004),
                .updateReceived,
                session,
                fields("router/cpe1") + [.init("withdrawn", .integer(1))],
                by: sent
            )
            return (received, .ms(10_004))
        }
        let entry = try #require(report.entry(1))
        #expect(entry.detectedBy == .withdrawal)
        #expect(entry.detection == .zero)
        #expect(entry.propagation == .ms(4))
    }

    @Test(arguments: [
        "carrier", "bfd", "holdTimer", "notification", "transport", "healthProbe", "administrative", "prefixLimit",
        "error",
    ])
    func `every cause of a session's end is a way of detection`(cause: String) throws {
        let report = report { script, step in
            (script.tell(.seconds(11), .sessionDown, session, fields("router/cpe1", cause), by: step), .seconds(11))
        }
        #expect(try #require(report.entry(1)).detectedBy == DetectionMethod(rawValue: cause))
    }

    @Test func `a restore is noticed by a session that comes up where nothing else tells`() throws {
        let report = report(phase: .restore) { script, step in
            (script.tell(.seconds(12), .sessionUp, session, fields("router/cpe1"), by: step), .seconds(12))
        }
        #expect(try #require(report.entry(1, .restore)).detectedBy == .session)
    }

    @Test func `a chain that does not lead to a step counts from the latest one`() throws {
        let report = report { script, _ in
            (script.tell(.seconds(11), .bfdDown, session, fields("router/cpe1")), .seconds(11))
        }
        let entry = try #require(report.entry(1))
        #expect(entry.criticalPath.first?.kind == "step")
        #expect(entry.detection == .seconds(1))
        #expect(entry.routeConvergence == .ms(1050))
    }

    @Test func `neighbour resolution counts as installation`() throws {
        let report = report { script, step in
            let failed = script.tell(.seconds(12), .neighborFailed, "router/cpe1", by: step)
            return (script.tell(.ms(12_100), .neighborResolved, "router/cpe1", by: failed), .ms(12_100))
        }
        let entry = try #require(report.entry(1))
        #expect(entry.detectedBy == .neighbor)
        #expect(entry.detection == .seconds(2))
        #expect(entry.installation == .ms(150))
    }
}
