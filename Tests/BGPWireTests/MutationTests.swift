import BGPWire
import NetworkTypes
import Testing

/// Hostile octets: nothing traps, and what is accepted is stable.
@Suite("Truncation and mutation") struct MutationTests {
    static let corpus: [[UInt8]] = {
        var bodies = RouteFamily.allCases.map { UpdateKeyTests.update($0, med: 1, seed: 12) }
        bodies += RevisedErrorHandlingTests.rows.map(\.body)
        return bodies
    }()

    static let contexts: [WireContext] = [.external, .internal, .twoOctet]

    /// Decodes, and writes again what could be decoded: the second decoding gives the same attributes.
    static func exercise(_ body: [UInt8], _ context: WireContext) throws {
        guard let update = try? DecodedUpdate(body, context: context) else { return }
        for case .usable(let attributes, _) in update.outcomes.values {
            guard let nextHop = attributes.nextHop else { continue }
            let family: RouteFamily = nextHop.address.v4 != nil ? .ipv4Unicast : .ipv6Unicast
            var writer = UpdateWriter(context: context)
            guard writer.beginAnnouncing(attributes, family: family) else { continue }
            var bytes: [UInt8] = []
            if family == .ipv4Unicast {
                writer.append(IPv4Prefix.all, to: &bytes)
            } else {
                writer.append(IPv6Prefix.all, to: &bytes)
            }
            writer.finish(&bytes)
            let again = try DecodedUpdate(bytes.body, context: context)
            let section: UpdateSection = family == .ipv4Unicast ? .body : .multiprotocol
            // Discarded attributes are not written, the rest is.
            var expected = attributes
            if context.isExternal { expected.localPreference = nil }
            #expect(again.outcomes[section] == .usable(expected, discarded: 0), "\(body)")
        }
        let reader = try UpdateReader(body.span.bytes, context: context)
        for section in UpdateSection.allCases {
            var key: [UInt8] = []
            reader.appendKey(for: section, to: &key)
            let isMatching = reader.keyMatches(key.span.bytes, for: section)
            #expect(isMatching)
        }
    }

    @Test func `every truncation of an UPDATE is survived`() throws {
        for body in Self.corpus {
            for length in 0...body.count { try Self.exercise(Array(body.prefix(length)), .external) }
        }
    }

    @Test(arguments: contexts) func `thousands of mutations of an UPDATE are survived`(context: WireContext) throws {
        var generator = SeededGenerator(seed: 0xB6B)
        for round in 0..<10_000 {
            var body = Self.corpus[round % Self.corpus.count]
            for _ in 0...generator.below(3) {
                guard !body.isEmpty else { break }
                body[Int(generator.below(UInt64(body.count)))] = UInt8(generator.below(256))
            }
            try Self.exercise(body, context)
        }
    }

    @Test func `mutations of OPEN, NOTIFICATION and ROUTE-REFRESH are survived`() throws {
        var open: [UInt8] = []
        OpenMessageTests.everything.appendMessage(to: &open)
        var generator = SeededGenerator(seed: 0x09E7)
        for length in 0...open.body.count { _ = try? OpenMessage(octets: Array(open.body.prefix(length))) }
        for _ in 0..<10_000 {
            var body = open.body
            for _ in 0...generator.below(3) {
                body[Int(generator.below(UInt64(body.count)))] = UInt8(generator.below(256))
            }
            if let decoded = try? OpenMessage(octets: body) {
                var again: [UInt8] = []
                decoded.appendMessage(to: &again)
                #expect(try OpenMessage(octets: again.body) == decoded)
            }
            _ = try? NotificationError(octets: body).communication
            _ = try? RouteRefresh(octets: body)
        }
    }

    @Test func `a stream of noise is survived`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            var stream = MessageFramerTests.stream
            stream[Int(generator.below(UInt64(stream.count)))] = UInt8(generator.below(256))
            _ = try? Destinations.messages(in: stream, pieces: 1 + Int(generator.below(200)))
        }
    }
}
