import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Export") struct ExportTests {
    @Test func `an eBGP peer hears the path with this AS in front and this router as next hop`() throws {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let to = lab.peer(domain, 65002, "10.0.2.1")
        lab.announce(from, ["10.1.0.0/16", "10.2.0.0/16"], path: [65001, 65100]) {
            $0.med = 7
            $0.communities = [Community(65001, 5)]
            $0.unknown = [UnknownAttribute(type: 99, isPartial: false, value: [1, 2])]
        }
        lab.settle()
        var listener = Listener()
        try listener.hear(lab.updates(for: to))
        let heard = try #require(listener.routes["10.1.0.0/16"])
        #expect(listener.routes.count == 2)
        #expect(heard.asPath == ASPath([65000, 65001, 65100]))
        #expect(heard.nextHop == NextHop(ip("192.0.2.1")))
        #expect(heard.med == nil && heard.localPreference == nil)
        #expect(heard.communities == [Community(65001, 5)])
        #expect(heard.unknown.map(\.type) == [99])
        #expect(listener.endsOfRIB == [.ipv4Unicast])
        let pending = lab.rib.pendingExport(from)
        #expect(pending, "the sender still gets its End-of-RIB")
        var own = Listener()
        try own.hear(lab.updates(for: from))
        #expect(own.routes.isEmpty && own.spuriousWithdrawals == 0)
    }

    @Test func `withdrawals reach those who heard the route and nobody else`() throws {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let other = lab.peer(domain, 65001, "10.0.1.2")
        let to = lab.peer(domain, 65002, "10.0.2.1")
        var (atFrom, atOther, atTo) = (Listener(), Listener(), Listener())
        lab.announce(from, ["10.1.0.0/16"], path: [65001])
        lab.settle()
        try atTo.hear(lab.updates(for: to))
        try atOther.hear(lab.updates(for: other))
        #expect(atTo.routes.count == 1 && atOther.routes.count == 1)
        // A better path from the other peer: it must lose the route, the first one must hear it.
        lab.announce(other, ["10.1.0.0/16"], path: [65001]) { $0.origin = .igp }
        lab.withdraw(from, ["10.1.0.0/16"])
        lab.settle()
        try atTo.hear(lab.updates(for: to))
        try atOther.hear(lab.updates(for: other))
        try atFrom.hear(lab.updates(for: from))
        #expect(atTo.routes.count == 1 && atOther.routes.isEmpty && atFrom.routes.count == 1)
        lab.withdraw(other, ["10.1.0.0/16"])
        lab.settle()
        for peer in [from, other, to] {
            var listener = peer == from ? atFrom : peer == other ? atOther : atTo
            try listener.hear(lab.updates(for: peer))
            #expect(listener.routes.isEmpty && listener.spuriousWithdrawals == 0)
        }
    }

    @Test func `a route announced and withdrawn before a peer heard of it is never mentioned`() throws {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let to = lab.peer(domain, 65002, "10.0.2.1")
        lab.announce(from, ["10.1.0.0/16"], path: [65001])
        lab.settle()
        lab.withdraw(from, ["10.1.0.0/16"])
        lab.settle()
        var listener = Listener()
        try listener.hear(lab.updates(for: to))
        #expect(listener.routes.isEmpty && listener.spuriousWithdrawals == 0)
    }

    struct WellKnown: Sendable {
        var community: Community
        var toExternal: Bool
        var toInternal: Bool
    }

    @Test(arguments: [
        WellKnown(community: .noExport, toExternal: false, toInternal: true),
        WellKnown(community: .noExportSubconfed, toExternal: false, toInternal: true),
        WellKnown(community: .noAdvertise, toExternal: false, toInternal: false),
        WellKnown(community: Community(1, 1), toExternal: true, toInternal: true),
    ]) func `well-known communities bound a route's way`(row: WellKnown) {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let external = lab.peer(domain, 65002, "10.0.2.1")
        let internalPeer = lab.peer(domain, 65000, "10.0.3.1")
        lab.announce(from, ["10.1.0.0/16"], path: [65001]) { $0.communities = [row.community] }
        lab.settle()
        _ = lab.updates(for: external)
        _ = lab.updates(for: internalPeer)
        #expect(lab.advertised(external).isEmpty == !row.toExternal)
        #expect(lab.advertised(internalPeer).isEmpty == !row.toInternal)
    }

    /// Rows and columns of the table in RFC 4456 §6.
    @Test(arguments: ["ebgp", "client", "plain"], ["ebgp", "client", "plain"])
    func `reflection follows its table`(source: String, target: String) {
        var lab = Lab()
        let domain = lab.domain()
        func asn(_ kind: String, _ external: ASN) -> ASN { kind == "ebgp" ? external : 65000 }
        let from = lab.peer(domain, asn(source, 65001), "10.0.1.1") { $0.isRouteReflectorClient = source == "client" }
        let to = lab.peer(domain, asn(target, 65002), "10.0.2.1") { $0.isRouteReflectorClient = target == "client" }
        lab.announce(from, ["10.1.0.0/16"], path: [65001]) { $0.localPreference = 150 }
        lab.settle()
        _ = lab.updates(for: to)
        let heard = lab.advertised(to)["10.1.0.0/16"]
        let isExpected = !(source == "plain" && target == "plain")
        #expect((heard != nil) == isExpected)
        guard let heard else { return }
        if target == "ebgp" {
            #expect(heard.originatorID == nil && heard.clusterList.isEmpty && heard.localPreference == nil)
        } else if source == "ebgp" {
            #expect(heard.originatorID == nil && heard.clusterList.isEmpty)
            #expect(heard.localPreference == 100 && heard.nextHop == NextHop(ip("198.51.100.1")))
        } else {
            #expect(heard.originatorID == RouterID(IPv4Address(10, 0, 1, 1)))
            #expect(heard.clusterList == [RouterID(IPv4Address(10, 0, 0, 1))])
            #expect(heard.localPreference == 150 && heard.nextHop == NextHop(ip("198.51.100.1")))
        }
    }

    @Test func `tags decide who may hear a route`() {
        var lab = Lab()
        let domain = lab.domain()
        let customer = lab.peer(domain, 65001, "10.0.1.1") {
            $0.importTag = 1
            $0.exportTags = TagMask(2)
        }
        let gateways = ["10.0.2.1", "10.0.2.2"].map { address in
            lab.peer(domain, 65515, address) {
                $0.importTag = 2
                $0.exportTags = TagMask(1)
            }
        }
        lab.announce(customer, ["10.1.0.0/16"], path: [65001])
        lab.announce(gateways[0], ["10.9.0.0/16"], path: [65515])
        lab.settle()
        for peer in [customer] + gateways { _ = lab.updates(for: peer) }
        #expect(Array(lab.advertised(customer).keys) == ["10.9.0.0/16"])
        for gateway in gateways { #expect(Array(lab.advertised(gateway).keys) == ["10.1.0.0/16"]) }
        let groups = lab.rib.tables[2].groups.count
        #expect(groups == 2, "both gateways share a group")
    }

    @Test func `AS numbers are removed, replaced and prepended, and a drain prepends more at run time`() throws {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let to = lab.peer(domain, 65002, "10.0.2.1") {
            $0.removeASNs = [64512]
            $0.replaceASNs = [.init(from: 65001, to: 65009)]
            $0.prepend = 1
        }
        lab.announce(from, ["10.1.0.0/16"], path: [65001, 64512, 3])
        lab.settle()
        var listener = Listener()
        try listener.hear(lab.updates(for: to))
        #expect(listener.routes["10.1.0.0/16"]?.asPath == ASPath([65000, 65000, 65009, 3]))
        lab.rib.setPrepend(to, count: 3)
        lab.settle(budget: 1)
        try listener.hear(lab.updates(for: to))
        #expect(listener.routes["10.1.0.0/16"]?.asPath == ASPath([65000, 65000, 65000, 65000, 65009, 3]))
        #expect(listener.spuriousWithdrawals == 0)
        lab.withdraw(from, ["10.1.0.0/16"])
        lab.settle()
        try listener.hear(lab.updates(for: to))
        #expect(listener.routes.isEmpty)
    }

    @Test func `own routes keep their MED and take this router as next hop`() {
        var lab = Lab()
        let domain = lab.domain()
        let external = lab.peer(domain, 65002, "10.0.2.1")
        let inside = lab.peer(domain, 65000, "10.0.3.1")
        lab.rib.originate(prefix("10.5.0.0/16"), LocalRoute(med: 9, communities: [Community(1, 2)]), in: domain)
        lab.settle()
        _ = lab.updates(for: external)
        _ = lab.updates(for: inside)
        #expect(lab.advertised(external)["10.5.0.0/16"]?.med == 9)
        #expect(lab.advertised(external)["10.5.0.0/16"]?.asPath == ASPath([65000]))
        #expect(lab.advertised(inside)["10.5.0.0/16"]?.nextHop == NextHop(ip("192.0.2.1")))
        #expect(lab.advertised(inside)["10.5.0.0/16"]?.localPreference == 100)
        #expect(lab.best("10.5.0.0/16")?.nextHop == .local)
        lab.rib.withdrawOrigination(prefix("10.5.0.0/16"), in: domain)
        lab.settle()
        _ = lab.updates(for: external)
        #expect(lab.advertised(external).isEmpty)
    }

    @Test func `a peer that comes late, or asks for a refresh, gets the whole table`() throws {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let late = lab.peer(domain, 65002, "10.0.2.1", up: false) { $0.prepend = 1 }
        let prefixes = (0..<500).map { "10.\($0 / 250).\($0 % 250).0/24" }
        lab.announce(from, prefixes, path: [65001])
        lab.settle()
        lab.up(late, id: "10.0.2.1")
        var listener = Listener()
        // Before the group is computed there is nothing to say, and no End-of-RIB either.
        try listener.hear(lab.updates(for: late))
        #expect(listener.endsOfRIB.isEmpty)
        lab.settle(budget: 100)
        try listener.hear(lab.updates(for: late, byteLimit: 200))
        #expect(listener.routes.count == 500 && listener.endsOfRIB == [.ipv4Unicast])
        lab.rib.refresh(late, .ipv4Unicast)
        var again = Listener()
        try again.hear(lab.updates(for: late))
        #expect(again.routes.count == 500 && again.endsOfRIB.isEmpty)
        let batch = lab.rib.counters(of: late)
        #expect(batch.advertisedPrefixes[.ipv4Unicast] == 500)
    }

    @Test func `a peer with two-octet AS numbers hears AS_TRANS and the real path beside it`() throws {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let to = lab.peer(domain, 65002, "10.0.2.1", up: false)
        lab.up(to, id: "10.0.2.1", fourOctetAS: false)
        lab.announce(from, ["10.1.0.0/16"], path: [65001, 4_200_000_000])
        lab.settle()
        var listener = Listener(fourOctetAS: false)
        try listener.hear(lab.updates(for: to))
        #expect(listener.routes["10.1.0.0/16"]?.asPath == ASPath([65000, 65001, 4_200_000_000]))
    }
}
