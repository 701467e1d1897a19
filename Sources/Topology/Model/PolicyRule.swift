public import NetworkTypes

/// One rule of an import or export policy: a route that meets every condition gets every change.
///
/// Rules are tried in order; the first one whose conditions hold decides. A route that none of them matches is
/// accepted unchanged.
public struct PolicyRule: Hashable, Sendable {
    /// Any of these; empty matches every prefix.
    public var prefixes: [PrefixMatch] = []
    /// All of these must be present.
    public var communities: [Community] = []
    public var asPath: ASPathPattern?

    public var rejects = false
    public var localPreference: UInt32?
    /// How many more times the router's own ASN is put in front; on import, the neighbour's.
    public var prepend: UInt8 = 0
    public var med: UInt32?
    public var addedCommunities: [Community] = []

    public init() {}

    /// A prefix, and how much longer than it a match may be.
    public struct PrefixMatch: Hashable, Sendable {
        public var prefix: IPPrefix
        /// Lengths that match; exactly the prefix's own unless `ge` or `le` said otherwise.
        public var lengths: ClosedRange<UInt8>

        public func matches(_ other: IPPrefix) -> Bool {
            prefix.contains(other) && lengths.contains(other.length)
        }
    }

    /// A community (RFC 1997) or a large one (RFC 8092).
    public enum Community: Hashable, Sendable {
        case standard(UInt32)
        case large(UInt32, UInt32, UInt32)
    }
}
