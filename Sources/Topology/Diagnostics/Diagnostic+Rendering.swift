extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message`, without the source.
    public var description: String {
        let place = line == 0 ? file : "\(file):\(line):\(column)"
        return "\(place): \(severity.rawValue): \(message)"
    }
}

extension [Diagnostic] {
    /// `file:line:column: error: …` with the source line and a caret, one problem after the other.
    ///
    /// - Parameter text: The file that the problems were found in.
    public func rendered(text: String) -> String {
        let lines = SourceLines(text)
        var result = ""
        for diagnostic in self {
            result += diagnostic.description + "\n"
            if let line = lines.line(diagnostic.line) { result += Self.excerpt(of: line, diagnostic) }
            if let suggestion = diagnostic.suggestion { result += "    did you mean '\(suggestion)'?\n" }
            for note in diagnostic.notes { result += "    note: \(note)\n" }
        }
        return result
    }

    private static func excerpt(of line: Substring, _ diagnostic: Diagnostic) -> String {
        let width = 160
        let scalars = Array<Unicode.Scalar>(line.unicodeScalars)
        let start = Swift.min(Swift.max(0, diagnostic.column - 1), scalars.count)
        // A long line is cut so that the caret stays in sight.
        let offset = start > width - 40 ? start - 40 : 0
        let visible = scalars[offset..<Swift.min(scalars.count, offset + width)]
        let length = Swift.max(1, Swift.min(diagnostic.length, visible.endIndex - start))
        var source = String.UnicodeScalarView()
        // Tabs are kept under tabs; other control characters never reach a terminal.
        source.append(contentsOf: visible.map { $0.value < 32 && $0 != "\t" || $0.value == 127 ? "?" : $0 })
        var indentation = String.UnicodeScalarView()
        indentation.append(contentsOf: visible[offset..<start].map { $0 == "\t" ? "\t" : " " })
        let carets = "^" + String(repeating: "~", count: length - 1)
        return "    \(String(source))\n    \(String(indentation))\(carets)\n"
    }
}
