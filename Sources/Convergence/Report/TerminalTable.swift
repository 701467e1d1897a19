/// A table whose columns take the width of what they hold, less where the terminal is narrow.
package struct TerminalTable {
    package struct Row {
        /// No cells make a row of the title alone.
        package var cells: [String]
        package var title: String
        /// Colours of some of the cells, by column.
        package var colours: [Int: TerminalPage.Colour]

        package init(cells: [String], title: String = "", colours: [Int: TerminalPage.Colour] = [:]) {
            self.cells = cells
            self.title = title
            self.colours = colours
        }
    }

    package var header: [String]
    package var rows: [Row]
    package var alignedRight: Set<Int>
    /// Columns that give way, in this order, and the width that each keeps.
    package var shrinking: [(column: Int, minimum: Int)]

    package init(
        header: [String],
        rows: [Row],
        alignedRight: Set<Int> = [],
        shrinking: [(column: Int, minimum: Int)] = []
    ) {
        self.header = header
        self.rows = rows
        self.alignedRight = alignedRight
        self.shrinking = shrinking
    }
}

extension TerminalPage {
    package mutating func table(_ table: TerminalTable) {
        let widths = columnWidths(of: table)
        func line(_ cells: [String], _ colours: [Int: Colour]) -> String {
            var line = ""
            for (column, cell) in cells.enumerated() {
                let shown = cut(cell, to: widths[column])
                let padding = String(repeating: " ", count: widths[column] - shown.count)
                line += "  "
                let cell = painted(shown, colours[column])
                if table.alignedRight.contains(column) {
                    line += padding + cell
                } else {
                    line += column == cells.count - 1 ? cell : cell + padding
                }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
        let dimmed = Dictionary(uniqueKeysWithValues: table.header.indices.map { ($0, Colour.dim) })
        self.line([line(table.header, dimmed)])
        for row in table.rows {
            self.line([
                row.cells.isEmpty ? "  " + painted(cut(row.title, to: width - 2), .bold) : line(row.cells, row.colours)
            ])
        }
    }

    private func columnWidths(of table: TerminalTable) -> [Int] {
        var widths = table.header.indices.map { column in
            ([table.header[column]] + table.rows.filter { !$0.cells.isEmpty }.map { $0.cells[column] }).map {
                printable($0).count
            }.max() ?? 0
        }
        var excess = widths.reduce(0) { $0 + $1 + 2 } - width
        for (column, minimum) in table.shrinking where excess > 0 {
            let reduced = max(min(widths[column], minimum), widths[column] - excess)
            excess -= widths[column] - reduced
            widths[column] = reduced
        }
        return widths
    }
}
