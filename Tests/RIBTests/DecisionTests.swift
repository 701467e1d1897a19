import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Decision process") struct DecisionTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var step: DecisionStep
        var better: @Sendable (inout Candidate) -> Void
        var testDescription: String { "\(step)" }

        static let all: [Row] = [
            Row(step: .weight) { $0.record.weight = 1 },
            Row(step: .localPreference) { $0.record.localPreference = 101 },
            Row(step: .locallyOriginated) {
                $0.path = Path(attributes: 1, origin: 0, peer: .local, tag: 0, source: .local, isImported: false)
            },
            Row(step: .asPathLength) { $0.record.pathLength = 2 },
            Row(step: .origin) { $0.record.origin = 0 },
            Row(step: .med) { $0.record.med = 49 },
            Row(step: .ebgpOverIBGP) {
                $0.path = Path(
                    attributes: 1,
                    origin: 0,
                    peer: PeerIndex(rawValue: 1),
                    tag: 0,
                    source: .external,
                    isImported: false
                )
            },
            Row(step: .igpMetric) { $0.metric = 9 },
            Row(step: .routerID) { $0.routerID = 4 },
            Row(step: .clusterListLength) { $0.record.clusterListLength = 1 },
            Row(step: .peerAddress) { $0.peerAddress = .v4(IPv4Address(10, 0, 0, 1)) },
            Row(step: .routeDistinguisher) { $0.distinguisher = 6 },
        ]
    }

    static func middling(_ link: UInt32) -> Candidate {
        var record = AttributeRecord()
        record.localPreference = 100
        record.pathLength = 3
        record.origin = 1
        record.med = 50
        record.neighborAS = 65001
        record.clusterListLength = 2
        return Candidate(
            link: link,
            path: Path(
                attributes: 1,
                origin: 0,
                peer: PeerIndex(rawValue: 1),
                tag: 0,
                source: .client,
                isImported: false
            ),
            record: record,
            metric: 10,
            routerID: 5,
            peerAddress: .v4(IPv4Address(10, 0, 0, 2)),
            distinguisher: 7
        )
    }

    @Test(arguments: Row.all) func `each step decides when all before are equal, and yields to all before`(_ row: Row) {
        // The rival is better in every later step, so the order of the steps shows.
        var winner = Self.middling(1)
        row.better(&winner)
        var rival = Self.middling(2)
        for later in Row.all where later.step > row.step && later.step != .ebgpOverIBGP { later.better(&rival) }
        for order in [[winner, rival], [rival, winner]] {
            var decision = Decision(order)
            decision.decide(alwaysComparesMED: false, keepsEquals: false)
            #expect(decision.candidates.map(\.link) == [1])
            #expect(decision.step == row.step)
        }
    }

    @Test func `MED compares within a neighbouring AS only, whatever the order`() {
        // RFC 4271 §9.1.2.2 c: a and c are of one AS; a loses to c by MED; b is of another AS with the highest MED.
        var a = Self.middling(1)
        var b = Self.middling(2)
        var c = Self.middling(3)
        (a.record.med, a.routerID) = (20, 1)
        (b.record.med, b.routerID, b.record.neighborAS) = (99, 2, 65002)
        (c.record.med, c.routerID) = (10, 3)
        for order in [[a, b, c], [c, b, a], [b, a, c], [a, c, b]] {
            var decision = Decision(order)
            decision.decide(alwaysComparesMED: false, keepsEquals: true)
            #expect(decision.candidates.map(\.link) == [2])
            #expect(Set(decision.equals.map(\.link)) == [2, 3])
            var strict = Decision(order)
            strict.decide(alwaysComparesMED: true, keepsEquals: false)
            #expect(strict.candidates.map(\.link) == [3])
            #expect(strict.step == .med)
        }
    }

    @Test func `one path needs no decision and none has no outcome`() {
        var decision = Decision([Self.middling(1)])
        decision.decide(alwaysComparesMED: false, keepsEquals: true)
        #expect(decision.step == .onlyPath)
        #expect(decision.equals.count == 1)
        var nothing = Decision([])
        nothing.decide(alwaysComparesMED: false, keepsEquals: true)
        #expect(nothing.step == .noPath)
    }

    @Test func `records keep their sizes`() {
        #expect(MemoryLayout<Path>.stride == 16)
        #expect(MemoryLayout<RouteEntry>.stride == 16)
        #expect(MemoryLayout<AttributeRecord>.stride == 36)
        #expect(MemoryLayout<IPv4Prefix>.stride == 8)
        #expect(MemoryLayout<VPNKey<IPv4Prefix>>.stride == 16)
        #expect(MemoryLayout<VPNKey<IPv6Prefix>>.stride == 32)
    }
}
