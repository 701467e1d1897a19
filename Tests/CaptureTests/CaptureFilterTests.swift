import Capture
import Testing

@Suite("Capture filter") struct CaptureFilterTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var name: String
        var frame: [UInt8]
        var expression = "tcp port 179"
        var isChosen = true
        var testDescription: String { "\(name): \(expression)" }
    }

    static let rows = [
        Row(name: "plain", frame: Frame.bgp),
        Row(name: "two tags", frame: Frame.taggedBGP),
        Row(name: "inside VXLAN", frame: Frame.vxlan(Frame.bgp)),
        Row(name: "tagged inside VXLAN", frame: Frame.vxlan(Frame.taggedBGP)),
        Row(name: "inside tagged VXLAN", frame: Frame.vxlan(Frame.bgp, tags: [Frame.tag])),
        Row(
            name: "tagged inside tagged VXLAN",
            frame: Frame.vxlan(Frame.taggedBGP, tags: [Frame.serviceTag, Frame.tag])
        ),
        Row(name: "inside VXLAN over IPv6", frame: Frame.vxlan(Frame.bgp, over6: true)),
        Row(name: "as captured, by the tag", frame: Frame.taggedBGP, expression: "ether proto 0x88a8"),
        Row(name: "as captured, by the outer port", frame: Frame.vxlan(Frame.bgp), expression: "udp port 4789"),
        Row(
            name: "by the tag",
            frame: Frame.ethernet(Frame.ipv4(17, from: 1, to: 2), tags: [Frame.tag]),
            expression: "vlan 100"
        ),
        Row(name: "everything", frame: Frame.bgp, expression: ""),
        Row(name: "other port", frame: Frame.ethernet(Frame.ipv4(6, from: 1, to: 2)), isChosen: false),
        Row(
            name: "other inner port",
            frame: Frame.vxlan(Frame.ethernet(Frame.ipv4(6, from: 1, to: 2))),
            isChosen: false
        ),
        Row(
            name: "other UDP port",
            frame: Frame.ethernet(Frame.ipv4(17, from: 1, to: 4790, body: Frame.bgp)),
            isChosen: false
        ),
        Row(name: "empty", frame: [], isChosen: false),
        Row(
            name: "IPv6",
            frame: Frame.ethernet(Frame.ipv6(17, from: 49152, to: 3784)),
            expression: "ip6 and udp port 3784"
        ),
    ]

    @Test(arguments: rows) func `a frame is chosen in any of its views`(row: Row) throws {
        let filter = try CaptureFilter(row.expression)
        let isChosen = filter.matches(row.frame.span.bytes)
        #expect(isChosen == row.isChosen)
    }

    @Test func `what is no expression is an error in libpcap's words`() {
        #expect {
            _ = try CaptureFilter("tcp prot 179")
        } throws: { error in
            guard let error = error as? CaptureFilter.InvalidExpression else { return false }
            return error.expression == "tcp prot 179" && error.message.contains("syntax error")
        }
        #expect(throws: CaptureFilter.InvalidExpression.self) { _ = try CaptureFilter("tcp\0port 1") }
    }

    @Test func `no beginning of a frame stops a filter`() throws {
        let filter = try CaptureFilter("udp[1] = 0 and greater 10000")
        let whole = Frame.vxlan(Frame.taggedBGP, tags: [Frame.serviceTag, Frame.tag])
        for count in 0...whole.count {
            let isChosen = filter.matches(whole.span.bytes.extracting(first: count))
            #expect(!isChosen)
        }
    }

    @Test func `no changed byte stops a filter`() throws {
        let filter = try CaptureFilter("tcp port 179 or udp port 53")
        let whole = Frame.vxlan(Frame.taggedBGP, tags: [Frame.tag])
        for place in 0..<whole.count {
            for value in [0, 1, 0x45, 0x4F, 0x60, 0x81, 0xFF] as [UInt8] {
                var frame = whole
                frame[place] = value
                _ = filter.matches(frame.span.bytes)
            }
        }
    }
}
