import Foundation

/// Why a command cannot do what it was asked, and what to do about it, in one sentence.
struct Failure: Error {
    var message: String
    /// Lines that show the place, such as an expression with a caret below.
    var excerpt: [String] = []
    var status = ExitStatus.wrongInput

    init(_ message: String, excerpt: [String] = [], status: ExitStatus = .wrongInput) {
        self.message = message
        self.excerpt = excerpt
        self.status = status
    }

    /// The system's words for an error number, as part of a sentence.
    static func words(for errno: Int32) -> String {
        let words = String(cString: strerror(errno))
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
