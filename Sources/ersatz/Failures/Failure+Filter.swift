import Capture

extension Failure {
    /// What is wrong with a capture filter, in libpcap's words, with a caret where it seems to go wrong.
    init(_ error: CaptureFilter.InvalidExpression) {
        self.init(
            "--filter is no expression that libpcap understands: \(error.message); see `man pcap-filter`",
            excerpt: [error.expression, Self.caret(under: error)]
        )
    }

    /// libpcap names no place, so: the word that it mentions, else the first one that makes the expression go wrong.
    private static func caret(under error: CaptureFilter.InvalidExpression) -> String {
        let words = error.expression.split { $0 == " " || $0 == "\t" }
        let told = error.message.split { !($0.isLetter || $0.isNumber || "._:-".contains($0)) }
        let culprit = words.last(where: told.contains) ?? firstWrong(of: words, in: error.expression)
        guard let culprit else { return "^" }
        let indentation = error.expression[..<culprit.startIndex].map { $0 == "\t" ? "\t" : " " }.joined()
        return indentation + "^" + String(repeating: "~", count: culprit.count - 1)
    }

    /// The word after the longest beginning that is an expression, joining words left aside.
    private static func firstWrong(of words: [Substring], in expression: String) -> Substring? {
        let limit = min(words.count, 40)
        let good = (0..<limit).last { last in
            (try? CaptureFilter(String(expression[..<words[last].endIndex]))) != nil
        }
        let rest = words.dropFirst(good.map { $0 + 1 } ?? 0)
        return rest.first { !["and", "or", "not", "&&", "||", "!", "("].contains($0) } ?? words.last
    }
}
