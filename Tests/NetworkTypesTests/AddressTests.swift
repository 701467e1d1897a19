import NetworkTypes
import Testing

@Suite("Addresses") struct AddressTests {
    /// RFC 5952 §4 and §5, and the text forms of RFC 4291 §2.2.
    static let ipv6: [(text: String, canonical: String)] = [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:db8::1", "2001:db8::1"),
        ("2001:0db8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:DB8::ABCD", "2001:db8::abcd"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
        ("fe80:0:0:0:0:0:0:1", "fe80::1"), ("0:0:0:0:0:0:0:0", "::"), ("1:0:0:0:0:0:0:0", "1::"),
    ]

    @Test(arguments: ipv6) func `an IPv6 address has one canonical text`(row: (text: String, canonical: String)) throws
    {
        let address = try #require(IPv6Address(row.text))
        #expect(address.description == row.canonical)
        #expect(IPv6Address(row.canonical) == address)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0", " ::1",
        "::1 ",
        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:", ":1", "1:2:3:4:5:6:7:", "+1::", "-1::", "::1.2.3",
        "::1.2.3.256",
        "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "2001:db8::1/64",
    ])
    func `what is no IPv6 address is refused`(text: String) { #expect(IPv6Address(text) == nil) }

    @Test(arguments: ["0.0.0.0", "255.255.255.255", "10.0.0.1", "172.16.1.254"])
    func `an IPv4 address reads back`(text: String) { #expect(IPv4Address(text)?.description == text) }

    @Test(arguments: [
        "", ".", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "01.2.3.4", "1.2.3.00", "1..2.3", "1.2.3.", ".1.2.3",
        "1.2.3.4 ",
        "+1.2.3.4", "-1.2.3.4", "0x1.2.3.4", "1.2.3.4/8", "1234.1.1.1", "١.2.3.4",
    ])
    func `what is no IPv4 address is refused`(text: String) { #expect(IPv4Address(text) == nil) }

    @Test(arguments: [
        "0.0.0.0/0", "10.0.0.0/8", "172.16.1.0/30", "192.0.2.1/32", "::/0", "2001:db8::/32", "2001:db8::1/128",
    ])
    func `a prefix reads back`(text: String) { #expect(IPPrefix(text)?.description == text) }

    @Test(arguments: [
        "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/", "/8", "10.0.0.0/8/8",
        "::/129",
        "2001:db8::1/64", "::/-1", "::/1 ",
    ])
    func `what is no prefix, or has host bits, is refused`(text: String) { #expect(IPPrefix(text) == nil) }

    @Test func `prefixes hold what lies in them`() throws {
        let wide = try #require(IPv4Prefix("172.16.0.0/12"))
        #expect(wide.contains(IPv4Address(172, 31, 255, 255)))
        #expect(!wide.contains(IPv4Address(172, 32, 0, 0)))
        #expect(wide.lastAddress == IPv4Address(172, 31, 255, 255))
        #expect(IPv4Prefix.all.contains(wide) && !wide.contains(IPv4Prefix.all))
        let link = try #require(IPv4Prefix("172.16.1.0/30"))
        #expect(link.address(at: 3) == IPv4Address(172, 16, 1, 3))
        #expect(link.address(at: 4) == nil)
        #expect(wide.overlaps(link) && link.overlaps(wide))
        let long = try #require(IPv6Prefix("2001:db8:0:0:8000::/65"))
        #expect(try long.contains(#require(IPv6Address("2001:db8::ffff:0:0:1"))))
        #expect(try !long.contains(#require(IPv6Address("2001:db8::1"))))
        #expect(IPv6Prefix.all.contains(long))
    }

    @Test func `every length masks its own number of bits`() {
        for length in UInt8(0)...128 {
            let mask = IPv6Prefix.mask(length)
            #expect(mask.high.nonzeroBitCount + mask.low.nonzeroBitCount == Int(length))
            if length <= 32 { #expect(IPv4Prefix.mask(length).nonzeroBitCount == Int(length)) }
        }
        #expect(IPv4Prefix(IPv4Address(1, 2, 3, 4), length: 200).length == 32)
        #expect(IPv6Prefix(IPv6Address(high: 1, low: 1), length: 255).length == 128)
    }

    @Test func `addresses end where their space ends`() {
        #expect(IPv4Address.broadcast.advanced(by: 1) == nil)
        #expect(IPv6Address(high: 1, low: .max).advanced(by: 1) == nil)
    }

    @Test func `IPv4 sorts before IPv6, and shorter prefixes before longer`() throws {
        let sorted = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "11.0.0.0/8", "::/0", "2001:db8::/32", "2001:db8::/48"]
        let prefixes = try sorted.map { try #require(IPPrefix($0)) }
        #expect(prefixes.reversed().sorted() == prefixes)
    }

    @Test func `derived addresses are those of their RFCs`() throws {
        let address = try #require(IPv6Address("2001:db8::1:2345:6789"))
        #expect(address.solicitedNode.description == "ff02::1:ff45:6789")
        #expect(MACAddress(multicast: address.solicitedNode).description == "33:33:ff:45:67:89")
        #expect(MACAddress.broadcast.description == "ff:ff:ff:ff:ff:ff")
        #expect(MACAddress.broadcast.isMulticast)
    }

    @Test func `numbers beyond two octets change the type of what holds them`() {
        #expect(RouteDistinguisher(asn: 12076, number: 7).description == "12076:7")
        #expect(RouteDistinguisher(asn: 4_200_000_000, number: 7).description == "4200000000:7")
        #expect(RouteTarget(asn: 12076, number: 7).description == "target:12076:7")
        #expect(RouteTarget(asn: 4_200_000_000, number: 7).description == "target:4200000000:7")
    }

    @Test func `private numbers are those of RFC 6996`() {
        for asn in [64512, 65534, 4_200_000_000, 4_294_967_294] as [ASN] { #expect(asn.isPrivate) }
        for asn in [64511, 65535, 12076, 4_199_999_999, 4_294_967_295] as [ASN] { #expect(!asn.isPrivate) }
    }
}
