internal import BGPWire
internal import NetworkTypes

/// All routes of a router: what its peers said (Adj-RIB-In), what it decided (Loc-RIB), what it tells them (Adj-RIB-Out).
///
/// Tables are kept per routing domain and family; attribute sets, paths and next-hop sets are shared by all of them. Events
/// (``apply(updateBody:from:)``, ``peerDown(_:)``, ``setNextHop(_:in:metric:)`` and so on) only note what has to be looked at again;
/// ``work(budget:)`` does that in pieces and leaves route changes and exports to be fetched.
///
/// Arithmetic for IPv4, per prefix: key 8, slots 6 to 12, entry 16, and 16 per path, 4 per export group, 1/4 per peer. So a million
/// prefixes with one path and one group take about 55 MB, and 154,000 distinct attribute sets, kept as received and as
/// exported, 45 MB. An unused domain takes less than a kilobyte.
public struct RIB: ~Copyable, Sendable {
    public let configuration: RIBConfiguration

    var attributes: AttributeStore
    var nextHops = NextHopTable()
    var nextHopSets = NextHopSetTable()
    var paths = PathPool()

    var ipv4 = UniqueList<PrefixIndex<IPv4Prefix>>()
    var ipv6 = UniqueList<PrefixIndex<IPv6Prefix>>()
    var vpnIPv4: PrefixIndex<VPNKey<IPv4Prefix>>
    var vpnIPv6: PrefixIndex<VPNKey<IPv6Prefix>>
    /// The backbone's two, then two per domain, IPv4 first.
    var tables = UniqueList<RouteTable>()
    var domains = UniqueList<DomainConfiguration>()
    /// Domains that import a route target, in ascending order.
    var importers: [RouteTarget: [UInt16]] = [:]

    var peers = UniqueList<Peer>()
    /// Indices of removed peers that may be given out again.
    var freePeers: [PeerIndex] = []
    /// Two per peer, as ``RouteFamily/place`` says.
    var adjacencies = UniqueList<Adjacency>()
    var groups = UniqueList<ExportGroup>()
    var freeGroups: [Int] = []

    // What work(budget:) has to do.
    var dirtyTables = BitSet()
    var walkingTables = BitSet()
    var sweepingTables = BitSet()
    var flushing = BitSet()
    var building = BitSet()
    /// Attribute handles of dissolved groups whose uses have yet to be given back.
    var retired = UniqueList<UniqueList<UInt32>>()

    var changes: [RouteChange] = []
    /// Next hops whose metric changed since the tables of their domain were last walked.
    var changedNextHops: [(domain: DomainIndex, number: UInt32)] = []
    /// Derived attributes of routes that domains export to the backbone.
    var vpnMemo = ExportMemo()

    // Kept for their storage.
    var scratch: [UInt8] = []
    /// The attributes of the message that is being taken in, encoded, where policy leaves them as they are.
    var received: [UInt8] = []
    var decision = Decision([])
    var batch = ExportScratch()
    /// What flapped of peers that are dampened, since the owner last asked.
    var flaps: [RouteFlap] = []
    /// Whether any peer ever was: looked at for every route.
    var notesFlaps = false
    /// Written only; see ``PrefixIndex/peek(_:)``.
    var lastPeeked: UInt64 = 0

    public init(configuration: RIBConfiguration) {
        self.configuration = configuration
        attributes = AttributeStore(seed: configuration.hashSeed)
        vpnIPv4 = PrefixIndex(seed: configuration.hashSeed)
        vpnIPv6 = PrefixIndex(seed: configuration.hashSeed)
        tables.append(RouteTable(domain: .backbone, family: .vpnIPv4, indexNumber: 0))
        tables.append(RouteTable(domain: .backbone, family: .vpnIPv6, indexNumber: 0))
    }

    /// Adds a routing domain; at most 65,535 of them.
    public mutating func addDomain(_ domain: DomainConfiguration) -> DomainIndex {
        precondition(domains.count < Int(DomainIndex.backbone.rawValue), "too many routing domains")
        let index = DomainIndex(rawValue: UInt16(truncatingIfNeeded: domains.count))
        domains.append(domain)
        ipv4.append(PrefixIndex(seed: configuration.hashSeed))
        ipv6.append(PrefixIndex(seed: configuration.hashSeed))
        tables.append(RouteTable(domain: index, family: .ipv4Unicast, indexNumber: Int(index.rawValue)))
        tables.append(RouteTable(domain: index, family: .ipv6Unicast, indexNumber: Int(index.rawValue)))
        for target in domain.importTargets where importers[target]?.contains(index.rawValue) != true {
            importers[target, default: []].append(index.rawValue)
        }
        for table in 0..<2 { markAllDirty(table) }
        return index
    }

    public func domainConfiguration(_ domain: DomainIndex) -> DomainConfiguration? {
        Int(domain.rawValue) < domains.count ? domains[Int(domain.rawValue)] : nil
    }

    /// The number of a family's table in a domain; `nil` if the domain does not have that family.
    func tableNumber(_ domain: DomainIndex, _ family: RouteFamily) -> Int? {
        if domain == .backbone { return family.isVPN ? family.place : nil }
        guard !family.isVPN, Int(domain.rawValue) < domains.count else { return nil }
        return 2 + 2 * Int(domain.rawValue) + family.place
    }

    /// The prefix of a route that is in a table.
    @inline(__always)
    func prefix(of route: Int, in table: Int) -> RoutePrefix {
        let number = tables[table].indexNumber
        switch tables[table].family {
        case .ipv4Unicast: return ipv4[number].keys[route].routePrefix
        case .ipv6Unicast: return ipv6[number].keys[route].routePrefix
        case .vpnIPv4: return vpnIPv4.keys[route].routePrefix
        case .vpnIPv6: return vpnIPv6.keys[route].routePrefix
        }
    }

    /// The same without route distinguisher.
    @inline(__always)
    func plainPrefix(of route: Int, in table: Int) -> IPPrefix {
        let number = tables[table].indexNumber
        switch tables[table].family {
        case .ipv4Unicast: return .v4(ipv4[number].keys[route])
        case .ipv6Unicast: return .v6(ipv6[number].keys[route])
        case .vpnIPv4: return .v4(vpnIPv4.keys[route].inner)
        case .vpnIPv6: return .v6(vpnIPv6.keys[route].inner)
        }
    }

    /// The number of a route in a table, if the prefix is known there.
    func find(_ prefix: IPPrefix, _ distinguisher: RouteDistinguisher?, in table: Int) -> Int? {
        let number = tables[table].indexNumber
        switch (tables[table].family, prefix) {
        case (.ipv4Unicast, .v4(let prefix)): return ipv4[number].find(prefix)
        case (.ipv6Unicast, .v6(let prefix)): return ipv6[number].find(prefix)
        case (.vpnIPv4, .v4(let prefix)): return distinguisher.flatMap { vpnIPv4.find(VPNKey($0, prefix)) }
        case (.vpnIPv6, .v6(let prefix)): return distinguisher.flatMap { vpnIPv6.find(VPNKey($0, prefix)) }
        default: return nil
        }
    }

    /// The number of a route in a table; a new one if the prefix is not known there, `nil` if it is of another family.
    mutating func findOrInsert(_ prefix: IPPrefix, _ distinguisher: RouteDistinguisher?, in table: Int) -> Int? {
        let number = tables[table].indexNumber
        let found: (number: Int, isNew: Bool)
        switch (tables[table].family, prefix, distinguisher) {
        case (.ipv4Unicast, .v4(let prefix), _): found = ipv4[number].findOrInsert(prefix)
        case (.ipv6Unicast, .v6(let prefix), _): found = ipv6[number].findOrInsert(prefix)
        case (.vpnIPv4, .v4(let prefix), let rd?): found = vpnIPv4.findOrInsert(VPNKey(rd, prefix))
        case (.vpnIPv6, .v6(let prefix), let rd?): found = vpnIPv6.findOrInsert(VPNKey(rd, prefix))
        default: return nil
        }
        if found.isNew { tables[table].open(found.number) }
        return found.number
    }

    @inline(__always)
    mutating func markDirty(_ route: Int, in table: Int) {
        if tables[table].dirty.insert(route), tables[table].dirty.count == 1 { dirtyTables.insert(table) }
    }

    private mutating func markAllDirty(_ table: Int) {
        for route in tables[table].routes.indices where tables[table].routes[route].isInUse {
            markDirty(route, in: table)
        }
    }
}
