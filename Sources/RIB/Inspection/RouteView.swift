public import BGPWire
public import NetworkTypes

/// One path of a prefix, decoded for people and tests.
public struct PathView: Hashable, Sendable {
    /// ``PeerIndex/local`` for an own route.
    public var peer: PeerIndex
    public var tag: UInt8
    /// Set if the path was imported from the backbone.
    public var importedFrom: RouteDistinguisher?
    /// Whether its peer is up and its next hop reachable.
    public var isEligible: Bool
    public var isBest: Bool
    /// Whether packets use it: the best one and its equals.
    public var isMultipath: Bool
    public var nextHop: ProtocolNextHop
    public var weight: UInt32
    /// The MPLS label of a VPN route.
    public var label: UInt32?
    /// What stands in the UPDATE message, as changed by import policy; LOCAL_PREF is always there.
    public var attributes: PathAttributes
}

/// A prefix with all its paths, the best one first, then in order of peer.
public struct RouteView: Hashable, Sendable {
    public var prefix: RoutePrefix
    public var paths: [PathView]
    /// What was decided last; ``RIB/work(budget:)`` may have a new decision to make.
    public var decidedBy: DecisionStep
    public var nextHops: NextHopSetHandle
}

/// A route as a peer last heard it, or is about to.
public struct AdvertisedRoute: Hashable, Sendable {
    public var prefix: RoutePrefix
    public var label: UInt32?
    public var attributes: PathAttributes
}

extension ASPath {
    /// AS_PATH as it is usually written: `12076 65010 {1,2}`.
    public var text: String {
        segments.map { segment in
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
