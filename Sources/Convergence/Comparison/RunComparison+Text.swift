internal import Network
internal import NetworkTypes

extension RunComparison {
    /// The comparison as people read it.
    public func text(colour: Bool = false, width: Int = 100, ascii: Bool = false) -> String {
        var page = TerminalPage(colour: colour, width: width, ascii: ascii)
        page.line([page.painted("first   \(first.line)\(firstIsWhole ? "" : ", breaks off")", nil)])
        page.line([page.painted("second  \(second.line)\(secondIsWhole ? "" : ", breaks off")", nil)])
        writeEnd(to: &page)
        writeCosts(to: &page)
        writeCourse(to: &page)
        writeExpectations(to: &page)
        writeConclusion(to: &page)
        return page.text
    }

    private func writeEnd(to page: inout TerminalPage) {
        page.title("End state")
        if !firstIsWhole || !secondIsWhole {
            page.item(page.painted("!", .yellow), width: 1, "a run that breaks off has none to compare")
        } else if endDifferences.isEmpty {
            page.item(page.painted(page.sign("✓", "ok"), .green), width: 1, "the same routes, paths and sessions")
        }
        for difference in endDifferences.prefix(Self.shown) {
            page.item(
                page.painted(page.sign("✗", "x"), .red),
                width: 1,
                difference.line
            )
        }
        writeRest(endDifferences.count, to: &page)
    }

    private func writeCosts(to page: inout TerminalPage) {
        guard !costs.isEmpty || !unmatchedSteps.isEmpty else { return }
        page.title("Longest outage of each step (same within \(tolerance.text))")
        let rows = costs.map { cost in
            TerminalTable.Row(
                cells: [
                    "\(cost.stepPhase.step) \(cost.stepPhase.phase)", "\(cost.flow) \(cost.direction)",
                    cost.first.outageText, cost.second.outageText, cost.changeText, cost.methodText,
                ],
                colours: cost.verdict.colour.map { [4: $0] } ?? [:]
            )
        }
        page.table(
            TerminalTable(
                header: ["step", "flow", "first", "second", "change", "noticed by"],
                rows: rows,
                alignedRight: [2, 3, 4],
                shrinking: [(5, 10), (1, 12)]
            )
        )
        for step in unmatchedSteps {
            page.item(page.painted("!", .yellow), width: 1, "step \(step.step) \(step.phase) is in one run only")
        }
    }

    private func writeCourse(to page: inout TerminalPage) {
        page.title("Course since time zero")
        guard !divergences.isEmpty else {
            page.item(
                page.painted(page.sign("✓", "ok"), .green),
                width: 1,
                "no event is missing, or at another time after its step"
            )
            return
        }
        page.item(
            page.painted("!", .yellow),
            width: 1,
            "\(divergences.count) events differ; the runs part at the first:"
        )
        for (number, divergence) in divergences.prefix(Self.shown).enumerated() {
            page.item(number == 0 ? page.sign("▸", ">") : " ", width: 1, divergence.line)
        }
        writeRest(divergences.count, to: &page)
    }

    private func writeExpectations(to page: inout TerminalPage) {
        guard !expectationChanges.isEmpty else { return }
        page.title("Expectations")
        for change in expectationChanges {
            page.item(
                page.painted(change.second.passed ? "+" : "-", change.second.passed ? .green : .red),
                width: 1,
                "\(change.first.verdict) → \(change.second.verdict): \(change.second.sentence)"
            )
        }
    }

    private func writeConclusion(to page: inout TerminalPage) {
        let worse = costs.count { $0.verdict == .worse }
        let better = costs.count { $0.verdict == .better }
        page.title(isRegression ? "The second run is a regression" : "The second run is no regression")
        page.line([
            "  \(costs.count - worse - better) outages the same, \(better) better, \(worse) worse; "
                + "\(endDifferences.count) differences at the end"
        ])
    }

    /// How much of a long list people read.
    private static var shown: Int { 12 }

    private func writeRest(_ count: Int, to page: inout TerminalPage) {
        guard count > Self.shown else { return }
        page.line([page.painted("    and \(count - Self.shown) more; --format json lists all", .dim)])
    }
}

extension JournalHeader {
    fileprivate var line: String { "\(topology), \(engine) engine, seed \(seed), ersatz \(version)" }
}

extension Tolerance {
    var text: String {
        let percent = permille % 10 == 0 ? "\(permille / 10)" : "\(permille / 10).\(permille % 10)"
        return "\(percent) % or \(span.text)"
    }
}

extension ConvergenceReport {
    fileprivate var outageText: String { worstOutage == .zero ? "none" : worstOutage.text + (isOpen ? " …" : "") }
}

extension RunComparison.Cost {
    fileprivate var changeText: String {
        let change = second.worstOutage - first.worstOutage
        if change == .zero { return "=" }
        let text = (change > .zero ? "+" : "") + change.text
        return verdict == .same ? "≈ \(text)" : text
    }

    fileprivate var methodText: String {
        let methods = [first.detectedBy, second.detectedBy].map { $0?.rawValue ?? "-" }
        return methods[0] == methods[1] ? methods[0] : methods.joined(separator: " → ")
    }
}

extension RunComparison.Cost.Verdict {
    fileprivate var colour: TerminalPage.Colour? {
        switch self {
        case .same: nil
        case .better: .green
        case .worse: .red
        }
    }
}

extension RunComparison.EndDifference {
    fileprivate var line: String {
        let tuples = tuples.isEmpty ? "" : " (\(tuples.count) 5-tuple\(tuples.count == 1 ? "" : "s"))"
        return "\(kind) \(subject)\(tuples): \(first) → \(second)"
    }
}

extension RunComparison.Divergence {
    fileprivate var line: String {
        let times = [first, second].map { $0?.text ?? "never" }.joined(separator: " → ")
        return "\(times): \(node ?? subject): \(what)"
    }
}
