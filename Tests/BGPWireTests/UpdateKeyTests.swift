import BGPWire
import NetworkTypes
import Testing

@Suite("Attribute key") struct UpdateKeyTests {
    /// The key and its hash of one family's routes.
    static func key(_ body: [UInt8], _ section: UpdateSection) throws -> (bytes: [UInt8], hash: UInt64) {
        let reader = try UpdateReader(body.span.bytes, context: .external)
        var bytes: [UInt8] = []
        reader.appendKey(for: section, to: &bytes)
        let count = reader.keyByteCount(for: section)
        #expect(bytes.count == count)
        let isMatching = reader.keyMatches(bytes.span.bytes, for: section)
        #expect(isMatching)
        return (bytes, reader.keyHash(for: section, seed: 99))
    }

    static func update(_ family: RouteFamily, med: UInt32, seed: Int) -> [UInt8] {
        var attributes = UpdateRoundTripTests.attributes(for: family)
        attributes.med = med
        var writer = UpdateWriter(context: .external)
        var bytes: [UInt8] = []
        _ = writer.beginAnnouncing(attributes, family: family)
        for route in Destinations.sample(family, count: seed) { Destinations.append(route, with: &writer, to: &bytes) }
        writer.finish(&bytes)
        return bytes.body
    }

    @Test(arguments: RouteFamily.allCases) func `it is the same whatever the routes`(family: RouteFamily) throws {
        let section: UpdateSection = family == .ipv4Unicast ? .body : .multiprotocol
        let first = try Self.key(Self.update(family, med: 1, seed: 1), section)
        let second = try Self.key(Self.update(family, med: 1, seed: 5), section)
        let other = try Self.key(Self.update(family, med: 2, seed: 5), section)
        #expect(first == second)
        #expect(first.bytes != other.bytes)
        #expect(first.hash != other.hash)
        let update = Self.update(family, med: 2, seed: 1)
        let reader = try UpdateReader(update.span.bytes, context: .external)
        let isMatching = reader.keyMatches(first.bytes.span.bytes, for: section)
        #expect(!isMatching)
    }

    @Test func `withdrawals beside the routes don't change it`() throws {
        let plain = try Self.key(UpdateBuilder.plain().body, .body)
        let beside = UpdateBuilder.plain(adding: [hex("80 0f 07 0002 01 18 20010d")])
        #expect(try Self.key(beside.body, .body).bytes == plain.bytes)
    }

    @Test func `another next hop is another key`() throws {
        let rows = ["01", "02"].map { last in
            RevisedErrorHandlingTests.reach(
                "",
                Hex(stringLiteral: "0002 01 10 20010db80000000000000000000000\(last) 00 20 20010db8"),
                .usable(discarded: 0)
            )
        }
        let keys = try rows.map { try Self.key($0.body, .multiprotocol).bytes }
        #expect(keys[0] != keys[1])
    }
}
