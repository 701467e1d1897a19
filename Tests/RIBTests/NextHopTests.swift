import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Next hops") struct NextHopTests {
    @Test func `a path waits for its next hop and goes with it`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1")
        lab.announce(peer, ["10.1.0.0/16", "10.2.0.0/16"], path: [65001])
        while lab.rib.work(budget: 10) {}
        #expect(lab.best("10.1.0.0/16") == nil)
        var uses: [NextHopUse] = []
        lab.rib.drainNextHopUses(into: &uses)
        #expect(uses == [NextHopUse(domain: domain, address: ip("198.51.100.1"), isUsed: true)])
        lab.rib.setNextHop(ip("198.51.100.1"), in: domain, metric: 5)
        while lab.rib.work(budget: 1) {}
        #expect(lab.best("10.2.0.0/16")?.isEligible == true)
        lab.rib.setNextHop(ip("198.51.100.1"), in: domain, metric: nil)
        while lab.rib.work(budget: 1) {}
        var changes: [RouteChange] = []
        lab.rib.drainRouteChanges(into: &changes)
        #expect(changes.map { $0.nextHops == .none } == [false, false, true, true])
        lab.withdraw(peer, ["10.1.0.0/16", "10.2.0.0/16"])
        uses.removeAll()
        while lab.rib.work(budget: 10) {}
        lab.rib.drainNextHopUses(into: &uses)
        #expect(uses == [NextHopUse(domain: domain, address: ip("198.51.100.1"), isUsed: false)])
        #expect(lab.rib.nextHops.count == 0 && lab.rib.attributeSetCount == 0)
    }

    @Test func `a nearer next hop is preferred`() {
        var lab = Lab()
        let domain = lab.domain()
        let near = lab.peer(domain, 65001, "10.0.1.9")
        let far = lab.peer(domain, 65001, "10.0.1.1")
        lab.metrics = [ip("198.51.100.2"): 20]
        lab.announce(near, ["10.1.0.0/16"], path: [65001])
        lab.announce(far, ["10.1.0.0/16"], path: [65001], nextHop: "198.51.100.2")
        lab.settle()
        #expect(lab.best("10.1.0.0/16")?.peer == near)
        let step = lab.rib.route(RoutePrefix(prefix("10.1.0.0/16")), in: domain)?.decidedBy
        #expect(step == .igpMetric)
        lab.rib.setNextHop(ip("198.51.100.2"), in: domain, metric: 1)
        lab.settle()
        #expect(lab.best("10.1.0.0/16")?.peer == far)
    }

    struct Row: Sendable {
        var multipath: Multipath
        var members: Int
    }

    @Test(arguments: [
        Row(multipath: Multipath(), members: 1),
        Row(multipath: Multipath(ebgp: 2), members: 2),
        Row(multipath: Multipath(ebgp: 8), members: 2),
        Row(multipath: Multipath(ebgp: 8, relaxesASPath: true), members: 3),
        Row(multipath: Multipath(ibgp: 8, relaxesASPath: true), members: 1),
    ]) func `equal paths are used side by side as far as the domain allows`(row: Row) {
        var lab = Lab()
        let domain = lab.domain(multipath: row.multipath)
        for (number, asn) in [(1, 65001), (2, 65001), (3, 65003), (4, 65001)] as [(Int, ASN)] {
            let peer = lab.peer(domain, asn, "10.0.1.\(number)")
            // The fourth path is longer.
            let path = number == 4 ? [asn, asn, asn] : [asn, 7]
            lab.announce(peer, ["10.1.0.0/16", "10.2.0.0/16"], path: path, nextHop: "198.51.100.\(number)")
        }
        lab.settle()
        let handles = lab.rib.routes(in: domain, .ipv4Unicast).map(\.nextHops)
        #expect(handles[0] == handles[1], "prefixes share a set")
        let members = lab.rib.nextHops(of: handles[0])
        #expect(members.count == row.members)
        #expect(members.first == .address(ip("198.51.100.1"), peer: PeerIndex(rawValue: 0)))
        let used = lab.rib.routes(in: domain, .ipv4Unicast)[0].paths.filter(\.isMultipath).count
        #expect(used == row.members)
    }

    @Test func `a released set's handle is reused only after it was reported`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1")
        lab.announce(peer, ["10.1.0.0/16"], path: [65001])
        lab.settle()
        let first = lab.changes.last?.nextHops ?? .none
        lab.announce(peer, ["10.1.0.0/16"], path: [65001], nextHop: "198.51.100.2")
        lab.settle()
        let second = lab.changes.last?.nextHops ?? .none
        #expect(first != second && second != .none)
        var released: [NextHopSetHandle] = []
        lab.rib.drainReleasedNextHopSets(into: &released)
        #expect(released == [first])
        lab.announce(peer, ["10.2.0.0/16"], path: [65001], nextHop: "198.51.100.3")
        lab.settle()
        #expect(lab.changes.last?.nextHops == first)
    }

    @Test func `a static route has its next hop, which is tracked`() {
        var lab = Lab()
        let domain = lab.domain()
        lab.rib.originate(prefix("10.1.0.0/16"), LocalRoute(nextHop: ip("192.0.2.9")), in: domain)
        lab.settle()
        #expect(lab.best("10.1.0.0/16")?.nextHop == .address(ip("192.0.2.9"), peer: .local))
        lab.rib.setNextHop(ip("192.0.2.9"), in: domain, metric: nil)
        lab.settle()
        #expect(lab.best("10.1.0.0/16") == nil)
    }
}
