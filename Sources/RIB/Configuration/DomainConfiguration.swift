public import NetworkTypes

/// How many paths of a prefix are used side by side.
public struct Multipath: Hashable, Sendable {
    /// Limit when the best path was learned by eBGP; 1 means no multipath.
    public var ebgp: Int
    /// Limit when the best path was learned by iBGP or came from another routing domain.
    public var ibgp: Int
    /// Whether AS paths may differ as long as they are equally long.
    public var relaxesASPath: Bool

    /// Whether there is ever more than one path in use.
    var isAllowed: Bool { ebgp > 1 || ibgp > 1 }

    public init(ebgp: Int = 1, ibgp: Int = 1, relaxesASPath: Bool = false) {
        self.ebgp = ebgp
        self.ibgp = ibgp
        self.relaxesASPath = relaxesASPath
    }
}

/// A routing domain: a set of unicast tables of its own, with what it exchanges with the backbone (RFC 4364 §4).
public struct DomainConfiguration: Hashable, Sendable {
    public var name: String
    /// Set if the domain exports routes to the backbone.
    public var routeDistinguisher: RouteDistinguisher?
    /// VPN routes with any of these are imported.
    public var importTargets: [RouteTarget]
    /// Attached to the routes that the domain exports.
    public var exportTargets: [RouteTarget]
    /// The MPLS label (20 bits) that exported routes carry; other routers send traffic for this domain with it.
    public var vpnLabel: UInt32
    /// Bit *t* set: best routes whose tag is *t* are exported to the backbone.
    public var vpnExportTags: TagMask
    /// The tag of routes imported from the backbone.
    public var vpnImportTag: UInt8
    public var multipath: Multipath

    public init(
        name: String,
        routeDistinguisher: RouteDistinguisher? = nil,
        importTargets: [RouteTarget] = [],
        exportTargets: [RouteTarget] = [],
        vpnLabel: UInt32 = 0,
        vpnExportTags: TagMask = .none,
        vpnImportTag: UInt8 = 0,
        multipath: Multipath = Multipath()
    ) {
        self.name = name
        self.routeDistinguisher = routeDistinguisher
        self.importTargets = importTargets
        self.exportTargets = exportTargets
        self.vpnLabel = vpnLabel & 0xF_FFFF
        self.vpnExportTags = vpnExportTags
        self.vpnImportTag = vpnImportTag
        self.multipath = multipath
    }
}
