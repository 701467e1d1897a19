import Convergence

extension Report {
    /// Prints the report for people, or as `report.json`.
    func print(_ format: OutputFormat) throws {
        switch format {
        case .json: try Console.write(json())
        case .text:
            let style = TerminalStyle.standardOutput
            let renderer = TerminalRenderer(colour: style.hasColour, width: style.width, ascii: style.isASCII)
            try Console.print(renderer.render(self))
        }
    }
}
