/// What is wrong with a file, as it is found.
struct Problems {
    /// More than these say nothing new.
    static let maximumCount = 100

    let file: String
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var hasErrors = false
    private var seen: Set<Diagnostic> = []

    init(file: String) { self.file = file }

    mutating func error(
        _ layer: Diagnostic.Layer,
        at place: Place,
        _ message: String,
        suggestion: String? = nil,
        notes: [String] = []
    ) {
        hasErrors = true
        append(.error, layer, place, message, suggestion, notes)
    }

    mutating func warning(at place: Place, _ message: String, notes: [String] = []) {
        append(.warning, .meaning, place, message, nil, notes)
    }

    private mutating func append(
        _ severity: Diagnostic.Severity,
        _ layer: Diagnostic.Layer,
        _ place: Place,
        _ message: String,
        _ suggestion: String?,
        _ notes: [String]
    ) {
        let diagnostic = Diagnostic(
            severity: severity,
            layer: layer,
            file: file,
            line: place.line,
            column: place.column,
            length: place.length,
            message: message,
            suggestion: suggestion,
            notes: notes
        )
        // A value behind an alias is read once per use, and is wrong only once.
        if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// In the order of the text, at most ``maximumCount`` and a line that counts the rest.
    func sorted() -> [Diagnostic] {
        let ordered = diagnostics.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }.map(\.element)
        guard ordered.count > Self.maximumCount else { return ordered }
        // Errors are never crowded out by warnings.
        let errors = ordered.filter { $0.severity == .error }
        var kept = errors.count >= Self.maximumCount ? Array(errors.prefix(Self.maximumCount)) : []
        if kept.isEmpty {
            var room = Self.maximumCount - errors.count
            for diagnostic in ordered {
                if diagnostic.severity == .warning {
                    guard room > 0 else { continue }
                    room -= 1
                }
                kept.append(diagnostic)
            }
        }
        let rest = ordered.count - kept.count
        kept.append(
            Diagnostic(
                severity: errors.isEmpty ? .warning : .error,
                layer: .meaning,
                file: file,
                line: 0,
                column: 0,
                length: 1,
                message: "\(rest) more problems are not shown",
                suggestion: nil,
                notes: []
            )
        )
        return kept
    }
}
