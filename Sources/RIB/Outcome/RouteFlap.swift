public import NetworkTypes

/// A route of a dampened peer that went, came or changed (RFC 2439 §4.4).
public struct RouteFlap: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case withdrawn, announced, changed
    }

    public var peer: PeerIndex
    public var prefix: IPPrefix
    public var kind: Kind
}
