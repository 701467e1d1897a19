import BGPWire
import NetworkTypes
import Testing

@Suite("OPEN") struct OpenMessageTests {
    static let everything = OpenMessage(
        asn: 4_200_000_001,
        holdTimeSeconds: 180,
        identifier: RouterID(IPv4Address(10, 0, 0, 1)),
        capabilities: [
            .family(.ipv4Unicast), .family(.ipv6Unicast), .family(.vpnIPv4), .family(.vpnIPv6), .routeRefresh,
            .extendedMessage, .enhancedRouteRefresh,
            .gracefulRestart(
                GracefulRestart(
                    isRestarting: true,
                    honoursNotification: true,
                    restartTimeSeconds: 120,
                    families: [.init(RouteFamily.ipv4Unicast.identifier, preservesForwarding: true)]
                )
            ),
            .fourOctetAS(4_200_000_001), .unknown(code: 9, value: [3]),
            .longLivedGracefulRestart(
                LongLivedGracefulRestart(families: [
                    .init(
                        RouteFamily.ipv6Unicast.identifier,
                        preservesForwarding: true,
                        staleTimeSeconds: 16_777_215
                    ), .init(RouteFamily.vpnIPv4.identifier, preservesForwarding: false, staleTimeSeconds: 86_400),
                ])
            ),
        ]
    )

    @Test func `it comes back as it left`() throws {
        var bytes: [UInt8] = []
        Self.everything.appendMessage(to: &bytes)
        #expect(try MessageHeader(octets: bytes).length == bytes.count)
        #expect(try OpenMessage(octets: bytes.body) == Self.everything)
        #expect(Array(bytes.body.prefix(5)) == hex("04 5ba0 00b4"))
    }

    @Test func `many capabilities need two-octet lengths and come back too`() throws {
        var open = Self.everything
        open.capabilities += (0..<100).map { .unknown(code: 200, value: [UInt8($0), 1, 2]) }
        var bytes: [UInt8] = []
        open.appendMessage(to: &bytes)
        #expect(Array(bytes.body[9..<11]) == [255, 255])
        #expect(try OpenMessage(octets: bytes.body) == open)
    }

    @Test func `an old speaker without capabilities speaks IPv4 unicast`() throws {
        let open = try OpenMessage(octets: hex("04 fdf2 005a 0a000001 00"))
        #expect(open.asn == 65010)
        #expect(open.families == .ipv4Unicast)
        #expect(!open.hasFourOctetAS)
    }

    @Test func `capabilities may come in parameters of their own`() throws {
        let body = hex("04 5ba0 005a 0a000001 10 02 06 01 04 0002 00 80 02 06 41 04 00010000")
        let open = try OpenMessage(octets: body)
        #expect(open.asn == 65536)
        #expect(open.families == .vpnIPv6)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var body: [UInt8]
        var error: NotificationError

        init(_ name: String, _ body: Hex, _ error: NotificationError) {
            testDescription = name
            self.body = body.bytes
            self.error = error
        }
    }

    @Test(arguments: [
        Row("version 3", "03 fdf2 005a 0a000001 00", NotificationError(.unsupportedVersion, data: [0, 4])),
        Row("AS 0", "04 0000 005a 0a000001 00", NotificationError(.badPeerAS)),
        Row("four-octet AS 0", "04 5ba0 005a 0a000001 08 02 06 41 04 00000000", NotificationError(.badPeerAS)),
        Row("hold time 1", "04 fdf2 0001 0a000001 00", NotificationError(.unacceptableHoldTime)),
        Row("hold time 2", "04 fdf2 0002 0a000001 00", NotificationError(.unacceptableHoldTime)),
        Row("identifier 0", "04 fdf2 005a 00000000 00", NotificationError(.badIdentifier)),
        Row("parameter 1", "04 fdf2 005a 0a000001 02 01 00", NotificationError(.unsupportedOptionalParameter)),
        Row("parameters too long", "04 fdf2 005a 0a000001 04 02 00", NotificationError(.unspecificOpen)),
        Row("parameters too short", "04 fdf2 005a 0a000001 00 02 00", NotificationError(.unspecificOpen)),
        Row("a parameter that overruns", "04 fdf2 005a 0a000001 02 02 05", NotificationError(.unspecificOpen)),
        Row("a capability that overruns", "04 fdf2 005a 0a000001 04 02 02 02 01", NotificationError(.unspecificOpen)),
        Row(
            "a multiprotocol capability of 3",
            "04 fdf2 005a 0a000001 07 02 05 01 03 000100",
            NotificationError(.unspecificOpen)
        ),
        Row("a refresh capability of 1", "04 fdf2 005a 0a000001 05 02 03 02 01 00", NotificationError(.unspecificOpen)),
        Row("extended lengths cut short", "04 fdf2 005a 0a000001 01 ff", NotificationError(.unspecificOpen)),
    ])
    func `a bad one is refused with the subcode of RFC 4271`(row: Row) {
        #expect(throws: row.error) { try OpenMessage(octets: row.body) }
    }
}
