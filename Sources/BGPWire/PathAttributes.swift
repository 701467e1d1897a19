public import NetworkTypes

/// How a route came into BGP; lower is preferred (RFC 4271 §5.1.1).
public enum Origin: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    case igp = 0
    case egp = 1
    case incomplete = 2

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The speaker that formed an aggregate (RFC 4271 §5.1.7).
public struct Aggregator: Hashable, Sendable, BitwiseCopyable {
    public var asn: ASN
    public var identifier: IPv4Address

    @inlinable public init(asn: ASN, identifier: IPv4Address) {
        self.asn = asn
        self.identifier = identifier
    }
}

/// An attribute that this package does not know, to be passed on as it came (RFC 4271 §5).
public struct UnknownAttribute: Hashable, Sendable {
    public var type: UInt8
    /// Whether a speaker on the way did not know it; set before passing on what we don't know ourselves.
    public var isPartial: Bool
    public var value: [UInt8]

    public init(type: UInt8, isPartial: Bool, value: [UInt8]) {
        self.type = type
        self.isPartial = isPartial
        self.value = value
    }
}

/// Everything that an UPDATE says about its routes besides the destinations.
///
/// A plain value to be edited by policy: lists are kept in the order in which they came.
public struct PathAttributes: Hashable, Sendable {
    public var origin: Origin
    public var asPath: ASPath
    /// `nil` only for routes that no peer has announced.
    public var nextHop: NextHop?
    /// MULTI_EXIT_DISC.
    public var med: UInt32?
    public var localPreference: UInt32?
    public var isAtomicAggregate: Bool
    public var aggregator: Aggregator?
    public var communities: [Community]
    public var originatorID: RouterID?
    /// Nearest cluster first.
    public var clusterList: [RouterID]
    public var extendedCommunities: [ExtendedCommunity]
    public var largeCommunities: [LargeCommunity]
    /// Optional transitive attributes that are not understood, by ascending type.
    public var unknown: [UnknownAttribute]
    /// Bit per type of the known optional transitive attributes that came with the Partial bit, which stays set (RFC 4271 §5).
    public var partialTypes: UInt64 = 0

    /// The types below 64 that can be partial: AGGREGATOR, and the three kinds of communities.
    static let partialMask: UInt64 =
        1 << UInt64(AttributeType.aggregator) | 1 << UInt64(AttributeType.communities)
        | 1 << UInt64(AttributeType.extendedCommunities) | 1 << UInt64(AttributeType.largeCommunities)

    public init(
        origin: Origin = .igp,
        asPath: ASPath = ASPath(),
        nextHop: NextHop? = nil,
        med: UInt32? = nil,
        localPreference: UInt32? = nil,
        isAtomicAggregate: Bool = false,
        aggregator: Aggregator? = nil,
        communities: [Community] = [],
        originatorID: RouterID? = nil,
        clusterList: [RouterID] = [],
        extendedCommunities: [ExtendedCommunity] = [],
        largeCommunities: [LargeCommunity] = [],
        unknown: [UnknownAttribute] = []
    ) {
        self.origin = origin
        self.asPath = asPath
        self.nextHop = nextHop
        self.med = med
        self.localPreference = localPreference
        self.isAtomicAggregate = isAtomicAggregate
        self.aggregator = aggregator
        self.communities = communities
        self.originatorID = originatorID
        self.clusterList = clusterList
        self.extendedCommunities = extendedCommunities
        self.largeCommunities = largeCommunities
        self.unknown = unknown
    }

    /// The route targets among the extended communities, in their order.
    public var routeTargets: [RouteTarget] { extendedCommunities.compactMap(\.routeTarget) }
}
