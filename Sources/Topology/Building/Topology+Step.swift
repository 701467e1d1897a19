extension Topology {
    /// Understands one step that somebody asks for while the network runs, and adds it to the scenario.
    ///
    /// - Parameters:
    ///   - text: The step as in a topology file, such as `{ at: 0s, cut: link/er-ams/primary, for: 10s }`; its `at` does not count.
    ///   - elapsed: When it begins, since time zero: the time of the call, so later than all steps before.
    /// - Returns: The step with its number, unless there are errors, and every problem. Lines and columns are those of `text`.
    public mutating func addStep(_ text: String, at elapsed: Duration) -> (step: Step?, diagnostics: [Diagnostic]) {
        var problems = Problems(file: "step")
        guard let node = YAMLReader.read(text, problems: &problems),
            var step = StepDocument.format.read(node, &problems)
        else { return (nil, problems.sorted()) }
        step.at = Located(elapsed, at: step.start)
        var builder = TopologyBuilder(document: TopologyDocument(start: .file), problems: problems)
        builder.topology = self
        builder.buildStep(step, number: scenario.steps.count + 1)
        let diagnostics = builder.problems.sorted()
        guard !builder.problems.hasErrors, let built = builder.topology.scenario.steps.last else {
            return (nil, diagnostics)
        }
        scenario.steps.append(built)
        return (built, diagnostics)
    }
}

extension Topology {
    /// The same network without steps and expectations, and without an end.
    public func asLab() -> Topology {
        var lab = self
        lab.scenario.steps = []
        lab.scenario.duration = .seconds(100 * 365 * 86_400)
        lab.expectations = []
        return lab
    }
}
