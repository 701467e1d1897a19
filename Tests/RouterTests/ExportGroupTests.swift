import BGPSession
import BGPWire
import NetworkTypes
import RIB
import Testing

@testable import Router

@Suite("What a router tells several neighbours") struct ExportGroupTests {
    /// 1 announces to 2, which has 3, 4 and 5 as further neighbours.
    private static func star(_ change: (Int, Int, inout Neighbor) -> Void = { _, _, _ in }) -> Bench {
        let prefixes = (0..<50).map { "10.1.\($0).0/24" }
        return Bench([(1, 2), (2, 3), (2, 4), (2, 5)], prefixes: [1: prefixes], change)
    }

    private static func octets(_ bench: Bench, _ router: Int) -> [UInt8] {
        bench.traffic[bench.end(router, with: 2)] ?? []
    }

    @Test func `neighbours with the same policy are told the same, octet for octet`() {
        let bench = Self.star()
        bench.start()
        bench.forgetTraffic()
        let withdrawn = IPPrefix.v4(IPv4Prefix(IPv4Address(10, 1, 7, 0), length: 24))
        bench.change(1) { router, _, _ in router.withdraw(withdrawn, domain: 0) }
        #expect(!Self.octets(bench, 3).isEmpty)
        #expect(Self.octets(bench, 3) == Self.octets(bench, 4) && Self.octets(bench, 4) == Self.octets(bench, 5))
        #expect([3, 4, 5].allSatisfy { !bench.has($0, "10.1.7.0/24") && bench.has($0, "10.1.8.0/24") })
    }

    @Test func `a policy of one is no business of the others`() throws {
        let kept = try #require(IPPrefix("10.1.3.0/24"))
        let bench = Self.star { router, other, neighbor in
            guard router == 2, other == 4 else { return }
            let match = PolicyMatch(prefixes: [.exact(kept)])
            neighbor.exportPolicy = Policy([PolicyTerm(match: match, disposition: .reject)])
        }
        bench.start()
        #expect(!bench.has(4, "10.1.3.0/24") && bench.has(4, "10.1.4.0/24"))
        #expect(bench.has(3, "10.1.3.0/24") && bench.has(5, "10.1.3.0/24"))
    }

    @Test func `who comes late hears the whole table, the others nothing again`() {
        let bench = Self.star()
        bench.start()
        let neighbor = bench.end(2, with: 5).neighbor
        bench.change(2) { $0.setShutDown(true, neighbor: neighbor, at: $1, cause: nil, into: &$2) }
        bench.wait(.seconds(1))
        bench.forgetTraffic()
        bench.change(2) { $0.setShutDown(false, neighbor: neighbor, at: $1, cause: nil, into: &$2) }
        bench.tell(bench.end(2, with: 5), .start)
        #expect((0..<50).allSatisfy { bench.has(5, "10.1.\($0).0/24") })
        #expect(Self.octets(bench, 3).isEmpty && Self.octets(bench, 4).isEmpty)
    }

    @Test func `a neighbour never hears its own route back`() {
        let bench = Self.star()
        bench.start()
        let counters = bench[1].router.status(neighbor: 0).counters
        // Neither accepted nor refused: it was not sent.
        #expect(counters.acceptedPrefixes[.ipv4Unicast, default: 0] == 0 && counters.announcementsRejected == 0)
    }

    @Test func `a policy changed while sessions are up takes back and tells what it must, and no more`() {
        let bench = Self.star()
        bench.start()
        let withheld = IPPrefix("10.1.9.0/24").map { [$0] } ?? []
        let neighbor = bench.end(2, with: 3).neighbor
        bench.forgetTraffic()
        bench.change(2) { router, _, _ in router.setWithheld(withheld, neighbor: neighbor) }
        #expect(!bench.has(3, "10.1.9.0/24") && bench.has(3, "10.1.10.0/24"))
        #expect(Self.octets(bench, 4).isEmpty && Self.octets(bench, 5).isEmpty)
        bench.change(2) { router, _, _ in router.setWithheld([], neighbor: neighbor) }
        #expect(bench.has(3, "10.1.9.0/24"))
        #expect(Self.octets(bench, 4).isEmpty)
    }

    @Test func `a drained router prepends itself and takes no route back`() {
        let bench = Self.star()
        bench.start()
        bench.change(2) { router, _, _ in router.setDrained(true, prepending: 8) }
        let holder = bench[3]
        let view = IPPrefix("10.1.3.0/24").flatMap { holder.router.route(covering: $0) }
        #expect(view?.paths.first?.attributes.asPath.decisionLength == 10)
        #expect((0..<50).allSatisfy { bench.has(3, "10.1.\($0).0/24") })
        bench.change(2) { router, _, _ in router.setDrained(false, prepending: 8) }
        let after = IPPrefix("10.1.3.0/24").flatMap { holder.router.route(covering: $0) }
        #expect(after?.paths.first?.attributes.asPath.decisionLength == 2)
    }
}
