public import NetworkTypes

/// A route that a speaker announces, with whatever attributes its line gives it.
public struct PlannedRoute: Hashable, Sendable {
    public var prefix: IPPrefix
    public var nextHop: IPAddress?
    public var asPath: [ASN] = []
    public var med: UInt32?
    public var localPreference: UInt32?
    /// Upper and lower half in one number (RFC 1997).
    public var communities: [UInt32] = []

    public init(prefix: IPPrefix) { self.prefix = prefix }
}

extension PlannedRoute {
    /// Understands a file of routes, one to a line: a prefix, then any of `next-hop=`, `as-path=`, `med=`, `local-preference=` and
    /// `communities=`, lists with commas; `#` begins a comment.
    ///
    /// - Returns: the routes, unless there are errors, and every problem in the order of the text. O(length).
    public static func load(
        bytes: [UInt8],
        file: String
    ) -> (routes: [PlannedRoute]?, diagnostics: [Diagnostic]) {
        var problems = Problems(file: file)
        var routes: [PlannedRoute] = []
        var number = 0
        bytes.withUnsafeBufferPointer { bytes in
            for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                number += 1
                if let route = PlannedRoute(line: line, number: number, &problems) { routes.append(route) }
            }
        }
        return (problems.hasErrors ? nil : routes, problems.sorted())
    }

    private init?(line: Slice<UnsafeBufferPointer<UInt8>>, number: Int, _ problems: inout Problems) {
        let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard let first = words.first else { return nil }
        func place(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Place {
            Place(line: number, column: word.startIndex - line.startIndex + 1, length: word.count)
        }
        let text = String(decoding: first, as: UTF8.self)
        guard let prefix = IPPrefix(text) else {
            problems.error(.value, at: place(first), "'\(text.prefix(60))' is not a prefix such as 10.1.0.0/16")
            return nil
        }
        self.init(prefix: prefix)
        for word in words.dropFirst() {
            if let reason = take(String(decoding: word, as: UTF8.self)) {
                problems.error(.value, at: place(word), reason.message, suggestion: reason.suggestion)
            }
        }
    }

    private struct Refusal {
        var message: String
        var suggestion: String?
    }

    private static let words = ["next-hop", "as-path", "med", "local-preference", "communities"]

    /// Takes a word such as `med=50`; returns what is wrong with it.
    private mutating func take(_ word: String) -> Refusal? {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? parts[1] : ""
        let items = value.split(separator: ",", omittingEmptySubsequences: false)
        switch parts[0] {
        case "next-hop":
            guard let address = IPAddress(value), address.family == prefix.family else {
                return Refusal(message: "'\(value.prefix(60))' is not an \(prefix.family) address")
            }
            nextHop = address
        case "as-path":
            asPath = items.compactMap { UInt32($0).map { ASN($0) } }
            guard asPath.count == items.count, items.count <= 255, !asPath.contains(ASN(0)) else {
                return Refusal(message: "'\(value.prefix(60))' is not a list of ASNs such as 64512,64513")
            }
        case "communities":
            communities = items.compactMap(Self.community)
            guard communities.count == items.count, items.count <= 255 else {
                return Refusal(message: "'\(value.prefix(60))' is not a list of communities such as 65010:1,65010:2")
            }
        case "med", "local-preference":
            guard let number = UInt32(value) else { return Refusal(message: "'\(value.prefix(60))' is not a number") }
            if parts[0] == "med" { med = number } else { localPreference = number }
        default:
            let suggestion = Suggestion.nearest(to: String(parts[0]), among: Self.words)
            return Refusal(message: "unknown word '\(parts[0].prefix(60))'", suggestion: suggestion)
        }
        return nil
    }

    private static func community(_ text: Substring) -> UInt32? {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, let high = UInt16(halves[0]), let low = UInt16(halves[1]) else { return nil }
        return UInt32(high) << 16 | UInt32(low)
    }
}
