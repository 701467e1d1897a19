import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Leaving the AS") struct LeavingASTests {
    /// A policy without effect keeps the router from rewriting octets: attributes are decoded, edited and encoded again.
    @Test(arguments: [0, 2, 254] as [UInt8])
    func `rewriting octets gives what decoding, editing and encoding gives`(prepend: UInt8) {
        var lab = Lab(asn: 65000)
        let domain = lab.domain()
        let source = lab.peer(domain, 65000, "10.1.0.1")
        let plain = lab.peer(domain, 65001, "10.1.0.2") { $0.prepend = prepend }
        let edited = lab.peer(domain, 65001, "10.1.0.3") {
            $0.prepend = prepend
            $0.exportPolicy = Policy([PolicyTerm(match: PolicyMatch(communities: [Community(1, 1)]))])
        }
        lab.rib.originate(prefix("10.0.0.0/8"), LocalRoute(med: 9), in: domain)
        var random = SeededGenerator(seed: UInt64(prepend))
        for number in 0..<200 as Range<UInt32> {
            let prefix = IPv4Prefix(IPv4Address(rawValue: 11 << 24 | number << 8), length: 24)
            lab.apply(source, announcement(Self.attributes(&random), [prefix]))
        }
        lab.settle()
        let isToldTheSame = lab.updates(for: plain) == lab.updates(for: edited)
        #expect(isToldTheSame)
        let (a, b) = (lab.advertised(plain), lab.advertised(edited))
        #expect(a.count == 201)
        #expect(a == b)
        // Equal sets have equal records, or each would be kept twice. The source is told of the local route, in a set of its own.
        let sets = Set(a.values).count
        let received = Set(lab.rib.routes(in: domain, .ipv4Unicast).flatMap { $0.paths.map(\.attributes) }).count
        let kept = lab.rib.attributeSetCount
        #expect(kept == received + sets + 1)
    }

    /// Attributes with any mixture of parts, paths up to the longest segment among them.
    private static func attributes(_ random: inout SeededGenerator) -> PathAttributes {
        func some<Value>(_ value: Value) -> Value? { random.below(3) == 0 ? value : nil }
        func number() -> UInt32 { UInt32(truncatingIfNeeded: 1 + random.below(70_000)) }
        func path() -> [ASPath.Segment] {
            let kinds: [ASPath.SegmentKind] = [.sequence, .sequence, .set]
            return (0..<random.below(3)).map { _ in
                let length = [1, 3, 60, 250, 255][Int(random.below(5))]
                return ASPath.Segment(kinds[Int(random.below(3))], (0..<length).map { _ in ASN(66_000 + number()) })
            }
        }
        return PathAttributes(
            origin: Origin(rawValue: UInt8(random.below(3))) ?? .igp,
            asPath: ASPath(segments: path()),
            nextHop: NextHop(IPv4Address(198, 51, 100, 1)),
            med: some(number()),
            localPreference: number(),
            isAtomicAggregate: random.below(2) == 0,
            aggregator: some(Aggregator(asn: ASN(number()), identifier: IPv4Address(10, 9, 9, 9))),
            communities: (0..<random.below(4)).map { _ in Community(rawValue: 0x10_0000 + number()) },
            originatorID: some(RouterID(rawValue: number())),
            clusterList: (0..<random.below(3)).map { _ in RouterID(rawValue: number()) },
            extendedCommunities: some([ExtendedCommunity(RouteTarget(asn: 65000, number: 4))]) ?? [],
            largeCommunities: some([LargeCommunity(1, 2, number())]) ?? [],
            unknown: some([UnknownAttribute(type: 99, isPartial: true, value: [1, 2, 3])]) ?? []
        )
    }
}
