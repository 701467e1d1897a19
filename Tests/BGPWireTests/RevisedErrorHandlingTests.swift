import BGPWire
import NetworkTypes
import Testing

/// One way in which an UPDATE can be wrong, and what RFC 7606 makes of it.
struct ErrorRow: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var body: [UInt8]
    var context: WireContext
    var verdict: Verdict

    enum Verdict: Equatable {
        case usable(discarded: Int)
        case withdraw(AttributeError)
        case reset(UpdateSubcode)
    }

    init(_ name: String, _ builder: UpdateBuilder, _ verdict: Verdict, context: WireContext = .external) {
        self.init(name, builder.body, verdict, context: context)
    }

    init(_ name: String, _ body: [UInt8], _ verdict: Verdict, context: WireContext = .external) {
        testDescription = name
        self.body = body
        self.context = context
        self.verdict = verdict
    }
}

@Suite("Revised error handling") struct RevisedErrorHandlingTests {
    @Test(arguments: rows) func `an error costs what RFC 7606 says`(row: ErrorRow) throws {
        var verdict: ErrorRow.Verdict
        do throws(NotificationError) {
            let update = try DecodedUpdate(row.body, context: row.context)
            switch update.outcomes[.body] ?? update.outcomes[.multiprotocol] {
            case .usable(_, let discarded): verdict = .usable(discarded: discarded)
            case .treatAsWithdraw(let error):
                verdict = .withdraw(error)
                // The routes can be read, so that they can be withdrawn.
                #expect(!update.announced.isEmpty)
            case nil:
                Issue.record("nothing announced")
                return
            }
        } catch {
            #expect(error.code == .update)
            verdict = try .reset(#require(UpdateSubcode(rawValue: error.subcode)))
        }
        #expect(verdict == row.verdict)
    }

    static let rows: [ErrorRow] = wellKnown + discarded + optional + structure + multiprotocol

    /// §7.1 to §7.5.
    static let wellKnown: [ErrorRow] = [
        ErrorRow("nothing wrong", .plain(), .usable(discarded: 0)),
        ErrorRow("ORIGIN 3", .plain(replacing: 1, with: hex("40 01 01 03")), .withdraw(.value(type: 1))),
        ErrorRow(
            "ORIGIN of two octets",
            .plain(replacing: 1, with: hex("40 01 02 00 00")),
            .withdraw(.length(type: 1, length: 2))
        ),
        ErrorRow("ORIGIN of none", .plain(replacing: 1, with: hex("40 01 00")), .withdraw(.length(type: 1, length: 0))),
        ErrorRow(
            "ORIGIN optional",
            .plain(replacing: 1, with: hex("c0 01 01 00")),
            .withdraw(.flags(type: 1, flags: 0xC0))
        ),
        ErrorRow("ORIGIN missing", .plain(replacing: 1, with: nil), .withdraw(.missing(type: 1))),
        ErrorRow("AS_PATH missing", .plain(replacing: 2, with: nil), .withdraw(.missing(type: 2))),
        ErrorRow("NEXT_HOP missing", .plain(replacing: 3, with: nil), .withdraw(.missing(type: 3))),
        ErrorRow("AS_PATH empty", .plain(replacing: 2, with: hex("40 02 00")), .usable(discarded: 0)),
        ErrorRow(
            "AS_PATH segment kind 5",
            .plain(replacing: 2, with: hex("40 02 06 05 01 00000001")),
            .withdraw(.value(type: 2))
        ),
        ErrorRow(
            "AS_PATH segment empty",
            .plain(replacing: 2, with: hex("40 02 02 02 00")),
            .withdraw(.value(type: 2))
        ),
        ErrorRow(
            "AS_PATH segment overruns",
            .plain(replacing: 2, with: hex("40 02 06 02 02 00000001")),
            .withdraw(.value(type: 2))
        ),
        ErrorRow(
            "AS_PATH segment underruns",
            .plain(replacing: 2, with: hex("40 02 07 02 01 00000001 02")),
            .withdraw(.value(type: 2))
        ),
        ErrorRow(
            "AS_PATH with AS 0",
            .plain(replacing: 2, with: hex("40 02 06 02 01 00000000")),
            .withdraw(.value(type: 2))
        ),
        ErrorRow(
            "AS_PATH of a confederation",
            .plain(replacing: 2, with: hex("40 02 06 03 01 00000001")),
            .withdraw(.value(type: 2))
        ),
        ErrorRow(
            "NEXT_HOP of three octets",
            .plain(replacing: 3, with: hex("40 03 03 0a0000")),
            .withdraw(.length(type: 3, length: 3))
        ),
        ErrorRow("NEXT_HOP zero", .plain(replacing: 3, with: hex("40 03 04 00000000")), .withdraw(.value(type: 3))),
        ErrorRow(
            "NEXT_HOP multicast",
            .plain(replacing: 3, with: hex("40 03 04 e0000001")),
            .withdraw(.value(type: 3))
        ),
        ErrorRow(
            "MED of three octets",
            .plain(adding: [hex("80 04 03 000000")]),
            .withdraw(.length(type: 4, length: 3))
        ),
        ErrorRow("MED transitive", .plain(adding: [hex("c0 04 04 00000000")]), .withdraw(.flags(type: 4, flags: 0xC0))),
        ErrorRow("LOCAL_PREF from outside", .plain(adding: [hex("40 05 04 00000064")]), .usable(discarded: 1)),
        ErrorRow(
            "LOCAL_PREF of two octets from outside",
            .plain(adding: [hex("40 05 02 0064")]),
            .usable(discarded: 1)
        ),
        ErrorRow(
            "LOCAL_PREF of two octets",
            .plain(adding: [hex("40 05 02 0064")]),
            .withdraw(.length(type: 5, length: 2)),
            context: .internal
        ),
    ]

    /// §7.6 and §7.7, RFC 6793 §6.
    static let discarded: [ErrorRow] = [
        ErrorRow("ATOMIC_AGGREGATE with a value", .plain(adding: [hex("40 06 01 00")]), .usable(discarded: 1)),
        ErrorRow(
            "ATOMIC_AGGREGATE optional",
            .plain(adding: [hex("c0 06 00")]),
            .withdraw(.flags(type: 6, flags: 0xC0))
        ),
        ErrorRow("AGGREGATOR of six octets", .plain(adding: [hex("c0 07 06 0001 0a000001")]), .usable(discarded: 1)),
        ErrorRow(
            "AGGREGATOR of eight octets",
            .plain(adding: [hex("c0 07 08 00000001 0a000001")]),
            .usable(discarded: 0)
        ),
        ErrorRow("AGGREGATOR in AS 0", .plain(adding: [hex("c0 07 08 00000000 0a000001")]), .usable(discarded: 1)),
        ErrorRow(
            "AS4_PATH between new speakers",
            .plain(adding: [hex("c0 11 06 02 01 00010000")]),
            .usable(discarded: 1)
        ),
        ErrorRow(
            "AS4_AGGREGATOR between new speakers",
            .plain(adding: [hex("c0 12 08 00010000 0a000001")]),
            .usable(discarded: 1)
        ),
    ]

    /// §7.8 to §7.10, §7.14, RFC 8092 §6.
    static let optional: [ErrorRow] = [
        ErrorRow("COMMUNITIES empty", .plain(adding: [hex("c0 08 00")]), .withdraw(.length(type: 8, length: 0))),
        ErrorRow(
            "COMMUNITIES of six octets",
            .plain(adding: [hex("c0 08 06 000000000000")]),
            .withdraw(.length(type: 8, length: 6))
        ),
        ErrorRow("ORIGINATOR_ID from outside", .plain(adding: [hex("80 09 03 000000")]), .usable(discarded: 1)),
        ErrorRow(
            "ORIGINATOR_ID of three octets",
            .plain(adding: [hex("80 09 03 000000")]),
            .withdraw(.length(type: 9, length: 3)),
            context: .internal
        ),
        ErrorRow("CLUSTER_LIST from outside", .plain(adding: [hex("80 0a 04 00000001")]), .usable(discarded: 1)),
        ErrorRow(
            "CLUSTER_LIST empty",
            .plain(adding: [hex("80 0a 00")]),
            .withdraw(.length(type: 10, length: 0)),
            context: .internal
        ),
        ErrorRow(
            "CLUSTER_LIST of five octets",
            .plain(adding: [hex("80 0a 05 0000000100")]),
            .withdraw(.length(type: 10, length: 5)),
            context: .internal
        ),
        ErrorRow(
            "extended communities of four octets",
            .plain(adding: [hex("c0 10 04 00020001")]),
            .withdraw(.length(type: 16, length: 4))
        ),
        ErrorRow(
            "large communities of eight octets",
            .plain(adding: [hex("c0 20 08 0000000100000002")]),
            .withdraw(.length(type: 32, length: 8))
        ),
        ErrorRow("large communities empty", .plain(adding: [hex("c0 20 00")]), .withdraw(.length(type: 32, length: 0))),
        ErrorRow("unknown and optional", .plain(adding: [hex("c0 63 01 00")]), .usable(discarded: 0)),
        ErrorRow(
            "unknown and well-known",
            .plain(adding: [hex("40 63 01 00")]),
            .reset(.unrecognizedWellKnownAttribute)
        ),
    ]

    /// §3 and §4: the message as a whole.
    static let structure: [ErrorRow] = [
        ErrorRow(
            "a second MED",
            .plain(adding: [hex("80 04 04 00000001"), hex("80 04 04 00000002")]),
            .usable(discarded: 0)
        ),
        ErrorRow("a second, broken AS_PATH", .plain(adding: [hex("40 02 02 09 09")]), .usable(discarded: 0)),
        ErrorRow("an attribute that overruns", .plain(adding: [hex("c0 08 08 00000001")]), .withdraw(.overrun)),
        ErrorRow("two octets too many", .plain(adding: [hex("c0 08")]), .withdraw(.overrun)),
        ErrorRow("an extended header cut short", .plain(adding: [hex("d0 08 00")]), .withdraw(.overrun)),
        ErrorRow(
            "MP_REACH_NLRI that overruns",
            .plain(adding: [hex("80 0e 20 0002 01 10")]),
            .reset(.malformedAttributeList)
        ),
        ErrorRow("withdrawn routes longer than the message", hex("0010 0000"), .reset(.malformedAttributeList)),
        ErrorRow("attributes longer than the message", hex("0000 0010 40"), .reset(.malformedAttributeList)),
        ErrorRow(
            "a prefix of 33 bits",
            UpdateBuilder(attributes: UpdateBuilder.plain().attributes, announced: hex("21 0a00000000")),
            .reset(.invalidNetworkField)
        ),
        ErrorRow(
            "a prefix cut short",
            UpdateBuilder(attributes: UpdateBuilder.plain().attributes, announced: hex("18 0a00")),
            .reset(.invalidNetworkField)
        ),
        ErrorRow(
            "a withdrawn prefix of 40 bits",
            UpdateBuilder(withdrawn: hex("28 0a00000000")),
            .reset(.invalidNetworkField)
        ),
    ]

    /// §5.3, §7.11 and §7.12.
    static let multiprotocol: [ErrorRow] = [
        reach("IPv6", "0002 01 10 20010db8000000000000000000000001 00 20 20010db8", .usable(discarded: 0)),
        reach(
            "a next hop of 15 octets",
            "0002 01 0f 20010db80000000000000000000000 00 20 20010db8",
            .reset(.optionalAttribute)
        ),
        reach("a next hop longer than the attribute", "0002 01 ff 20010db8", .reset(.optionalAttribute)),
        reach(
            "a next hop of an IPv4 session",
            "0001 01 10 20010db8000000000000000000000001 00 08 0a",
            .reset(.optionalAttribute)
        ),
        reach("four octets only", "0002 01 00", .reset(.optionalAttribute)),
        reach(
            "a prefix of 129 bits",
            "0002 01 10 20010db8000000000000000000000001 00 81 20010db80000000000000000000000000000",
            .reset(.optionalAttribute)
        ),
        reach(
            "a prefix cut short",
            "0002 01 10 20010db8000000000000000000000001 00 20 2001",
            .reset(.optionalAttribute)
        ),
        reach(
            "a multicast next hop",
            "0002 01 10 ff020000000000000000000000000001 00 20 20010db8",
            .withdraw(.value(type: 14))
        ),
        reach(
            "wrong flags",
            "0002 01 10 20010db8000000000000000000000001 00 20 20010db8",
            .withdraw(.flags(type: 14, flags: 0xC0)),
            flags: 0xC0
        ),
        reach(
            "a VPN prefix without label",
            "0001 80 0c 0000000000000000 0a000001 00 10 0a00",
            .reset(.optionalAttribute)
        ),
        reach(
            "a VPN prefix without distinguisher",
            "0001 80 0c 0000000000000000 0a000001 00 20 000011 00",
            .reset(.optionalAttribute)
        ),
        ErrorRow("MP_REACH_NLRI twice", .plain(adding: [emptyReach, emptyReach]), .reset(.malformedAttributeList)),
        ErrorRow("MP_UNREACH_NLRI of two octets", .plain(adding: [hex("80 0f 02 0002")]), .reset(.optionalAttribute)),
        ErrorRow(
            "MP_UNREACH_NLRI with a long prefix",
            .plain(adding: [hex("80 0f 04 0002 01 81")]),
            .reset(.optionalAttribute)
        ),
        ErrorRow(
            "MP_UNREACH_NLRI twice",
            .plain(adding: [hex("80 0f 03 0002 01"), hex("80 0f 03 0002 01")]),
            .reset(.malformedAttributeList)
        ),
    ]

    static let emptyReach = hex("80 0e 15 0002 01 10 20010db8000000000000000000000001 00")

    static func reach(_ name: String, _ value: Hex, _ verdict: ErrorRow.Verdict, flags: UInt8 = 0x80) -> ErrorRow {
        let attribute = [flags, 14, UInt8(value.bytes.count)] + value.bytes
        let builder = UpdateBuilder(attributes: [UpdateBuilder.origin, UpdateBuilder.asPath, attribute])
        return ErrorRow("MP_REACH_NLRI: " + name, builder, verdict)
    }
}
