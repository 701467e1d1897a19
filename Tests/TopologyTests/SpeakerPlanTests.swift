import NetworkTypes
import Testing

@testable import Topology

@Suite("Speakers' plans") struct SpeakerPlanTests {
    static let full = """
        asn: 12076
        router-id: 10.0.0.1
        listen: [127.0.0.1:1790, "[::1]:1790", 127.0.0.3]
        neighbors:
          - address: 127.0.0.2
            remote-as: 65010
            passive: true
            md5: secret
            hold: 9
            keepalive: 3s
            bfd: { interval: 50ms, multiplier: 5 }
            families: [ipv6, ipv4]
            ttl-security: 2
            max-prefix: 100
            export: none
          - { address: "::2", remote-as: 12076, route-reflector-client: true, multihop: 8 }
        announce: [10.1.0.0/16, "2001:db8::/32"]
        routes: routes.txt
        """

    @Test func `a file has all the words`() throws {
        let (loaded, diagnostics) = SpeakerPlan.load(text: Self.full, file: "speaker.yaml")
        #expect(diagnostics.rendered(text: Self.full) == "")
        let plan = try #require(loaded)
        #expect(plan.asn == ASN(12076))
        #expect(plan.routerID == IPv4Address(10, 0, 0, 1))
        #expect(plan.listeners.map(\.description) == ["127.0.0.1:1790", "[::1]:1790", "127.0.0.3:179"])
        let first = plan.neighbors[0]
        #expect(first.isPassive && first.sharedKey == "secret" && !first.exportsRoutes && first.importsRoutes)
        #expect(first.holdTime == .seconds(9) && first.keepalive == .seconds(3))
        #expect(first.bfd == SpeakerPlan.BFD(interval: .milliseconds(50), multiplier: 5, isPassive: false))
        #expect(first.families == [.ipv4, .ipv6] && first.trustedHops == 2 && first.maximumPrefixes == 100)
        #expect(plan.neighbors[1].isReflectorClient && plan.neighbors[1].hops == 8)
        #expect(plan.prefixes.count == 2 && plan.routesFile == "routes.txt")
    }

    @Test func `the command line has the same words`() throws {
        let text =
            "127.0.0.2,remote-as=65010,passive,md5=secret,hold=9,keepalive=3s,bfd=50ms*5,families=ipv6+ipv4"
            + ",ttl-security=2,max-prefix=100,export=none"
        let (neighbor, diagnostics) = SpeakerPlan.Neighbor.parse(text, option: "--neighbor")
        #expect(diagnostics.isEmpty)
        let fromFile = try #require(SpeakerPlan.load(text: Self.full, file: "").plan?.neighbors.first)
        #expect(neighbor == fromFile)
    }

    @Test(arguments: [
        ("127.0.0.2", "the key 'remote-as' is missing", 1),
        ("127.0.0.2,remote-as=65010,pasive", "unknown key 'pasive' in a neighbor", 27),
        ("localhost,remote-as=65010", "'localhost' is not an IPv4 or IPv6 address", 1),
        ("127.0.0.2,remote-as=x", "expected an ASN from 0 to 4294967295, found text", 21),
        ("127.0.0.2,remote-as=1,bfd=50ms", "'50ms' is not an interval and a multiplier such as 50ms*3", 27),
        (
            "127.0.0.2,remote-as=1,bfd=0s*3",
            "'0s*3' is not an interval and a multiplier such as 50ms*3: the interval is zero", 27
        ),
        ("127.0.0.2,remote-as=1,families=ipv4+ipv4", "'ipv4+ipv4' is not ipv4, ipv6 or ipv4+ipv6", 32),
        ("127.0.0.2,remote-as=1,export=some", "'some' is not one of all, none", 30),
        ("127.0.0.2,remote-as=1,,", "unknown key '' in a neighbor", 23),
        ("", "expected an IPv4 or IPv6 address", 1),
    ]) func `a mistake on the command line is shown where it is`(text: String, message: String, column: Int) throws {
        let (neighbor, diagnostics) = SpeakerPlan.Neighbor.parse(text, option: "--neighbor")
        #expect(neighbor == nil)
        let first = try #require(diagnostics.first)
        #expect(first.message.contains(message), "\(diagnostics)")
        #expect(first.file == "--neighbor" && first.column == column)
    }
}

@Suite("Files of routes") struct PlannedRouteTests {
    @Test func `each line is a route with its attributes`() throws {
        let text = """
            # ours
            10.1.0.0/16
            10.2.0.0/16\tnext-hop=192.0.2.1  med=50 communities=65010:1,65010:2   # two
            2001:db8::/32 as-path=64512,4200000000 local-preference=200\r

            """
        let (loaded, diagnostics) = PlannedRoute.load(bytes: Array(text.utf8), file: "routes.txt")
        #expect(diagnostics.isEmpty)
        let routes = try #require(loaded)
        #expect(routes.map(\.prefix.description) == ["10.1.0.0/16", "10.2.0.0/16", "2001:db8::/32"])
        #expect(routes[1].nextHop == .v4(IPv4Address(192, 0, 2, 1)) && routes[1].med == 50)
        #expect(routes[1].communities == [65010 << 16 | 1, 65010 << 16 | 2])
        #expect(routes[2].asPath == [ASN(64512), ASN(4_200_000_000)] && routes[2].localPreference == 200)
    }

    @Test(arguments: [
        ("10.1.0.0/33", "'10.1.0.0/33' is not a prefix", 1),
        ("10.1.0.1/16", "'10.1.0.1/16' is not a prefix", 1),
        ("10.1.0.0/16 med=-1", "'-1' is not a number", 13),
        ("10.1.0.0/16 next-hop=2001:db8::1", "'2001:db8::1' is not an ipv4 address", 13),
        ("10.1.0.0/16  community=1:2", "unknown word 'community'", 14),
        ("10.1.0.0/16 communities=1:2,", "'1:2,' is not a list of communities", 13),
        ("10.1.0.0/16 as-path=0", "'0' is not a list of ASNs", 13),
    ]) func `a mistake is shown where it is`(line: String, message: String, column: Int) throws {
        let (routes, diagnostics) = PlannedRoute.load(bytes: Array("\n\(line)".utf8), file: "routes.txt")
        #expect(routes == nil)
        let first = try #require(diagnostics.first)
        #expect(first.message.contains(message), "\(first.message)")
        #expect(first.line == 2 && first.column == column)
    }
}
