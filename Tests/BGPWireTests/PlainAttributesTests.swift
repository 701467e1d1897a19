import BGPWire
import NetworkTypes
import Testing

/// The short way through a message's attributes against the long one.
@Suite("Plain attributes") struct PlainAttributesTests {
    /// Whether attributes are plain; where they are, they must say what decoding says.
    @discardableResult
    static func agrees(_ body: [UInt8], _ context: WireContext) -> Bool {
        guard let update = try? UpdateReader(body.span.bytes, context: context),
            let plain = update.plainAttributes(for: .body)
        else { return false }
        guard case .usable(let set, discarded: 0) = update.decodeAttributes(for: .body) else {
            Issue.record("plain, but not usable: \(body)")
            return false
        }
        let scalars = (plain.origin, plain.nextHop, plain.med, plain.localPreference, plain.firstAS, plain.pathLength)
        #expect(scalars.0 == set.origin && scalars.1 == set.nextHop && scalars.2 == set.med)
        #expect(scalars.3 == set.localPreference && scalars.4 == set.asPath.firstAS)
        #expect(scalars.5 == set.asPath.decisionLength)
        for asn in set.asPath.segments.flatMap(\.asns) + [ASN(1)] {
            let count = plain.count(of: asn)
            #expect(count == set.asPath.count(of: asn))
        }
        let communities = (0..<plain.communityCount).map { plain.community($0) }
        #expect(communities == set.communities)
        var expected = set
        expected.localPreference = 7
        var (octets, canonical): ([UInt8], [UInt8]) = ([1], [1])
        plain.append(to: &octets, localPreference: 7)
        expected.append(to: &canonical, fourOctetAS: true, includingNextHop: false)
        #expect(octets == canonical, "\(body)")
        return true
    }

    /// A message with every attribute that can be plain, with `count` ASs in a sequence and as many communities.
    static func written(_ count: Int, _ context: WireContext) -> [UInt8] {
        var attributes = PathAttributes(
            origin: .egp,
            asPath: ASPath(segments: [.init(.sequence, [64500, 70000]), .init(.set, [3, 4])]),
            nextHop: NextHop(IPv4Address(192, 0, 2, 1)),
            med: 9,
            isAtomicAggregate: true,
            aggregator: Aggregator(asn: 70000, identifier: IPv4Address(192, 0, 2, 2)),
            communities: [.noExport] + (1..<count).map { Community(3, UInt16($0)) },
            extendedCommunities: [ExtendedCommunity(rawValue: 0x0002_0001_0000_0002)],
            largeCommunities: [LargeCommunity(1, 2, 3)]
        )
        if !context.isExternal { attributes.localPreference = 300 }
        attributes.asPath.prepend(64501, count: count - 2)
        var writer = UpdateWriter(context: context)
        var bytes: [UInt8] = []
        let isBegun = writer.beginAnnouncing(attributes, family: .ipv4Unicast)
        #expect(isBegun)
        writer.append(IPv4Prefix.all, to: &bytes)
        writer.finish(&bytes)
        return bytes.body
    }

    @Test(arguments: [WireContext.external, .internal])
    func `what is written in canonical form is plain`(context: WireContext) {
        for count in [3, 60, 64, 65, 200] { #expect(Self.agrees(Self.written(count, context), context)) }
    }

    @Test(arguments: MutationTests.contexts)
    func `mutated messages agree or are left to decoding`(context: WireContext) {
        var generator = SeededGenerator(seed: 0x9A1)
        var plain = 0
        let corpus = MutationTests.corpus + (3..<20).map { Self.written($0, context) }
        for round in 0..<10_000 {
            var body = corpus[round % corpus.count]
            for _ in 0..<generator.below(3) where !body.isEmpty {
                body[Int(generator.below(UInt64(body.count)))] = UInt8(generator.below(256))
            }
            if Self.agrees(body, context) { plain += 1 }
        }
        #expect((plain > 500) == context.fourOctetAS)
    }

    @Test func `every truncation of a message agrees or is left to decoding`() {
        for body in MutationTests.corpus + [Self.written(5, .internal)] {
            for length in 0...body.count { Self.agrees(Array(body.prefix(length)), .internal) }
        }
    }
}
