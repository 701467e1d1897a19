import Topology

/// Problems of a file as people read them.
struct DiagnosticText {
    let diagnostics: [Diagnostic]
    let text: String

    init(_ diagnostics: [Diagnostic], text: String) {
        self.diagnostics = diagnostics
        self.text = text
    }

    /// Writes all problems to standard error, and how many there are.
    func tell() {
        guard let file = diagnostics.first?.file else { return }
        let style = TerminalStyle.standardError
        for diagnostic in diagnostics { Console.draw(painted(diagnostic, style)) }
        Console.note("\(file): \(count)")
    }

    /// Such as `2 errors, 1 warning`.
    var count: String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        return [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }

    private func painted(_ diagnostic: Diagnostic, _ style: TerminalStyle) -> String {
        let plain = [diagnostic].rendered(text: text)
        let word = "\(diagnostic.severity.rawValue):"
        guard style.hasColour, let range = plain.firstRange(of: " \(word) ") else { return plain }
        let colour: TerminalStyle.Colour = diagnostic.severity == .error ? .error : .warning
        return style.painted(String(plain[..<range.lowerBound]), .emphasis) + " " + style.painted(word, colour) + " "
            + plain[range.upperBound...]
    }
}
