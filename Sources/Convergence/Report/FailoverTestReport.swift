package import Network

/// One site failover test of a run, as an operator finds it in the history of tests (RV).
public struct FailoverTestReport: Hashable, Sendable {
    public var step: Int
    /// The gateway's path.
    public var gateway: String
    /// Names of the peering locations that it left.
    public var locations: [String]
    /// Paths of the connections that it left.
    public var connections: [String]
    public var startedAt: Duration
    /// `nil` while the test is under way.
    public var stoppedAt: Duration?
    public var outcome: Outcome
    /// On-premises prefixes that the gateway knew from other sites too when the test began.
    public var redundant: Prefixes
    /// Those that it knew from the left sites only.
    public var nonRedundant: Prefixes
    /// Those that it knew at the beginning and not at the end.
    public var lost: Prefixes

    public enum Outcome: String, Hashable, Sendable {
        case success, failure, underWay
    }

    /// A list that is written down up to a length.
    public struct Prefixes: Hashable, Sendable {
        public var count: Int
        public var first: [String]

        public init(count: Int = 0, first: [String] = []) {
            self.count = count
            self.first = first
        }
    }
}

extension FailoverTestReport {
    /// The tests of a journal, in the order in which they began.
    static func all(in index: JournalIndex) -> [FailoverTestReport] {
        var tests: [FailoverTestReport] = []
        for event in index.events {
            switch event.kind {
            case .failoverTestStarted:
                tests.append(
                    FailoverTestReport(
                        step: event.integer("step") ?? 0,
                        gateway: event.subject,
                        locations: event.strings("locations"),
                        connections: event.strings("connections"),
                        startedAt: index.sinceTimeZero(event.time),
                        stoppedAt: nil,
                        outcome: .underWay,
                        redundant: event.prefixes("redundant"),
                        nonRedundant: event.prefixes("nonRedundant"),
                        lost: Prefixes()
                    )
                )
            case .failoverTestStopped:
                guard let place = tests.firstIndex(where: { $0.step == event.integer("step") }) else { continue }
                tests[place].stoppedAt = index.sinceTimeZero(event.time)
                tests[place].outcome = event.string("outcome").flatMap(Outcome.init) ?? .underWay
                tests[place].lost = event.prefixes("lost")
            default: continue
            }
        }
        return tests
    }
}

extension JournalEvent {
    fileprivate func prefixes(_ name: String) -> FailoverTestReport.Prefixes {
        FailoverTestReport.Prefixes(count: integer(name) ?? 0, first: strings(name + "Prefixes"))
    }
}

extension FailoverTestReport {
    package func writeMembers(to json: inout JSONWriter) {
        json.member("step", step)
        json.member("gateway", gateway)
        json.member("locations", locations)
        json.member("connections", connections)
        json.member("startedSeconds", seconds: startedAt)
        json.member("stoppedSeconds", seconds: stoppedAt)
        json.member("outcome", outcome.rawValue)
        for (name, prefixes) in [("redundant", redundant), ("nonRedundant", nonRedundant), ("lost", lost)] {
            json.member(name, prefixes.count)
            json.member(name + "Prefixes", prefixes.first)
        }
    }
}
