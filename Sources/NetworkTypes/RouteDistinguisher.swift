/// The eight octets that keep equal prefixes of different routing domains apart (RFC 4364 §4.2).
public struct RouteDistinguisher: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Type 0: a two-octet ASN and a 32-bit number.
    ///
    /// A larger ASN is written as type 2, whose number has 16 bits.
    public init(asn: ASN, number: UInt32) {
        rawValue =
            asn.isTwoOctet
            ? UInt64(asn.rawValue) << 32 | UInt64(number)
            : 2 << 48 | UInt64(asn.rawValue) << 16 | UInt64(number & 0xFFFF)
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension RouteDistinguisher: CustomStringConvertible {
    public var description: String {
        switch rawValue >> 48 {
        case 0: "\(rawValue >> 32 & 0xFFFF):\(rawValue & 0xFFFF_FFFF)"
        case 1: "\(IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue >> 16))):\(rawValue & 0xFFFF)"
        case 2: "\(rawValue >> 16 & 0xFFFF_FFFF):\(rawValue & 0xFFFF)"
        default: "0x" + String(rawValue, radix: 16)
        }
    }
}
