extension TerminalRenderer {
    /// The history of site failover tests, if there were any.
    func failoverTests(of report: Report, on page: inout TerminalPage) {
        guard !report.failoverTests.isEmpty else { return }
        page.title("Site failover tests")
        for test in report.failoverTests { page.add(test) }
    }
}

extension TerminalPage {
    /// A test with its route lists.
    package mutating func add(_ test: FailoverTestReport) {
        let (sign, colour): (String, Colour) =
            switch test.outcome {
            case .success: (self.sign("✓", "ok  "), .green)
            case .failure: (self.sign("✗", "FAIL"), .red)
            case .underWay: (self.sign("?", "open"), .yellow)
            }
        let end = test.stoppedAt.map { "to \($0.text)" } ?? "and under way"
        let places = test.locations.joined(separator: ", ")
        item(
            painted(sign, colour),
            width: sign.count,
            "step \(test.step): \(test.gateway) left \(places) from \(test.startedAt.text) \(end)"
        )
        let lists = [
            ("redundant", test.redundant), ("not redundant", test.nonRedundant), ("lost at the end", test.lost),
        ]
        for (name, prefixes) in lists {
            let names = prefixes.count == 0 ? "none" : shortened(prefixes, to: 6)
            item(self.sign("•", "-"), width: sign.count, "\(name): \(names)")
        }
    }

    private func shortened(_ prefixes: FailoverTestReport.Prefixes, to limit: Int) -> String {
        let shown = prefixes.first.prefix(limit).joined(separator: ", ")
        return prefixes.count > limit ? "\(shown) and \(prefixes.count - limit) more" : shown
    }
}
