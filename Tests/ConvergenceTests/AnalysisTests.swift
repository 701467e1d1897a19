import Convergence
import Network
import NetworkTypes
import Testing

@Suite("Analysis of a cut link") struct AnalysisTests {
    let report = SampleJournal.run().report()

    @Test func `an outage lasts from the first lost send time to the first on the new path`() throws {
        let forward = try #require(report.flow())
        #expect(forward.outages.map(\.start) == [.seconds(10)])
        #expect(forward.outages.map(\.end) == [.ms(10_005)])
        #expect(forward.outages.map(\.duration) == [.ms(5)])
        #expect(forward.outages.first?.tuples == SampleJournal.half)
        #expect(forward.outages.first?.cause == StepPhase(step: 1, phase: .fault))
        #expect(forward.outages.first?.endedBy == StepPhase(step: 1, phase: .fault))
        #expect(forward.outages.first?.place == "router/cpe1")
        #expect(forward.outages.first?.reason == "carrier lost")
    }

    @Test func `an outage begins earlier than the fault by the latency up to the place of loss`() throws {
        let reverse = try #require(report.flow(.reverse))
        #expect(reverse.outages.map(\.start) == [.ms(9_995)])
        #expect(reverse.outages.map(\.end) == [.ms(20_850)])
    }

    @Test func `lost probes are counted in the outage in which they were sent`() throws {
        #expect(report.flow()?.outages.first?.lost == 1)
        let outage = try #require(report.flow(.reverse)?.outages.first)
        #expect(outage.lost == 544)
        #expect(outage.firstLost == .ms(10_005))
        #expect(outage.lastLost == .ms(10_005 + 70 + 67 * 160))
        #expect(report.flows.allSatisfy { $0.lostOutsideOutages == 0 })
        #expect(report.entry(1, .fault, .reverse)?.lost == 544)
    }

    @Test func `only the 5-tuples of the lost connection move`() {
        #expect(report.flow()?.moved == 8)
        #expect(report.entry(1)?.moved == 8)
        #expect(report.entry(1)?.hurt == 8)
        #expect(report.entry(1, .restore, .reverse)?.moved == 0)
    }

    @Test func `the direction towards Azure converges by carrier within milliseconds`() throws {
        let entry = try #require(report.entry(1))
        #expect(entry.detectedBy == .carrier)
        #expect(entry.detection == .zero)
        #expect(entry.propagation == .zero)
        #expect(entry.decision == .ms(2))
        #expect(entry.installation == .ms(3))
        #expect(entry.routeConvergence == .ms(5))
        #expect(entry.lossOfConnectivity == .ms(5))
        #expect(!entry.isOpen)
    }

    @Test func `the direction from Azure waits for BFD and for programming`() throws {
        let entry = try #require(report.entry(1, .fault, .reverse))
        #expect(entry.detectedBy == .bfd)
        #expect(entry.detection == .ms(842))
        #expect(entry.propagation == .ms(7))
        #expect(entry.decision == .ms(1))
        #expect(entry.installation == .seconds(10))
        #expect(entry.routeConvergence == .ms(10_850))
    }

    @Test func `the critical path leads from the step over every node to the first packet`() throws {
        let path = try #require(report.entry(1, .fault, .reverse)).criticalPath
        #expect(
            path.map(\.kind) == [
                "step", "bfd.down", "session.down", "update.sent", "update.received", "routes.decided",
                "controller.noticed", "host.programmed", "flow.path", "flow.firstPacket",
            ]
        )
        #expect(path.first?.stage == nil)
        #expect(path.last?.stage == .delivery)
        #expect(path.last?.duration == .ms(12))
        #expect(path.map(\.at) == path.map(\.at).sorted())
        #expect(path.dropFirst().first?.node == "msee/amsterdam/1")
    }

    @Test func `stages add up exactly to the route convergence time`() {
        for entry in report.convergence {
            guard let total = entry.routeConvergence else { continue }
            let stages = [entry.detection, entry.propagation, entry.decision, entry.installation]
            #expect(stages.reduce(.zero) { $0 + ($1 ?? .zero) } == total)
        }
        #expect(report.convergence.count == 4)
    }

    @Test func `each node that noticed is listed once, with how`() throws {
        let fault = try #require(report.steps.first)
        #expect(fault.detections.map(\.node) == ["router/cpe1", "msee/amsterdam/1"])
        #expect(fault.detections.map(\.by) == [.carrier, .bfd])
        #expect(fault.detections.map(\.delay) == [.zero, .ms(842)])
    }

    @Test func `a restore is measured like a fault`() throws {
        let entry = try #require(report.entry(1, .restore))
        #expect(entry.detectedBy == .carrier)
        #expect(entry.detection == .ms(1100))
        #expect(entry.propagation == .ms(40))
        #expect(entry.lossOfConnectivity == .zero)
        #expect(entry.routeConvergence == .ms(1150))
        #expect(entry.moved == 8)
        #expect(report.steps.last?.detections.map(\.by) == [.carrier, .session])
    }

    @Test func `path shares describe all 5-tuples from each change on`() throws {
        let paths = try #require(report.flow()).paths
        #expect(
            paths.map(\.from) == [
                .zero, .zero, .seconds(10), .seconds(10), .ms(10_005), .ms(10_005), .ms(31_150), .ms(31_150),
            ]
        )
        #expect(paths.map(\.tuples) == [8, 8, 8, 8, 8, 8, 8, 8])
        #expect(paths.map(\.delivered) == [true, true, true, false, true, true, true, true])
        #expect(paths.first?.via == SampleJournal.primary)
    }

    @Test func `the costliest entry is the one with the longest outage`() throws {
        let costliest = try #require(report.costliest)
        #expect(report.convergence[costliest].direction == .reverse)
        #expect(report.convergence[costliest].stepPhase == StepPhase(step: 1, phase: .fault))
        #expect(report.advice.first?.contains("documented programming delay") == true)
    }

    @Test func `a healthy end says so`() {
        #expect(report.finalState.isHealthy)
        #expect(report.endReason == "finished")
        #expect(report.end == .seconds(60))
        #expect(report.settled == .ms(8200))
        #expect(!report.hasWarning)
    }

    @Test func `the report follows from the journal's text alone`() throws {
        let events = SampleJournal.run().build()
        var text: [UInt8] = []
        let writer = JournalWriter(timeZero: JournalScript.timeZero)
        writer.append(JournalScript.header, to: &text)
        for event in events { writer.append(event, to: &text) }
        let again = Report(try JournalReader().read(text))
        #expect(again == report)
        #expect(again.json() == report.json())
    }

    @Test func `a computer that had no time for a run is found once, with the worst, if flows ran by then`() {
        var script = SampleJournal.run()
        for (time, late) in [(-1_000, 90), (10_200, 7), (12_000, 17), (14_000, 6)] as [(Int64, Int64)] {
            script.tell(
                .milliseconds(time),
                .engineLate,
                "engine",
                [.init("lateSeconds", .duration(.milliseconds(late)))]
            )
        }
        let findings = script.report().findings
        #expect(findings.map(\.kind) == [.lateness])
        #expect(findings.first?.start == .ms(12_000) && findings.first?.duration == .ms(17))
        #expect(findings.first?.text.contains("for 17 ms, at 12 s, and 2 times more") == true)
        #expect(report.findings.isEmpty)
    }

    @Test func `a cable that nobody in here pulled is found, with the time until its carrier was back`() {
        var script = SampleJournal.run()
        let router: [JournalEvent.Field] = [.init("node", .string("router/cpe1"))]
        let down = script.tell(.milliseconds(12_000), .carrierDown, SampleJournal.wire, router)
        script.tell(.milliseconds(13_500), .carrierUp, SampleJournal.wire, router, by: down)
        let link = "link/er-ams/secondary/customer"
        script.tell(.milliseconds(14_000), .carrierDown, link, [.init("node", .string("router/cpe2"))])
        let findings = script.report().findings
        #expect(findings.map(\.kind) == [.cable, .cable])
        #expect(findings.first?.start == .ms(12_000) && findings.first?.duration == .milliseconds(1_500))
        #expect(findings.first?.text.hasSuffix("and had it again after 1.5 s.") == true)
        #expect(
            findings.last?.text
                == "\(link): at 14 s the port of router/cpe2 lost its carrier, which no step had taken, and did not get it back."
        )
    }
}
