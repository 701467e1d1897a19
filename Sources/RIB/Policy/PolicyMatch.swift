public import BGPWire
public import NetworkTypes

/// The conditions of a policy term; an empty list is no condition.
public struct PolicyMatch: Hashable, Sendable {
    /// Any of these.
    public var prefixes: [PrefixMatch]
    /// All of these.
    public var communities: [Community]
    public var largeCommunities: [LargeCommunity]
    /// Any of these.
    public var asPath: [ASPathMatch]
    public var tags: TagMask

    public init(
        prefixes: [PrefixMatch] = [],
        communities: [Community] = [],
        largeCommunities: [LargeCommunity] = [],
        asPath: [ASPathMatch] = [],
        tags: TagMask = .all
    ) {
        self.prefixes = prefixes
        self.communities = communities
        self.largeCommunities = largeCommunities
        self.asPath = asPath
        self.tags = tags
    }
}

/// A set of prefixes: those inside `prefix` whose lengths are in a range.
public struct PrefixMatch: Hashable, Sendable {
    public var prefix: IPPrefix
    public var minimumLength: UInt8
    public var maximumLength: UInt8

    /// Prefixes inside `prefix` at least `ge` and at most `le` bits long.
    public init(_ prefix: IPPrefix, ge minimumLength: UInt8, le maximumLength: UInt8) {
        self.prefix = prefix
        self.minimumLength = minimumLength
        self.maximumLength = maximumLength
    }

    /// That prefix alone.
    public static func exact(_ prefix: IPPrefix) -> PrefixMatch {
        PrefixMatch(prefix, ge: prefix.length, le: prefix.length)
    }

    /// That prefix and everything inside it.
    public static func orLonger(_ prefix: IPPrefix) -> PrefixMatch {
        PrefixMatch(prefix, ge: prefix.length, le: prefix.family.bitWidth)
    }

    public func matches(_ candidate: IPPrefix) -> Bool {
        candidate.length >= minimumLength && candidate.length <= maximumLength && prefix.contains(candidate)
    }
}

/// A condition on AS_PATH, sets counted as part of it.
public enum ASPathMatch: Hashable, Sendable {
    /// The AS occurs anywhere.
    case contains(ASN)
    /// An AS of the range occurs anywhere.
    case containsAny(ClosedRange<ASN>)
    /// The path is exactly this sequence, without sets; an empty list matches an empty path.
    case equals([ASN])
    /// The path begins with these, that is, was last sent by them.
    case startsWith([ASN])
    /// The path ends with these, that is, was originated by the last of them.
    case endsWith([ASN])
    /// The numbers of the whole path, whatever segments they stand in, fit the pattern.
    case pattern(ASPathPattern)
}
