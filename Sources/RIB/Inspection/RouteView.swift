public import NetworkTypes

/// A segment of AS_PATH (RFC 4271 §4.3).
public struct ASPathSegment: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        case set = 1
        case sequence = 2
        case confederationSequence = 3
        case confederationSet = 4
    }

    public var kind: Kind
    public var asns: [ASN]

    public init(_ kind: Kind, _ asns: [ASN]) {
        self.kind = kind
        self.asns = asns
    }
}

/// The attributes of a path, decoded for people and tests.
public struct PathAttributes: Hashable, Sendable {
    public var nextHop: NextHop
    /// 0 IGP, 1 EGP, 2 INCOMPLETE.
    public var origin: UInt8
    public var asPath: [ASPathSegment]
    public var med: UInt32?
    public var localPreference: UInt32
    public var weight: UInt32
    public var communities: [Community]
    public var routeTargets: [RouteTarget]
    /// Extended communities other than route targets, whole octets.
    public var extendedCommunities: [UInt64]
    public var originatorID: RouterID?
    public var clusterList: [RouterID]
    public var label: UInt32?
    /// The type codes of attributes that pass through as they came.
    public var otherAttributes: [UInt8]

    /// AS_PATH as it is usually written: `12076 65010 {1,2}`.
    public var asPathText: String {
        asPath.map { segment in
            let numbers = segment.asns.map(\.description)
            switch segment.kind {
            case .sequence: return numbers.joined(separator: " ")
            case .set: return "{" + numbers.joined(separator: ",") + "}"
            case .confederationSequence: return "(" + numbers.joined(separator: " ") + ")"
            case .confederationSet: return "[" + numbers.joined(separator: ",") + "]"
            }
        }.joined(separator: " ")
    }
}

/// One path of a prefix.
public struct PathView: Hashable, Sendable {
    /// ``PeerIndex/local`` for an own route.
    public var peer: PeerIndex
    public var tag: UInt8
    /// Set if the path was imported from the backbone.
    public var importedFrom: RouteDistinguisher?
    public var isEligible: Bool
    public var isBest: Bool
    /// Whether packets use it: the best one and its equals.
    public var isMultipath: Bool
    public var attributes: PathAttributes
}

/// A prefix with all its paths, the best one first, then in order of peer.
public struct RouteView: Hashable, Sendable {
    public var prefix: RoutePrefix
    public var paths: [PathView]
    public var decidedBy: DecisionStep
    public var nextHops: NextHopSetHandle
}

/// A route as a peer last heard it.
public struct AdvertisedRoute: Hashable, Sendable {
    public var prefix: RoutePrefix
    public var attributes: PathAttributes
}
