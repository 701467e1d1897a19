import BGPWire
import NetworkTypes
import Testing

@testable import RIB

/// Two edge routers and a reflector between them.
///
///     customer A ── edge 1 ══ reflector ══ edge 2 ── customer B
///
/// Each edge has a domain "pair" that both import and export, and a domain "other" that nobody shares.
struct Backbone: ~Copyable {
    static let target = RouteTarget(asn: 65000, number: 1)
    var edges: [PeerIndex] = []
    var one = Lab(id: "10.0.0.1", backbone: "10.0.0.1")
    var two = Lab(id: "10.0.0.2", backbone: "10.0.0.2")
    var reflector = Lab(id: "10.0.0.9", backbone: "10.0.0.9")
    let customers: [PeerIndex]
    let others: [PeerIndex]
    let uplinks: [PeerIndex]

    init() {
        var customers: [PeerIndex] = []
        var others: [PeerIndex] = []
        var uplinks: [PeerIndex] = []
        func domains(_ lab: inout Lab, _ number: UInt32) {
            let pair = lab.rib.addDomain(
                DomainConfiguration(
                    name: "pair",
                    routeDistinguisher: RouteDistinguisher(asn: 65000, number: number),
                    importTargets: [Self.target],
                    exportTargets: [Self.target],
                    vpnLabel: 100 + number,
                    vpnExportTags: TagMask(1),
                    vpnImportTag: 3
                )
            )
            let other = lab.domain("other")
            customers.append(
                lab.peer(pair, ASN(65100 + number), "172.16.0.1") {
                    $0.importTag = 1
                    $0.exportTags = TagMask(2, 3)
                }
            )
            others.append(lab.peer(other, 65200, "172.16.0.1"))
            uplinks.append(lab.peer(.backbone, 65000, "10.0.0.9", families: [.vpnIPv4, .vpnIPv6]))
        }
        domains(&one, 1)
        domains(&two, 2)
        for address in ["10.0.0.1", "10.0.0.2"] {
            edges.append(
                reflector.peer(.backbone, 65000, address, families: [.vpnIPv4, .vpnIPv6]) {
                    $0.isRouteReflectorClient = true
                }
            )
        }
        self.customers = customers
        self.others = others
        self.uplinks = uplinks
    }

    /// Carries what is pending back and forth until nothing is.
    mutating func exchange() {
        for _ in 0..<4 {
            one.settle()
            two.settle()
            reflector.apply(edges[0], one.updates(for: uplinks[0]))
            reflector.apply(edges[1], two.updates(for: uplinks[1]))
            reflector.settle()
            one.apply(uplinks[0], reflector.updates(for: edges[0]))
            two.apply(uplinks[1], reflector.updates(for: edges[1]))
        }
        one.settle()
        two.settle()
    }
}

@Suite("Backbone") struct BackboneTests {
    @Test func `a customer's route reaches the other edge's domain through the reflector`() throws {
        var backbone = Backbone()
        backbone.one.announce(backbone.customers[0], ["10.1.0.0/16"], path: [65101]) {
            $0.extendedCommunities = [ExtendedCommunity(RouteTarget(asn: 65000, number: 666))]
        }
        backbone.one.announce(backbone.others[0], ["10.7.0.0/16"], path: [65200])
        backbone.exchange()

        let carried = try #require(backbone.two.rib.routes(in: .backbone, .vpnIPv4).first)
        #expect(carried.prefix.description == "65000:1:10.1.0.0/16")
        let path = try #require(carried.paths.first)
        #expect(path.attributes.originatorID == RouterID(IPv4Address(10, 0, 0, 1)))
        #expect(path.attributes.clusterList == [RouterID(IPv4Address(10, 0, 0, 9))])
        #expect(path.attributes.routeTargets == [Backbone.target], "the customer's own target is not trusted")
        #expect(path.label == 101)

        let found = backbone.two.best("10.1.0.0/16")
        let imported = try #require(found)
        #expect(imported.tag == 3 && imported.importedFrom == RouteDistinguisher(asn: 65000, number: 1))
        #expect(imported.nextHop == .vpn(endpoint: IPv4Address(10, 0, 0, 1), label: 101))
        #expect(backbone.two.rib.routes(in: DomainIndex(rawValue: 1), .ipv4Unicast).isEmpty)
        #expect(backbone.two.rib.routes(in: DomainIndex(rawValue: 0), .ipv4Unicast).count == 1)

        // Outside, nothing shows how it travelled.
        _ = backbone.two.updates(for: backbone.customers[1])
        let told = backbone.two.advertised(backbone.customers[1])
        let heard = try #require(told["10.1.0.0/16"])
        #expect(heard.asPath == ASPath([65000, 65101]))
        #expect(heard.originatorID == nil && heard.clusterList.isEmpty && heard.extendedCommunities.isEmpty)
        #expect(heard.localPreference == nil)

        // The exporting edge does not get its own route back.
        let own = backbone.one.rib.routes(in: .backbone, .vpnIPv4).first
        #expect(own?.paths.count == 1 && own?.paths.first?.peer == .local)
    }

    @Test func `withdrawal and loss of a next hop take the imported route away`() {
        var backbone = Backbone()
        backbone.one.announce(backbone.customers[0], ["10.1.0.0/16", "10.2.0.0/16"], path: [65101])
        backbone.exchange()
        #expect(backbone.two.best("10.1.0.0/16") != nil)
        backbone.one.withdraw(backbone.customers[0], ["10.1.0.0/16"])
        backbone.exchange()
        #expect(backbone.two.best("10.1.0.0/16") == nil && backbone.two.best("10.2.0.0/16") != nil)
        backbone.two.rib.setNextHop(ip("10.0.0.1"), in: .backbone, metric: nil)
        while backbone.two.rib.work(budget: 10) {}
        #expect(backbone.two.best("10.2.0.0/16") == nil)
        backbone.two.rib.setNextHop(ip("10.0.0.1"), in: .backbone, metric: 7)
        while backbone.two.rib.work(budget: 10) {}
        #expect(backbone.two.best("10.2.0.0/16") != nil)
        backbone.two.rib.peerDown(backbone.uplinks[1])
        backbone.two.settle()
        #expect(backbone.two.rib.route(RoutePrefix(prefix("10.2.0.0/16")), in: DomainIndex(rawValue: 0)) == nil)
    }

    @Test func `the same prefix in two domains does not mix`() {
        var backbone = Backbone()
        backbone.one.announce(backbone.customers[0], ["10.1.0.0/16"], path: [65101])
        backbone.one.announce(backbone.others[0], ["10.1.0.0/16"], path: [65200, 7])
        backbone.exchange()
        #expect(backbone.one.best("10.1.0.0/16", DomainIndex(rawValue: 0))?.attributes.asPath == ASPath([65101]))
        #expect(backbone.one.best("10.1.0.0/16", DomainIndex(rawValue: 1))?.attributes.asPath == ASPath([65200, 7]))
    }

    @Test func `a domain's tag decides what leaves it, and imported routes do not leave again`() {
        var backbone = Backbone()
        backbone.one.rib.originate(prefix("10.8.0.0/16"), LocalRoute(tag: 2), in: DomainIndex(rawValue: 0))
        backbone.one.rib.originate(prefix("10.9.0.0/16"), LocalRoute(tag: 1), in: DomainIndex(rawValue: 0))
        backbone.exchange()
        let prefixes = backbone.two.rib.routes(in: .backbone, .vpnIPv4).map(\.prefix.description)
        #expect(prefixes == ["65000:1:10.9.0.0/16"])
        // If the tag of imported routes were exported, the route would come back under the other distinguisher.
        #expect(backbone.one.rib.routes(in: .backbone, .vpnIPv4).count == 1)
    }

    @Test func `IPv6 routes travel with a mapped next hop`() throws {
        var backbone = Backbone()
        backbone.one.rib.originate(prefix("2001:db8:1::/48"), LocalRoute(tag: 1), in: DomainIndex(rawValue: 0))
        backbone.exchange()
        let found = backbone.two.best("2001:db8:1::/48")
        let best = try #require(found)
        #expect(best.nextHop == .vpn(endpoint: IPv4Address(10, 0, 0, 1), label: 101))
    }

    @Test func `two domains of one router exchange routes by their targets`() throws {
        var lab = Lab(backbone: "10.0.0.1")
        for number in 1...2 as ClosedRange<UInt32> {
            _ = lab.rib.addDomain(
                DomainConfiguration(
                    name: "d\(number)",
                    routeDistinguisher: RouteDistinguisher(asn: 65000, number: number),
                    importTargets: [Backbone.target],
                    exportTargets: [Backbone.target],
                    vpnLabel: number,
                    vpnExportTags: TagMask(1),
                    vpnImportTag: 3
                )
            )
        }
        let first = DomainIndex(rawValue: 0)
        let second = DomainIndex(rawValue: 1)
        lab.rib.originate(prefix("10.1.0.0/16"), LocalRoute(tag: 1), in: first)
        lab.settle()
        let found = lab.best("10.1.0.0/16", second)
        let best = try #require(found)
        #expect(best.nextHop == .vpn(endpoint: IPv4Address(10, 0, 0, 1), label: 1))
        #expect(lab.rib.route(RoutePrefix(prefix("10.1.0.0/16")), in: first)?.paths.count == 1)
        lab.rib.withdrawOrigination(prefix("10.1.0.0/16"), in: first)
        lab.settle()
        #expect(lab.best("10.1.0.0/16", second) == nil)
    }
}
