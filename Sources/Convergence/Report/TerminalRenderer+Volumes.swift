extension TerminalRenderer {
    /// What volumes without packets got through, if there were any.
    func volumes(of report: Report, on page: inout TerminalPage) {
        let rows = report.flows.flatMap { flow -> [TerminalTable.Row] in
            guard let volume = flow.volume else { return [] }
            let offered = VolumeReport.text(volume.offered)
            return [TerminalTable.Row(cells: [], title: "\(flow.name) \(flow.direction): \(offered) offered")]
                + volume.spans.map { span in
                    let dropped = volume.offered - span.carried
                    return TerminalTable.Row(
                        cells: [
                            " ", "from \(span.from.text)", VolumeReport.text(span.carried),
                            dropped > 0 ? VolumeReport.text(dropped) : "none", span.limits.joined(separator: ", "),
                        ],
                        colours: [3: dropped > 0 ? .yellow : .green]
                    )
                }
        }
        guard !rows.isEmpty else { return }
        page.title("Volumes")
        page.table(
            TerminalTable(
                header: [" ", "", "carried", "dropped", "where no more fits"],
                rows: rows,
                alignedRight: [2, 3],
                shrinking: [(4, 20)]
            )
        )
    }
}

extension VolumeReport {
    /// Bits per second with a unit, to three digits.
    fileprivate static func text(_ rate: Int) -> String {
        for (unit, factor) in [("Gbit/s", 1_000_000_000), ("Mbit/s", 1_000_000), ("kbit/s", 1_000)] where rate >= factor
        {
            let thousandths = rate / (factor / 1_000)
            let (whole, rest) = (thousandths / 1_000, thousandths % 1_000)
            var fraction = String(1_000 + rest).dropFirst()
            while fraction.last == "0" { fraction.removeLast() }
            return "\(whole)" + (fraction.isEmpty || whole >= 100 ? "" : ".\(fraction)") + " \(unit)"
        }
        return "\(rate) bit/s"
    }
}
