/// Text for a terminal as it is put together: colours, wrapping, and what stands for a sign where only ASCII may be
/// used.
package struct TerminalPage {
    package enum Colour: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    let colour: Bool
    let width: Int
    let ascii: Bool
    package private(set) var text = ""

    package init(colour: Bool, width: Int, ascii: Bool) {
        self.colour = colour
        self.width = width
        self.ascii = ascii
    }

    /// The text in a colour, if there are colours.
    package func painted(_ text: String, _ colour: Colour?) -> String {
        guard self.colour, let colour, !text.isEmpty else { return printable(text) }
        return "\u{1B}[\(colour.rawValue)m\(printable(text))\u{1B}[0m"
    }

    /// A sign, or what stands for it in ASCII.
    package func sign(_ sign: String, _ plain: String) -> String { ascii ? plain : sign }

    /// The text without characters that a terminal obeys rather than shows, and in ASCII only if so wanted.
    func printable(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: result += "?"
            case 0x2026 where ascii: result += "..."
            case 0xD7 where ascii: result += "x"
            case 0x80... where ascii: result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text cut to a number of columns.
    func cut(_ text: String, to columns: Int) -> String {
        let text = printable(text)
        guard text.count > columns else { return text }
        let mark = sign("…", "~")
        return String(text.prefix(max(0, columns - mark.count))) + mark
    }

    /// A list of names of which only the first few are given.
    func shortened(_ names: [String], to limit: Int, joinedBy separator: String = ", ") -> String {
        let shown = names.prefix(limit).joined(separator: separator)
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }

    /// Adds a line of parts that are painted already, with two spaces between them.
    package mutating func line(_ parts: [String]) { text += parts.joined(separator: "  ") + "\n" }

    package mutating func title(_ title: String) {
        text += "\n"
        line([painted(cut(title, to: width), .bold)])
    }

    mutating func warning(_ sentence: String) {
        item(painted(sign("!", "!"), .yellow), width: 1, sentence)
    }

    /// Adds a sentence after a painted sign of `width` columns, broken into lines between words.
    package mutating func item(_ sign: String, width signWidth: Int, _ sentence: String) {
        let room = max(20, width - signWidth - 3)
        var lines: [String] = []
        for word in printable(sentence).split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= room {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        let indent = String(repeating: " ", count: signWidth + 3)
        for (number, words) in lines.enumerated() { text += (number == 0 ? "  \(sign) " : indent) + words + "\n" }
    }
}
