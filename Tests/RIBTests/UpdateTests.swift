import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Incoming updates") struct UpdateTests {
    @Test func `announcing, replacing and withdrawing count what they do`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1")
        #expect(lab.announce(peer, ["10.1.0.0/16", "10.2.0.0/16"], path: [65001]) == UpdateVerdict(announced: 2))
        #expect(lab.announce(peer, ["10.1.0.0/16"], path: [65001, 2]) == UpdateVerdict(announced: 1))
        #expect(lab.withdraw(peer, ["10.1.0.0/16", "10.3.0.0/16"]) == UpdateVerdict(withdrawn: 1))
        lab.settle()
        let counters = lab.rib.counters(of: peer)
        #expect(counters.acceptedPrefixes == [.ipv4Unicast: 1])
        #expect(counters.updatesReceived == 3)
        let routes = lab.rib.routes(in: domain, .ipv4Unicast).map(\.prefix.description)
        #expect(routes == ["10.2.0.0/16"])
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var asn: ASN = 65001
        var path: [ASN] = [65001]
        var nextHop = "198.51.100.1"
        var change: @Sendable (inout PathAttributes) -> Void = { _ in }
    }

    @Test(arguments: [
        Refusal(testDescription: "own AS in the path", path: [65001, 65000]),
        Refusal(testDescription: "own originator", asn: 65000, path: []) {
            $0.originatorID = RouterID(IPv4Address(10, 0, 0, 1))
        },
        Refusal(testDescription: "own cluster", asn: 65000, path: []) {
            $0.clusterList = [RouterID(rawValue: 1), RouterID(IPv4Address(10, 0, 0, 1))]
        },
        Refusal(testDescription: "own address as next hop", nextHop: "192.0.2.1"),
    ]) func `a looping route is refused and replaces what was there`(row: Refusal) {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, row.asn, "10.0.1.1")
        lab.announce(peer, ["10.1.0.0/16"], path: row.asn == 65000 ? [] : [65001])
        let verdict = lab.announce(peer, ["10.1.0.0/16"], path: row.path, nextHop: row.nextHop, row.change)
        #expect(verdict == UpdateVerdict(withdrawn: 1, rejected: 1))
    }

    @Test func `own AS is allowed as often as configured`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1") { $0.allowOwnAS = 1 }
        #expect(lab.announce(peer, ["10.1.0.0/16"], path: [65001, 65000]).announced == 1)
        #expect(lab.announce(peer, ["10.1.0.0/16"], path: [65001, 65000, 65000]).rejected == 1)
    }

    @Test func `a path that does not begin with the peer's AS counts as a withdrawal`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1")
        let lax = lab.peer(domain, 65001, "10.0.1.2") { $0.enforcesFirstAS = false }
        lab.announce(peer, ["10.1.0.0/16"], path: [65001])
        let verdict = lab.announce(peer, ["10.1.0.0/16"], path: [65002])
        #expect(verdict.outcome == .treatedAsWithdraw(.value(type: 2)) && verdict.withdrawn == 1)
        #expect(lab.announce(lax, ["10.1.0.0/16"], path: [65002]).announced == 1)
    }

    @Test func `a malformed attribute withdraws, a malformed message resets`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1")
        lab.announce(peer, ["10.1.0.0/16"], path: [65001])
        // ORIGIN 3.
        var message = announcement(
            PathAttributes(asPath: ASPath([65001]), nextHop: NextHop(ip("198.51.100.1"))),
            [v4("10.1.0.0/16")]
        )
        message[26] = 3
        let verdict = lab.apply(peer, message)
        #expect(verdict.outcome == .treatedAsWithdraw(.value(type: 1)) && verdict.withdrawn == 1)
        let body: [UInt8] = [0, 9, 0]
        let reset = lab.rib.apply(updateBody: body.span.bytes, from: peer)
        #expect(reset.outcome == .reset(NotificationError(.malformedAttributeList)))
    }

    @Test func `one prefix too many is reported, and the count goes back with withdrawals`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1") { $0.prefixLimits = [.ipv4Unicast: 2] }
        #expect(lab.announce(peer, ["10.1.0.0/16", "10.2.0.0/16"], path: [65001]).outcome == .accepted)
        #expect(lab.announce(peer, ["10.1.0.0/16"], path: [65001, 5]).outcome == .accepted)
        lab.withdraw(peer, ["10.1.0.0/16"])
        #expect(lab.announce(peer, ["10.3.0.0/16"], path: [65001]).outcome == .accepted)
        let verdict = lab.announce(peer, ["10.4.0.0/16"], path: [65001])
        #expect(verdict.outcome == .prefixLimitExceeded(family: .ipv4Unicast, limit: 2))
        lab.rib.peerDown(peer)
        lab.settle()
        lab.up(peer, id: "10.0.1.1")
        #expect(lab.announce(peer, ["10.4.0.0/16"], path: [65001]).outcome == .accepted)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `mutated messages never trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1", families: [.ipv4Unicast, .ipv6Unicast]) {
            $0.importPolicy = Policy([PolicyTerm(actions: [.prepend(asn: nil, count: 2)])])
            $0.enforcesFirstAS = false
        }
        let listener = lab.peer(domain, 65002, "10.0.2.1", families: [.ipv4Unicast, .ipv6Unicast])
        let set = PathAttributes(
            asPath: ASPath([65001, 4_200_000_000]),
            nextHop: NextHop(ip("198.51.100.1")),
            med: 5,
            communities: [Community(1, 2)],
            extendedCommunities: [ExtendedCommunity(rawValue: 5)],
            unknown: [UnknownAttribute(type: 200, isPartial: true, value: [1, 2, 3])]
        )
        let body = Array(announcement(set, [v4("10.1.0.0/16"), v4("10.2.3.0/24")]).dropFirst(19))
        for _ in 0..<200 {
            var mutated = body
            for _ in 0...random.below(3) {
                mutated[Int(random.below(UInt64(mutated.count)))] = UInt8(truncatingIfNeeded: random.next())
            }
            mutated.removeLast(Int(random.below(3)))
            _ = lab.rib.apply(updateBody: mutated.span.bytes, from: peer)
        }
        lab.settle()
        _ = lab.updates(for: listener)
        lab.rib.peerDown(peer)
        lab.settle()
        _ = lab.updates(for: listener)
        let left = lab.rib.routes(in: domain, .ipv4Unicast).count + lab.rib.routes(in: domain, .ipv6Unicast).count
        #expect(left == 0)
    }
}
