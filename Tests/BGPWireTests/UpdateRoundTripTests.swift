import BGPWire
import NetworkTypes
import Testing

@Suite("UPDATE there and back") struct UpdateRoundTripTests {
    static let attributes = PathAttributes(
        origin: .incomplete,
        asPath: ASPath(segments: [.init(.sequence, [12076, 65010, 4_200_000_001]), .init(.set, [1, 2])]),
        nextHop: NextHop(IPv4Address(10, 0, 0, 1)),
        med: 7,
        isAtomicAggregate: true,
        aggregator: Aggregator(asn: 65010, identifier: IPv4Address(10, 9, 9, 9)),
        communities: [Community(12076, 51004), .noExport],
        extendedCommunities: [ExtendedCommunity(RouteTarget(asn: 12076, number: 42))],
        largeCommunities: [LargeCommunity(12076, 1, 2)],
        unknown: [UnknownAttribute(type: 99, isPartial: true, value: [1, 2, 3])]
    )

    static func attributes(for family: RouteFamily) -> PathAttributes {
        var result = attributes
        if family == .ipv6Unicast || family == .vpnIPv6 {
            result.nextHop = NextHop(
                IPv6Address(high: 0x2001_0DB8_0000_0000, low: 1),
                linkLocal: IPv6Address(high: 0xFE80_0000_0000_0000, low: 1)
            )
        }
        return result
    }

    @Test(arguments: RouteFamily.allCases) func `routes come back as they left`(family: RouteFamily) throws {
        let context = WireContext.external
        let attributes = Self.attributes(for: family)
        let routes = Destinations.sample(family, count: 3000)
        var writer = UpdateWriter(context: context)
        var bytes: [UInt8] = []
        let hasBegun = writer.beginAnnouncing(attributes, family: family)
        #expect(hasBegun)
        for route in routes { Destinations.append(route, with: &writer, to: &bytes) }
        writer.finish(&bytes)
        writer.beginWithdrawing(family: family)
        for route in routes { Destinations.append(route, with: &writer, to: &bytes) }
        writer.finish(&bytes)
        writer.appendEndOfRIB(family, to: &bytes)

        var announced: [DecodedUpdate.Destination] = []
        var withdrawn: [DecodedUpdate.Destination] = []
        var ends: [RouteFamily] = []
        var sizes: [Int] = []
        for message in try Destinations.messages(in: bytes) {
            sizes.append(message.count + 19)
            let update = try DecodedUpdate(message, context: context)
            for outcome in update.outcomes.values { #expect(outcome == .usable(attributes, discarded: 0)) }
            announced += update.announced
            withdrawn += update.withdrawn
            if let end = update.endOfRIB { ends.append(end) }
        }
        #expect(sizes.count == writer.messageCount)
        #expect(sizes.allSatisfy { $0 <= 4096 })
        // All messages but the last of a run are as full as they can be.
        #expect(sizes.filter { $0 < 4096 - 28 }.count <= 3)
        #expect(announced == routes)
        #expect(withdrawn == routes.map(Destinations.withoutLabel))
        #expect(ends == [family])
    }

    @Test(arguments: [true, false]) func `a default route has a message of its own`(isWithdrawn: Bool) throws {
        let prefixes = [IPv4Prefix("10.1.0.0/16")!, .all, IPv4Prefix("10.2.0.0/16")!, IPv4Prefix("10.3.0.0/16")!]
        var writer = UpdateWriter(context: .external)
        var bytes: [UInt8] = []
        if isWithdrawn {
            writer.beginWithdrawing(family: .ipv4Unicast)
        } else {
            let hasBegun = writer.beginAnnouncing(Self.attributes, family: .ipv4Unicast)
            #expect(hasBegun)
        }
        for prefix in prefixes { writer.append(prefix, to: &bytes) }
        writer.finish(&bytes)
        let updates = try Destinations.messages(in: bytes).map { try DecodedUpdate($0, context: .external) }
        #expect(updates.map { (isWithdrawn ? $0.withdrawn : $0.announced).count } == [1, 1, 2])
        #expect(updates.allSatisfy { $0.endOfRIB == nil })
    }

    @Test func `a two-octet peer gets AS_TRANS and AS4_PATH and gives the path back`() throws {
        let attributes = Self.attributes
        var writer = UpdateWriter(context: .twoOctet)
        var bytes: [UInt8] = []
        let hasBegun = writer.beginAnnouncing(attributes, family: .ipv4Unicast)
        #expect(hasBegun)
        writer.append(IPv4Prefix.all, to: &bytes)
        writer.finish(&bytes)
        let update = try DecodedUpdate(bytes.body, context: .twoOctet)
        #expect(update.outcomes[.body] == .usable(attributes, discarded: 0))
        // 12076 65010 AS_TRANS {1 2}
        #expect(bytes.contains(sequence: hex("02 03 2f2c fdf2 5ba0 01 02 0001 0002")))
    }

    @Test func `ASs that an old speaker put in front stay in front of AS4_PATH`() throws {
        let builder = UpdateBuilder.plain(
            replacing: 2,
            with: hex("40 02 08 02 03 0064 5ba0 5ba0 c0 11 0a 02 02 00010000 00020000")
        )
        let update = try DecodedUpdate(builder.body, context: .twoOctet)
        guard case .usable(let attributes, _) = update.outcomes[.body] else {
            Issue.record("unusable")
            return
        }
        #expect(attributes.asPath == ASPath([100, 65536, 131072]))
    }

    @Test func `an AS4_PATH that is longer than AS_PATH is ignored`() throws {
        let builder = UpdateBuilder.plain(
            replacing: 2,
            with: hex("40 02 04 02 01 5ba0 c0 11 0a 02 02 00010000 00020000")
        )
        let update = try DecodedUpdate(builder.body, context: .twoOctet)
        guard case .usable(let attributes, _) = update.outcomes[.body] else {
            Issue.record("unusable")
            return
        }
        #expect(attributes.asPath == ASPath([.trans]))
    }

    @Test func `attributes that leave no room for a route are refused`() {
        var attributes = Self.attributes
        attributes.communities = Array(repeating: .blackhole, count: 1100)
        var writer = UpdateWriter(context: .external)
        let fits = writer.beginAnnouncing(attributes, family: .ipv4Unicast)
        #expect(!fits)
        attributes.communities = Array(repeating: .blackhole, count: 20_000)
        let fitsExtended = writer.beginAnnouncing(attributes, family: .ipv6Unicast)
        #expect(!fitsExtended)
    }

    @Test func `a next hop of the wrong family is refused`() {
        var writer = UpdateWriter(context: .external)
        let fitsIPv6 = writer.beginAnnouncing(Self.attributes, family: .ipv6Unicast)
        let fitsIPv4 = writer.beginAnnouncing(Self.attributes(for: .ipv6Unicast), family: .ipv4Unicast)
        #expect(!fitsIPv6)
        #expect(!fitsIPv4)
    }

    @Test func `an IPv4 backbone carries VPN-IPv6 routes with a mapped next hop`() throws {
        var writer = UpdateWriter(context: .internal)
        var bytes: [UInt8] = []
        let hasBegun = writer.beginAnnouncing(Self.attributes, family: .vpnIPv6)
        #expect(hasBegun)
        writer.append(
            VPNRoute(label: 16, distinguisher: RouteDistinguisher(asn: 12076, number: 1), prefix: IPv6Prefix.all),
            to: &bytes
        )
        writer.finish(&bytes)
        #expect(bytes.contains(sequence: hex("0002 80 18 0000000000000000 00000000000000000000ffff0a000001 00")))
        let update = try DecodedUpdate(bytes.body, context: .internal)
        guard case .usable(let attributes, _) = update.outcomes[.multiprotocol] else {
            Issue.record("unusable")
            return
        }
        #expect(attributes.nextHop == NextHop(IPv4Address(10, 0, 0, 1)))
    }

    @Test func `routes of a family that was not negotiated are ignored`() throws {
        var context = WireContext.external
        var writer = UpdateWriter(context: context)
        var bytes: [UInt8] = []
        let hasBegun = writer.beginAnnouncing(Self.attributes(for: .ipv6Unicast), family: .ipv6Unicast)
        #expect(hasBegun)
        writer.append(IPv6Prefix.all, to: &bytes)
        writer.finish(&bytes)
        context.families = .ipv4Unicast
        let update = try DecodedUpdate(bytes.body, context: context)
        #expect(update.announced.isEmpty && update.outcomes.isEmpty && update.endOfRIB == nil)
    }

    @Test func `a stack of labels gives its top one`() throws {
        let value = hex("0001 80 0c 0000000000000000 0a000001 00 88 000100 000201 0000 2f2c 00000001 0a0102")
        let builder = UpdateBuilder(attributes: [
            UpdateBuilder.origin, UpdateBuilder.asPath, [0x80, 14, UInt8(value.count)] + value,
        ])
        let update = try DecodedUpdate(builder.body, context: .internal)
        let prefix = IPv4Prefix(IPv4Address(10, 1, 2, 0), length: 24)
        let route = VPNRoute(label: 16, distinguisher: RouteDistinguisher(asn: 12076, number: 1), prefix: prefix)
        #expect(update.announced == [.vpnIPv4(route)])
    }
}

extension [UInt8] {
    func contains(sequence: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }
}
