import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Routes of peers that restart") struct RetentionTests {
    /// Two peers with a route to the same prefix, of which the first is preferred, and one more of the first peer's alone.
    fileprivate static func fill(_ lab: inout Lab) -> (first: PeerIndex, second: PeerIndex) {
        let domain = lab.domain()
        let first = lab.peer(domain, 65001, "198.51.100.1")
        let second = lab.peer(domain, 65002, "198.51.100.2")
        lab.announce(first, ["10.0.0.0/8", "20.0.0.0/8"], path: [65001])
        lab.announce(second, ["10.0.0.0/8"], path: [65002, 65003], nextHop: "198.51.100.2")
        lab.settle()
        lab.changes.removeAll()
        return (first, second)
    }

    @Test func `are used as if the session were up`() {
        var lab = Lab()
        let (first, _) = Self.fill(&lab)
        lab.rib.peerDown(first, retaining: .ipv4Unicast)
        lab.settle()
        #expect(lab.changes.isEmpty)
        let found1 = lab.best("10.0.0.0/8")?.peer
        let found2 = lab.best("20.0.0.0/8")?.peer
        #expect(found1 == first && found2 == first)
        let isRetained = lab.rib.retainsRoutes(of: first)
        #expect(isRetained)
    }

    @Test func `stay until the peer has sent everything again; then what it did not send goes`() {
        var lab = Lab()
        let (first, second) = Self.fill(&lab)
        lab.rib.peerDown(first, retaining: .ipv4Unicast)
        lab.back(first, keeping: .ipv4Unicast)
        lab.announce(first, ["20.0.0.0/8"], path: [65001])
        lab.settle()
        #expect(lab.changes.isEmpty)
        let found3 = lab.best("10.0.0.0/8")?.peer
        #expect(found3 == first)
        lab.rib.removeStale(first, .ipv4Unicast)
        lab.settle()
        let found4 = lab.best("10.0.0.0/8")?.peer
        #expect(found4 == second)
        let found5 = lab.best("20.0.0.0/8")?.peer
        #expect(found5 == first)
        let (count, hasStale) = (lab.rib.acceptedCount(of: first, .ipv4Unicast), lab.rib.hasStale(first, .ipv4Unicast))
        #expect(count == 1 && !hasStale)
    }

    @Test func `go at once if the peer comes back without its forwarding state`() {
        var lab = Lab()
        let (first, second) = Self.fill(&lab)
        lab.rib.peerDown(first, retaining: .ipv4Unicast)
        lab.back(first, keeping: [])
        // What it sends before the old routes are swept is not swept with them.
        lab.announce(first, ["20.0.0.0/8"], path: [65001])
        lab.settle(budget: 1)
        let found6 = lab.best("10.0.0.0/8")?.peer
        #expect(found6 == second)
        let found7 = lab.best("20.0.0.0/8")?.peer
        #expect(found7 == first)
    }

    @Test func `go if it does not come back`() {
        var lab = Lab()
        let (first, second) = Self.fill(&lab)
        lab.rib.peerDown(first, retaining: .ipv4Unicast)
        lab.rib.endRetention(first, .ipv4Unicast)
        lab.settle()
        let found8 = lab.best("10.0.0.0/8")?.peer
        #expect(found8 == second)
        let found9 = lab.best("20.0.0.0/8")?.peer
        #expect(found9 == nil)
        let (isRetained, count) = (lab.rib.retainsRoutes(of: first), lab.rib.acceptedCount(of: first, .ipv4Unicast))
        #expect(!isRetained && count == 0)
    }

    @Test func `that were stale already go when the session ends once more (RFC 4724 §4.2)`() {
        var lab = Lab()
        let (first, second) = Self.fill(&lab)
        lab.rib.peerDown(first, retaining: .ipv4Unicast)
        lab.back(first, keeping: .ipv4Unicast)
        lab.announce(first, ["20.0.0.0/8"], path: [65001])
        lab.rib.peerDown(first, retaining: .ipv4Unicast)
        lab.settle()
        let found10 = lab.best("10.0.0.0/8")?.peer
        #expect(found10 == second)
        let found11 = lab.best("20.0.0.0/8")?.peer
        #expect(found11 == first)
    }

    @Test func `of other families go with the session`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "198.51.100.1", families: [.ipv4Unicast, .ipv6Unicast])
        lab.announce(peer, ["10.0.0.0/8"], path: [65001])
        lab.settle()
        lab.rib.peerDown(peer, retaining: .ipv6Unicast)
        lab.settle()
        let found12 = lab.best("10.0.0.0/8")?.peer
        #expect(found12 == nil)
    }

    @Test func `survive any number of restarts without a leak`() {
        var lab = Lab()
        let (first, _) = Self.fill(&lab)
        let sets = lab.rib.attributes.count
        for _ in 0..<5 {
            lab.rib.peerDown(first, retaining: .ipv4Unicast)
            lab.back(first, keeping: .ipv4Unicast)
            lab.announce(first, ["10.0.0.0/8", "20.0.0.0/8"], path: [65001])
            lab.rib.removeStale(first, .ipv4Unicast)
            lab.settle()
        }
        let count = lab.rib.attributes.count
        #expect(lab.changes.isEmpty && count == sets)
        lab.rib.peerDown(first)
        lab.settle()
        let found13 = lab.best("20.0.0.0/8")?.peer
        #expect(found13 == nil)
    }
}

@Suite("Long-lived stale routes") struct LongLivedTests {
    private static func fill(_ lab: inout Lab, _ change: (inout PathAttributes) -> Void = { _ in }) -> PeerIndex {
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "198.51.100.1")
        lab.announce(peer, ["10.0.0.0/8"], path: [65001], change)
        lab.settle()
        lab.rib.peerDown(peer, retaining: .ipv4Unicast)
        return peer
    }

    @Test func `are used while there is nothing else, and by everything else are replaced`() {
        var lab = Lab(honoursLongLivedStale: true)
        let peer = Self.fill(&lab)
        lab.rib.makeLongLived(peer, .ipv4Unicast)
        lab.settle()
        let path = lab.rib.route(RoutePrefix(prefix("10.0.0.0/8")), in: DomainIndex(rawValue: 0))?.paths.first
        #expect(path?.isBest == true && path?.attributes.communities == [.longLivedStale])
        // Even by one that a local preference speaks against.
        let other = lab.peer(DomainIndex(rawValue: 0), 65002, "198.51.100.2") { $0.defaultLocalPreference = 1 }
        lab.announce(other, ["10.0.0.0/8"], path: [65002, 65002, 65002], nextHop: "198.51.100.2")
        lab.settle()
        let view = lab.rib.route(RoutePrefix(prefix("10.0.0.0/8")), in: DomainIndex(rawValue: 0))
        #expect(view?.paths.first?.peer == other && view?.decidedBy == .staleness)
    }

    @Test func `with NO_LLGR go when the restart time is over`() {
        var lab = Lab(honoursLongLivedStale: true)
        let peer = Self.fill(&lab) { $0.communities = [.noLongLived] }
        lab.rib.makeLongLived(peer, .ipv4Unicast)
        lab.settle()
        let best = lab.best("10.0.0.0/8")
        #expect(best == nil)
    }

    @Test(arguments: [true, false]) func `are advertised to peers that know what they are only`(knows: Bool) {
        var lab = Lab(honoursLongLivedStale: true)
        let peer = Self.fill(&lab)
        let other = lab.peer(DomainIndex(rawValue: 0), 65002, "198.51.100.2", up: false)
        lab.rib.peerUp(
            other,
            NegotiatedPeer(
                families: .ipv4Unicast,
                remoteID: RouterID(IPv4Address(2, 2, 2, 2)),
                takesLongLivedStale: knows
            )
        )
        lab.settle()
        _ = lab.updates(for: other)
        let before = lab.advertised(other).keys.sorted()
        #expect(before == ["10.0.0.0/8"])
        lab.rib.makeLongLived(peer, .ipv4Unicast)
        lab.settle()
        _ = lab.updates(for: other)
        let communities = lab.rib.advertised(to: other).map(\.attributes.communities)
        #expect(communities == (knows ? [[.longLivedStale]] : []))
    }
}

extension LongLivedTests {
    @Test func `are put in words that everybody in the AS knows, where that is wanted (RFC 9494 §4.6)`() {
        var lab = Lab(honoursLongLivedStale: true)
        let peer = Self.fill(&lab)
        let inside = lab.peer(DomainIndex(rawValue: 0), 65000, "198.51.100.2") { $0.getsLongLivedStale = true }
        let outside = lab.peer(DomainIndex(rawValue: 0), 65002, "198.51.100.3") { $0.getsLongLivedStale = true }
        lab.settle()
        _ = lab.updates(for: inside)
        _ = lab.updates(for: outside)
        lab.rib.makeLongLived(peer, .ipv4Unicast)
        lab.settle()
        _ = lab.updates(for: inside)
        _ = lab.updates(for: outside)
        let told = lab.rib.advertised(to: inside).map(\.attributes)
        #expect(told.map(\.localPreference) == [0] && told.map(\.communities) == [[.longLivedStale, .noExport]])
        let toldOutside = lab.rib.advertised(to: outside)
        #expect(toldOutside.isEmpty)
    }
}

@Suite("Graceful shutdown") struct GracefulShutdownTests {
    @Test(arguments: [true, false]) func `routes that ask for it get local preference 0, where that is honoured`(
        isHonoured: Bool
    ) {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "198.51.100.1") { $0.honoursGracefulShutdown = isHonoured }
        lab.announce(peer, ["10.0.0.0/8"], path: [65001]) { $0.communities = [.gracefulShutdown] }
        lab.settle()
        let path = lab.rib.route(RoutePrefix(prefix("10.0.0.0/8")), in: domain)?.paths.first
        #expect(path?.attributes.localPreference == (isHonoured ? 0 : 100))
    }

    @Test func `routes over a session that is about to be shut down are the last to be chosen`() {
        var lab = Lab()
        let domain = lab.domain()
        let first = lab.peer(domain, 65001, "198.51.100.1")
        let second = lab.peer(domain, 65002, "198.51.100.2")
        lab.announce(first, ["10.0.0.0/8"], path: [65001])
        lab.announce(second, ["10.0.0.0/8"], path: [65002, 65002], nextHop: "198.51.100.2")
        lab.settle()
        lab.rib.beginShutdown(first)
        lab.settle()
        let view = lab.rib.route(RoutePrefix(prefix("10.0.0.0/8")), in: domain)
        #expect(view?.paths.first?.peer == second && view?.decidedBy == .localPreference)
        // What comes afterwards is no better, until the session has ended.
        lab.announce(first, ["20.0.0.0/8"], path: [65001])
        lab.settle()
        let later = lab.rib.route(RoutePrefix(prefix("20.0.0.0/8")), in: domain)
        #expect(later?.paths.first?.attributes.localPreference == 0)
    }
}
