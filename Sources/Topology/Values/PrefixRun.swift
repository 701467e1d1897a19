import NetworkTypes

/// Prefixes of one length that follow one another: a table too long to be written out.
struct PrefixRun: Hashable, Sendable {
    static let topologyPattern = "^[0-9A-Fa-f:.]+/[0-9]+( count [0-9]+)?$"
    /// About as many routes as the Internet has.
    static let maximumCount = 1_000_000

    let first: IPPrefix
    let count: Int

    /// `nil` if the address space ends before the last of them.
    private init?(first: IPPrefix, count: Int) {
        guard first.advanced(by: UInt64(count - 1)) != nil else { return nil }
        self.first = first
        self.count = count
    }

    /// Ascending.
    var prefixes: [IPPrefix] { (0..<UInt64(count)).compactMap(first.advanced) }

    /// Parses `10.1.0.0/16` and `20.0.0.0/24 count 100000`.
    static func parseTopology(_ text: String) -> Parsed<PrefixRun> {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = IPPrefix(words[0]) else { return .wrong(hostBitsHint(String(words[0]))) }
        var count = 1
        if words.count > 1 {
            guard words.count == 3, words[1] == "count", let number = Int(words[2]), number >= 1 else {
                return .wrong("behind the prefix may stand 'count' and a number")
            }
            guard number <= maximumCount else { return .wrong("there can be at most \(maximumCount)") }
            count = number
        }
        return PrefixRun(first: first, count: count).map(Parsed.value) ?? .wrong("there are not as many such prefixes")
    }
}

extension IPPrefix {
    /// The prefix of the same length that is `count` places further up; `nil` beyond the last.
    fileprivate func advanced(by count: UInt64) -> IPPrefix? {
        switch self {
        case .v4(let prefix):
            let (distance, isTooFar) = count.multipliedReportingOverflow(by: 1 << UInt64(32 - prefix.length))
            guard !isTooFar, let address = UInt32(exactly: distance).flatMap(prefix.address.advanced) else {
                return count == 0 ? self : nil
            }
            return .v4(IPv4Prefix(address, length: prefix.length))
        case .v6(let prefix):
            guard prefix.length > 0 else { return count == 0 ? self : nil }
            let start = UInt128(prefix.address.high) << 64 | UInt128(prefix.address.low)
            let (distance, isTooFar) = UInt128(count).multipliedReportingOverflow(by: 1 << UInt128(128 - prefix.length))
            let (address, isBeyond) = start.addingReportingOverflow(distance)
            guard !isTooFar, !isBeyond else { return nil }
            let halves = IPv6Address(high: UInt64(address >> 64), low: UInt64(truncatingIfNeeded: address))
            return .v6(IPv6Prefix(halves, length: prefix.length))
        }
    }
}
