/// The beginning of an HTTP/1.x request, as far as it matters here (RFC 9112 §3).
struct PageRequest: Hashable {
    var method: String
    /// Without query.
    var path: String

    /// Why a request is not answered with a page.
    enum Refusal: Int {
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case timeout = 408
        case tooLarge = 431
        case overloaded = 503

        var reason: String {
            switch self {
            case .badRequest: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .timeout: "Request Timeout"
            case .tooLarge: "Request Header Fields Too Large"
            case .overloaded: "Service Unavailable"
            }
        }
    }

    /// Reads the request line of a head that is complete; any bytes may stand there.
    init?(head: [UInt8]) {
        let line = head.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8), words[2].count == 8,
            words[1].first == UInt8(ascii: "/"), (1...16).contains(words[0].count),
            line.allSatisfy({ (0x20..<0x7F).contains($0) })
        else { return nil }
        method = String(decoding: words[0], as: UTF8.self)
        path = String(decoding: words[1].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }
}

/// A text that a server has.
public struct Page: Hashable, Sendable {
    public var contentType: String
    public var body: String

    public init(contentType: String, body: String) {
        self.contentType = contentType
        self.body = body
    }
}
