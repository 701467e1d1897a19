extension TerminalRenderer {
    /// Which settings made whom wait, and where their figures come from; those between Microsoft's own devices nobody can change.
    func settings(of report: Report, on page: inout TerminalPage) {
        let uses = report.settings.filter { $0.cost.time >= .milliseconds(1) && $0.isOfCustomer }
        guard !uses.isEmpty else { return }
        page.title("Settings that cost time")
        let rows = uses.prefix(Self.settingLimit).map { use in
            TerminalTable.Row(cells: [
                " ", use.cost.name, use.node, use.cost.time.text, "\(use.count)",
                use.steps.map(String.init).joined(separator: ", "), use.cost.origin ?? "",
            ])
        }
        page.table(
            TerminalTable(
                header: [" ", "setting", "where", "longest wait", "times", "steps", "says"],
                rows: Array(rows),
                alignedRight: [3, 4],
                shrinking: [(6, 16), (2, 20), (5, 6), (6, 8)]
            )
        )
        let rest = uses.count - rows.count
        if rest > 0 { page.item(" ", width: 1, "and \(rest) more in report.json") }
    }

    private static let settingLimit = 8
}

extension SettingUse {
    /// Whether a device of the customer's waited, or a key of the customer's says for how long.
    fileprivate var isOfCustomer: Bool {
        node.hasPrefix("router/") || node.hasPrefix("core/") || cost.origin?.contains("/") != true
    }
}
