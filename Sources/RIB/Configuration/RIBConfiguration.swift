public import NetworkTypes

/// What holds for a router as a whole, not for one domain or peer.
public struct RIBConfiguration: Hashable, Sendable {
    public var localASN: ASN
    public var routerID: RouterID
    /// Put into CLUSTER_LIST when this router reflects (RFC 4456 §7); the router id unless given.
    public var clusterID: RouterID
    /// The address under which other routers of the backbone reach this one: next hop of the VPN routes it exports.
    public var backboneAddress: IPv4Address?
    /// LOCAL_PREF of routes that arrive without one.
    public var defaultLocalPreference: UInt32
    /// Whether MED is compared between neighbouring ASes too; RFC 4271 §9.1.2.2 compares within one only.
    public var alwaysComparesMED: Bool
    /// Whether LLGR_STALE makes a route the last to be chosen, and keeps it from peers that don't know it (RFC 9494 §4.3).
    public var honoursLongLivedStale: Bool
    /// Mixed into hashes, so that a peer cannot choose prefixes and attributes that collide.
    ///
    /// It changes no result.
    public var hashSeed: UInt64

    public init(
        localASN: ASN,
        routerID: RouterID,
        clusterID: RouterID? = nil,
        backboneAddress: IPv4Address? = nil,
        defaultLocalPreference: UInt32 = 100,
        alwaysComparesMED: Bool = false,
        hashSeed: UInt64 = 0x9E37_79B9_7F4A_7C15,
        honoursLongLivedStale: Bool = false
    ) {
        self.honoursLongLivedStale = honoursLongLivedStale
        self.localASN = localASN
        self.routerID = routerID
        self.clusterID = clusterID ?? routerID
        self.backboneAddress = backboneAddress
        self.defaultLocalPreference = defaultLocalPreference
        self.alwaysComparesMED = alwaysComparesMED
        self.hashSeed = hashSeed
    }
}
