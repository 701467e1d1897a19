import BGPWire
import NetworkTypes

@testable import RIB

func v4(_ text: String) -> IPv4Prefix { IPv4Prefix(text) ?? .all }
func ip(_ text: String) -> IPAddress { IPAddress(text) ?? .v4(.any) }
func prefix(_ text: String) -> IPPrefix { IPPrefix(text) ?? .v4(.all) }

/// A RIB with a router around it that finds every next hop at metric 10, unless told otherwise.
struct Lab: ~Copyable {
    var rib: RIB
    var metrics: [IPAddress: UInt32?] = [:]
    var changes: [RouteChange] = []
    var uses: [NextHopUse] = []
    var families: [PeerIndex: RouteFamilySet] = [:]

    init(
        asn: ASN = 65000,
        id: String = "10.0.0.1",
        backbone: String? = nil,
        honoursLongLivedStale: Bool = false
    ) {
        let address = IPv4Address(id) ?? .any
        rib = RIB(
            configuration: RIBConfiguration(
                localASN: asn,
                routerID: RouterID(address),
                backboneAddress: backbone.flatMap { IPv4Address($0) },
                honoursLongLivedStale: honoursLongLivedStale
            )
        )
    }

    mutating func domain(_ name: String = "d", multipath: Multipath = Multipath()) -> DomainIndex {
        rib.addDomain(DomainConfiguration(name: name, multipath: multipath))
    }

    /// A peer that is up; its identifier is its address unless given.
    mutating func peer(
        _ domain: DomainIndex,
        _ asn: ASN,
        _ address: String,
        id: String? = nil,
        families: RouteFamilySet = .ipv4Unicast,
        up: Bool = true,
        _ change: (inout PeerConfiguration) -> Void = { _ in }
    ) -> PeerIndex {
        var configuration = PeerConfiguration(
            domain: domain,
            remoteASN: asn,
            remoteAddress: ip(address),
            families: families,
            localIPv4Address: IPv4Address(192, 0, 2, 1),
            localIPv6Address: IPv6Address("2001:db8::1")
        )
        change(&configuration)
        let peer = rib.addPeer(configuration)
        self.families[peer] = families
        if up { self.up(peer, id: id ?? address) }
        return peer
    }

    mutating func up(_ peer: PeerIndex, id: String, fourOctetAS: Bool = true) {
        rib.peerUp(
            peer,
            NegotiatedPeer(
                families: families[peer] ?? .ipv4Unicast,
                remoteID: RouterID(IPv4Address(id) ?? IPv4Address(9, 9, 9, 9)),
                fourOctetAS: fourOctetAS
            )
        )
    }

    /// The peer comes back after a restart.
    mutating func back(_ peer: PeerIndex, keeping families: RouteFamilySet) {
        rib.peerUp(
            peer,
            NegotiatedPeer(
                families: self.families[peer] ?? .ipv4Unicast,
                remoteID: RouterID(IPv4Address(9, 9, 9, 9)),
                keptFamilies: families
            )
        )
    }

    @discardableResult
    mutating func announce(
        _ peer: PeerIndex,
        _ prefixes: [String],
        path: [ASN],
        nextHop: String = "198.51.100.1",
        _ change: (inout PathAttributes) -> Void = { _ in }
    ) -> UpdateVerdict {
        var set = PathAttributes(asPath: ASPath(path), nextHop: NextHop(ip(nextHop)))
        change(&set)
        return apply(peer, announcement(set, prefixes.map(v4)))
    }

    @discardableResult
    mutating func withdraw(_ peer: PeerIndex, _ prefixes: [String]) -> UpdateVerdict {
        var writer = UpdateWriter(context: context(peer))
        var bytes: [UInt8] = []
        writer.beginWithdrawing(family: .ipv4Unicast)
        for prefix in prefixes { writer.append(v4(prefix), to: &bytes) }
        writer.finish(&bytes)
        return apply(peer, bytes)
    }

    func context(_ peer: PeerIndex) -> WireContext {
        WireContext(
            families: families[peer] ?? .ipv4Unicast,
            isExternal: rib.peerConfiguration(peer)?.remoteASN != rib.configuration.localASN
        )
    }

    /// Applies whole messages, one behind the other; the verdict is that of the last.
    @discardableResult
    mutating func apply(_ peer: PeerIndex, _ messages: [UInt8]) -> UpdateVerdict {
        var verdict = UpdateVerdict()
        var start = 0
        while messages.count - start >= 19 {
            let length = Int(messages[start + 16]) << 8 | Int(messages[start + 17])
            verdict = rib.apply(
                updateBody: messages.span.bytes.extracting(start + 19..<start + length),
                from: peer
            )
            start += length
        }
        return verdict
    }

    /// Resolves next hops and works until nothing is left.
    mutating func settle(budget: Int = 1000) {
        repeat {
            uses.removeAll()
            rib.drainNextHopUses(into: &uses)
            for use in uses where use.isUsed {
                rib.setNextHop(use.address, in: use.domain, metric: metrics[use.address] ?? 10)
            }
        } while rib.work(budget: budget) || !uses.isEmpty
        rib.drainRouteChanges(into: &changes)
    }

    /// Everything that is pending for a peer, as octets.
    mutating func updates(for peer: PeerIndex, byteLimit: Int = 4096) -> [UInt8] {
        var bytes: [UInt8] = []
        while rib.pendingExport(peer) { _ = rib.encodeUpdates(for: peer, into: &bytes, byteLimit: byteLimit) }
        return bytes
    }

    func best(_ text: String, _ domain: DomainIndex = DomainIndex(rawValue: 0)) -> PathView? {
        rib.route(RoutePrefix(prefix(text)), in: domain)?.paths.first { $0.isBest }
    }

    func advertised(_ peer: PeerIndex) -> [String: PathAttributes] {
        Dictionary(uniqueKeysWithValues: rib.advertised(to: peer).map { ($0.prefix.description, $0.attributes) })
    }
}

/// An UPDATE with IPv4 prefixes.
func announcement(_ set: PathAttributes, _ prefixes: [IPv4Prefix]) -> [UInt8] {
    var writer = UpdateWriter(context: WireContext(isExternal: false))
    var bytes: [UInt8] = []
    if writer.beginAnnouncing(set, family: .ipv4Unicast) {
        for prefix in prefixes { writer.append(prefix, to: &bytes) }
        writer.finish(&bytes)
    }
    return bytes
}

/// What a peer holds after hearing messages: the receiving side, as plainly as possible.
struct Listener {
    var routes: [String: PathAttributes] = [:]
    var spuriousWithdrawals = 0
    var endsOfRIB: [RouteFamily] = []
    var context: WireContext

    init(families: RouteFamilySet = .ipv4Unicast, isExternal: Bool = true, fourOctetAS: Bool = true) {
        context = WireContext(fourOctetAS: fourOctetAS, families: families, isExternal: isExternal)
    }

    mutating func hear(_ messages: [UInt8]) throws {
        var start = 0
        while messages.count - start >= 19 {
            let length = Int(messages[start + 16]) << 8 | Int(messages[start + 17])
            let update = try UpdateReader(
                messages.span.bytes.extracting(start + 19..<start + length),
                context: context
            )
            if let family = update.endOfRIB { endsOfRIB.append(family) }
            for section in UpdateSection.allCases {
                if update.withdrawnFamily(in: section) == .ipv4Unicast {
                    var cursor = update.withdrawn(IPv4Prefix.self, in: section)
                    while let route = cursor.next() {
                        if routes.removeValue(forKey: route.description) == nil { spuriousWithdrawals += 1 }
                    }
                }
                if update.announcedFamily(in: section) == .ipv4Unicast,
                    case .usable(let set, discarded: 0) = update.decodeAttributes(for: section)
                {
                    var cursor = update.announced(IPv4Prefix.self, in: section)
                    while let route = cursor.next() { routes[route.description] = set }
                }
            }
            start += length
        }
    }
}
