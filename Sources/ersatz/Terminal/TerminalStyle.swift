import Foundation

/// What the terminal behind a stream can show.
struct TerminalStyle {
    enum Colour: String {
        case error = "1;31"
        case warning = "1;33"
        case emphasis = "1"
        case faint = "2"
        case good = "32"
    }

    let isTerminal: Bool
    let hasColour: Bool
    /// Columns; a fixed number where there is no terminal, so that what is stored does not depend on the screen.
    let width: Int
    /// Whether the user's locale has no room for anything but ASCII.
    let isASCII: Bool

    static let standardOutput = TerminalStyle(descriptor: STDOUT_FILENO)
    static let standardError = TerminalStyle(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        let environment = ProcessInfo.processInfo.environment
        isTerminal = isatty(descriptor) == 1
        let isDumb = environment["TERM"] == "dumb"
        hasColour = isTerminal && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
        width = Self.width(of: descriptor, environment) ?? 100
        isASCII = isTerminal && (isDumb || Self.excludesUnicode(environment))
    }

    func painted(_ text: String, _ colour: Colour) -> String {
        hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    private static func width(of descriptor: Int32, _ environment: [String: String]) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// A locale that names another encoding than UTF-8; one that says nothing is no reason for ASCII.
    private static func excludesUnicode(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
        guard let locale = names.first(where: { !$0.isEmpty })?.lowercased() else { return false }
        return !locale.contains("utf-8") && !locale.contains("utf8")
    }
}
