public import BGPWire
public import NetworkTypes

/// The attributes of a route that this router originates itself.
public struct LocalRoute: Hashable, Sendable {
    public var tag: UInt8
    /// The tracked next hop of a static route; `nil` means that the router itself is the destination.
    public var nextHop: IPAddress?
    public var med: UInt32?
    public var localPreference: UInt32?
    public var communities: [Community]
    /// AS_PATH that the route starts with, as if it had come from there; normally empty.
    public var asPath: [ASN]
    /// Made of longer ones (RFC 4271 §9.2.2.2): it carries ATOMIC_AGGREGATE and AGGREGATOR.
    public var isAggregate: Bool

    public init(
        tag: UInt8 = 0,
        nextHop: IPAddress? = nil,
        med: UInt32? = nil,
        localPreference: UInt32? = nil,
        communities: [Community] = [],
        asPath: [ASN] = [],
        isAggregate: Bool = false
    ) {
        self.tag = tag
        self.nextHop = nextHop
        self.med = med
        self.localPreference = localPreference
        self.communities = communities
        self.asPath = asPath
        self.isAggregate = isAggregate
    }
}
