import NetworkTypes
import Packets

/// Addresses and frames that the suites share.
enum Fixture {
    static let macA = MACAddress(rawValue: 0x02BF_0000_0001)
    static let macB = MACAddress(rawValue: 0x02BF_0000_0002)
    static let ipv4A = IPv4Address(172, 16, 1, 1)
    static let ipv4B = IPv4Address(172, 16, 1, 2)
    static let ipv6A = IPv6Address(high: 0x2001_0DB8_0000_0001, low: 1)
    static let ipv6B = IPv6Address(high: 0x2001_0DB8_0000_0001, low: 2)

    static func link(_ tags: [VLANTag] = []) -> EthernetHeader {
        guard let outer = tags.first else { return EthernetHeader(destination: macB, source: macA, etherType: .ipv4) }
        return EthernetHeader(
            destination: macB,
            source: macA,
            outerTag: outer,
            innerTag: tags.dropFirst().first,
            etherType: .ipv4
        )
    }

    static func udp(_ family: AddressFamily, tags: [VLANTag] = [], timeToLive: UInt8 = 64) -> PacketTemplate {
        PacketTemplate(
            link: link(tags),
            source: family == .ipv4 ? .v4(ipv4A) : .v6(ipv6A),
            destination: family == .ipv4 ? .v4(ipv4B) : .v6(ipv6B),
            transport: .udp(sourcePort: 50000, destinationPort: 4000),
            timeToLive: timeToLive
        )
    }

    static func tcp(_ family: AddressFamily, options: TCPOptions = .none) -> PacketTemplate {
        var template = udp(family)
        template.transport = .tcp(
            TCPHeader(
                sourcePort: 50001,
                destinationPort: 179,
                sequence: 0xDEAD_BEEF,
                acknowledgment: 0x0102_0304,
                flags: [.ack, .psh],
                window: 65000,
                options: options
            )
        )
        return template
    }

    static func payload(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) } }
}

extension Array where Element == UInt8 {
    init(_ span: RawSpan) { self = span.withUnsafeBytes { Array($0) } }

    init(hex: String) {
        var result: [UInt8] = []
        var high: UInt8?
        for character in hex where !character.isWhitespace {
            guard let digit = character.hexDigitValue else { continue }
            if let first = high {
                result.append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
        self = result
    }
}

/// What `body` writes into `count` zeros.
func written(_ count: Int, _ body: (inout MutableRawSpan) -> Void) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    var elements = result.mutableSpan
    var bytes = elements.mutableBytes
    body(&bytes)
    return result
}
