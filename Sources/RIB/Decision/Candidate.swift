internal import NetworkTypes

/// A path that may be used, with everything that the decision compares.
struct Candidate {
    var link: UInt32
    var path: Path
    var record: AttributeRecord
    var metric: UInt32
    /// BGP identifier that counts in the comparison: the originator's, else the peer's.
    var routerID: UInt32
    var peerAddress: IPAddress?
    /// Of an imported path: tells paths of one peer apart.
    var distinguisher: UInt64

    /// eBGP before iBGP; what a domain imported counts as iBGP (RFC 4364 §4.3.2).
    var isExternal: Bool { path.source == .external && !path.isImported }
    var isLocal: Bool { path.source == .local && !path.isImported }

    /// Lower first, by the steps that only break ties.
    func precedes(_ other: Candidate) -> Bool {
        if routerID != other.routerID { return routerID < other.routerID }
        if record.clusterListLength != other.record.clusterListLength {
            return record.clusterListLength < other.record.clusterListLength
        }
        if peerAddress != other.peerAddress { return Self.isBefore(peerAddress, other.peerAddress) }
        return distinguisher < other.distinguisher
    }

    /// Own routes, which have no peer, first.
    static func isBefore(_ a: IPAddress?, _ b: IPAddress?) -> Bool {
        switch (a, b) {
        case (let a?, let b?): a < b
        case (nil, _?): true
        case (_, nil): false
        }
    }
}
