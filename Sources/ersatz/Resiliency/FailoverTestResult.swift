import Convergence
import Network
import NetworkTypes

/// What a site failover test showed, for printing.
struct FailoverTestResult {
    /// What became of one direction of a flow while the test was under way.
    struct Traffic {
        var flow: String
        var direction: FlowDirection
        var tuples: Int
        var moved: Int
        /// From the beginning of the test until no 5-tuple went through the left locations; `nil` if none ever did.
        var movedAfter: Duration?
        var lost: Int
        var worstOutage: Duration
        /// Whether some 5-tuples that the gateway serves went through the left locations, or nowhere, when the test ended.
        var isStuck: Bool
    }

    var test: FailoverTestReport
    var traffic: [Traffic]

    /// - Parameter served: names of the flows that the tested gateway serves; others may stay where they are.
    init?(_ report: Report, _ locations: [String], served: [String]) {
        guard let test = report.failoverTests.first else { return nil }
        self.test = test
        let phase = StepPhase(step: test.step, phase: .fault)
        traffic = report.flows.map { flow in
            let entry = report.convergence.first {
                $0.stepPhase == phase && $0.flow == flow.name && $0.direction == flow.direction
            }
            let course = Course(flow, test, locations)
            return Traffic(
                flow: flow.name,
                direction: flow.direction,
                tuples: flow.tuples,
                moved: entry?.moved ?? 0,
                movedAfter: course.cleared.map { $0 - test.startedAt },
                lost: entry?.lost ?? 0,
                worstOutage: entry?.worstOutage ?? .zero,
                isStuck: course.isStuck && served.contains(flow.name)
            )
        }
    }

    /// No route is lost and every flow has left the location and arrives.
    var isSuccess: Bool { test.outcome == .success && !traffic.contains(where: \.isStuck) }

    /// When a flow left the tested locations.
    private struct Course {
        var cleared: Duration?
        var isStuck = false

        init(_ flow: FlowReport, _ test: FailoverTestReport, _ locations: [String]) {
            var wasThere = false
            let devices = locations.map { "msee/\($0)/" }
            let changes = flow.paths.map(\.from).reduce(into: [Duration]()) { if $0.last != $1 { $0.append($1) } }
            for from in changes where from < test.stoppedAt ?? .seconds(Int64.max / 2) {
                let shares = flow.paths.filter { $0.from == from }
                let isThere = shares.contains { share in
                    share.via.contains { node in devices.contains(where: node.hasPrefix) }
                }
                let isDark = shares.contains { !$0.delivered }
                if from >= test.startedAt, wasThere, !isThere, !isDark { cleared = from }
                wasThere = isThere
                isStuck = isThere || isDark
            }
        }
    }
}

extension FailoverTestResult {
    func text(_ style: TerminalStyle) -> String {
        var page = TerminalPage(colour: style.hasColour, width: style.width, ascii: style.isASCII)
        page.title("Site failover test: \(isSuccess ? "success" : "failure")")
        page.add(test)
        page.section(
            "Traffic",
            ["flow", "direction", "5-tuples", "moved", "moved after", "lost", "worst outage", ""],
            traffic.map { row in
                [
                    row.flow, "\(row.direction)", "\(row.tuples)", "\(row.moved)",
                    row.movedAfter.map(Self.seconds) ?? "", "\(row.lost)",
                    row.worstOutage == .zero ? "none" : Self.seconds(row.worstOutage),
                    row.isStuck ? "did not move" : "",
                ]
            },
            alignedRight: [2, 3, 4, 5, 6]
        )
        return String(page.text.trimmingPrefix("\n"))
    }

    private static func seconds(_ duration: Duration) -> String {
        "\((Double(duration.nanoseconds) / 1e6).rounded() / 1e3) s"
    }

    func json() -> String {
        var json = JSONWriter(layout: .indented)
        json.object { json in
            json.member("success", isSuccess)
            json.key("test")
            json.object { test.writeMembers(to: &$0) }
            json.key("traffic")
            json.array { json in
                for row in traffic {
                    json.object { json in
                        json.member("flow", row.flow)
                        json.member("direction", row.direction.rawValue)
                        json.member("tuples", row.tuples)
                        json.member("moved", row.moved)
                        json.member("movedAfterSeconds", seconds: row.movedAfter)
                        json.member("lost", row.lost)
                        json.member("worstOutageSeconds", seconds: row.worstOutage)
                        json.member("stuck", row.isStuck)
                    }
                }
            }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
