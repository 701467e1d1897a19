import NetworkTypes
import Testing

@testable import Forwarding

@Suite("Which flows move") struct FlowDistributionTests {
    /// The members of a group of four by bucket, before and after one of them dies.
    private static func members(_ distribution: FlowDistribution) -> (before: [NextHop?], after: [NextHop?]) {
        var groups = NextHopGroups(seed: 7, distribution: distribution)
        let hops = (1...4).map { NextHop.neighbor(InterfaceIndex(rawValue: 0), .v4(IPv4Address(10, 0, 0, UInt8($0)))) }
        let group = groups.intern(hops.map { WeightedNextHop($0) }) { _ in true }
        let before = (0..<256).map { groups.select(group, hash: UInt32($0)) }
        groups.setAlive(hops[1], false)
        return (before, (0..<256).map { groups.select(group, hash: UInt32($0)) })
    }

    @Test(arguments: [FlowDistribution.resilient, .hashThreshold, .modulo])
    func `each member has a fair share, before a death and after`(distribution: FlowDistribution) {
        let (before, after) = Self.members(distribution)
        for (list, count) in [(before, 4), (after, 3)] {
            let shares = Dictionary(grouping: list.compactMap(\.self)) { $0 }.mapValues(\.count)
            #expect(shares.count == count)
            #expect(shares.values.allSatisfy { abs($0 - 256 / count) <= 40 })
        }
    }

    @Test func `a death moves its own flows, some or nearly all of the others'`() {
        func moved(_ distribution: FlowDistribution) -> Int {
            let (before, after) = Self.members(distribution)
            let dead = NextHop.neighbor(InterfaceIndex(rawValue: 0), .v4(IPv4Address(10, 0, 0, 2)))
            return zip(before, after).count { $0 != $1 && $0 != dead }
        }
        #expect(moved(.resilient) == 0)
        // RFC 2992 §3: between a quarter and half of all flows move, the dead one's own quarter included.
        #expect((1...64).contains(moved(.hashThreshold)))
        #expect(moved(.modulo) > 100)
    }

    @Test func `without a living member there is none`() {
        var groups = NextHopGroups(seed: 1, distribution: .modulo)
        let hops = (1...2).map { NextHop.neighbor(InterfaceIndex(rawValue: 0), .v4(IPv4Address(10, 0, 0, UInt8($0)))) }
        let group = groups.intern(hops.map { WeightedNextHop($0) }) { _ in true }
        for hop in hops { groups.setAlive(hop, false) }
        #expect(groups.select(group, hash: 5) == nil)
        groups.release(group)
        #expect(groups.count == 0)
    }
}
