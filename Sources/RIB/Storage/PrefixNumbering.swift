public import NetworkTypes

/// Dense numbers for prefixes of both families, so that what is known of each can stand in flat columns.
///
/// A prefix keeps its number. Finding one takes constant time, and growing moves 8 octets per prefix and hashes nothing anew, so that
/// even at hundreds of thousands of them nobody waits noticeably.
public struct PrefixNumbering: ~Copyable, Sendable {
    private var ipv4: PrefixIndex<IPv4Prefix>
    private var ipv6: PrefixIndex<IPv6Prefix>

    /// - Parameter seed: of the hashes, so that whoever chooses prefixes cannot choose ones that collide.
    public init(seed: UInt64) {
        ipv4 = PrefixIndex(seed: seed)
        ipv6 = PrefixIndex(seed: seed)
    }

    /// Every number is below this: twice the count of the family that has more.
    public var end: Int { 2 * Swift.max(ipv4.count, ipv6.count) }

    /// The number of a prefix that has one.
    public func find(_ prefix: IPPrefix) -> Int? {
        switch prefix {
        case .v4(let prefix): ipv4.find(prefix).map { 2 * $0 }
        case .v6(let prefix): ipv6.find(prefix).map { 2 * $0 + 1 }
        }
    }

    /// The number of a prefix, which gets one if it has none.
    public mutating func number(of prefix: IPPrefix) -> Int {
        switch prefix {
        case .v4(let prefix): 2 * ipv4.findOrInsert(prefix).number
        case .v6(let prefix): 2 * ipv6.findOrInsert(prefix).number + 1
        }
    }

    /// The prefix of a number that was given out.
    public func prefix(_ number: Int) -> IPPrefix {
        number & 1 == 0 ? .v4(ipv4.keys[number / 2]) : .v6(ipv6.keys[number / 2])
    }
}
