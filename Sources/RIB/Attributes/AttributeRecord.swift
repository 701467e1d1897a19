/// What the decision process asks of an attribute set, decoded once: 36 bytes beside the encoded attributes.
struct AttributeRecord: Hashable, BitwiseCopyable, Sendable {
    /// Number in the ``NextHopTable``.
    var nextHop: UInt32 = 0
    var localPreference: UInt32 = 0
    /// Counts as 0 where MED is missing.
    var med: UInt32 = 0
    var weight: UInt32 = 0
    /// The MPLS label of a VPN route.
    var label: UInt32 = 0
    /// ORIGINATOR_ID, else the identifier of the iBGP peer; 0 for routes from eBGP and own ones.
    var originator: UInt32 = 0
    /// 0 if the path is empty or begins with a set.
    var neighborAS: UInt32 = 0
    var pathLength: UInt16 = 0
    var clusterListLength: UInt16 = 0
    var origin: UInt8 = 0
    private var bits: UInt8 = 0

    /// NO_EXPORT or NO_EXPORT_SUBCONFED is among the communities (RFC 1997).
    var isNoExport: Bool {
        get { bits & 1 != 0 }
        set { bits = newValue ? bits | 1 : bits & ~1 }
    }

    /// NO_ADVERTISE is among the communities.
    var isNoAdvertise: Bool {
        get { bits & 2 != 0 }
        set { bits = newValue ? bits | 2 : bits & ~2 }
    }

    /// LLGR_STALE is among the communities (RFC 9494).
    var isLongLivedStale: Bool {
        get { bits & 4 != 0 }
        set { bits = newValue ? bits | 4 : bits & ~4 }
    }

    /// GRACEFUL_SHUTDOWN is among the communities (RFC 8326).
    var isShuttingDown: Bool {
        get { bits & 8 != 0 }
        set { bits = newValue ? bits | 8 : bits & ~8 }
    }
}
