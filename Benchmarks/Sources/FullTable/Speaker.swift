import BGPWire
import NetworkTypes
public import RIB

/// A router between two eBGP peers that announce a table and one that hears of it, in memory.
///
/// What a router would do around the RIB is done here: next hops are reachable, and route changes are taken.
public struct Speaker: ~Copyable {
    public private(set) var rib: RIB
    public let primary: PeerIndex
    public let backup: PeerIndex
    public let receiver: PeerIndex
    public private(set) var routeChanges = 0
    private var changes: [RouteChange] = []
    private var uses: [NextHopUse] = []

    public static let primaryAnnouncer = FullTable.Announcer(asn: 65001, nextHop: IPv4Address(10, 9, 1, 10))
    public static let backupAnnouncer = FullTable.Announcer(asn: 65002, nextHop: IPv4Address(10, 9, 1, 11), prepend: 4)

    public init() {
        let local = IPv4Address(10, 9, 0, 1)
        rib = RIB(configuration: RIBConfiguration(localASN: 65000, routerID: RouterID(local)))
        let domain = rib.addDomain(DomainConfiguration(name: "default"))
        func peer(_ asn: ASN, _ host: UInt8) -> PeerConfiguration {
            PeerConfiguration(
                domain: domain,
                remoteASN: asn,
                remoteAddress: .v4(IPv4Address(10, 9, 0, host)),
                localIPv4Address: local
            )
        }
        primary = rib.addPeer(peer(65001, 2))
        backup = rib.addPeer(peer(65002, 3))
        receiver = rib.addPeer(peer(65010, 10))
        for (peer, host) in [(primary, UInt8(2)), (backup, 3), (receiver, 10)] {
            let id = RouterID(IPv4Address(10, 9, 0, host))
            rib.peerUp(peer, NegotiatedPeer(families: .ipv4Unicast, remoteID: id))
        }
    }

    /// Takes the body of an UPDATE; whatever is wrong with it ends the measurement.
    public mutating func hear(_ body: RawSpan, from peer: PeerIndex) {
        let verdict = rib.apply(updateBody: body, from: peer)
        precondition(verdict.outcome == .accepted, "\(verdict.outcome)")
    }

    public mutating func lose(_ peer: PeerIndex) { rib.peerDown(peer) }

    /// Works off a part of what is left to do; `false` when that was all.
    public mutating func decide(budget: Int = 1 << 16) -> Bool {
        rib.drainNextHopUses(into: &uses)
        for use in uses where use.isUsed { rib.setNextHop(use.address, in: use.domain, metric: 0) }
        uses.removeAll(keepingCapacity: true)
        let more = rib.work(budget: budget)
        rib.drainRouteChanges(into: &changes)
        routeChanges += changes.count
        changes.removeAll(keepingCapacity: true)
        return more
    }

    /// Writes what the receiver has to hear, as much as fits into a buffer, which is overwritten.
    ///
    /// - Returns: `false` if there was nothing.
    public mutating func tell(_ buffer: inout [UInt8], byteLimit: Int = 1 << 18, _ told: inout Told) -> Bool {
        guard rib.pendingExport(receiver) else { return false }
        buffer.removeAll(keepingCapacity: true)
        let batch = rib.encodeUpdates(for: receiver, into: &buffer, byteLimit: byteLimit)
        told.announced += batch.announced
        told.withdrawn += batch.withdrawn
        told.messages += batch.messages
        told.octets += buffer.count
        return true
    }

    /// What the receiver was sent.
    public struct Told: Sendable {
        public var announced = 0
        public var withdrawn = 0
        public var messages = 0
        public var octets = 0

        public init() {}
    }
}
