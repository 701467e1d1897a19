/// An extended community that says which routing domains import a VPN route (RFC 4364 §4.3.1, RFC 4360 §4).
public struct RouteTarget: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// All eight octets of the extended community, type and sub-type included.
    public var rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Type 0x00, sub-type 0x02: a two-octet ASN and a 32-bit number; type 0x02 and 16 bits for a larger ASN.
    public init(asn: ASN, number: UInt32) {
        rawValue =
            asn.isTwoOctet
            ? 0x0002 << 48 | UInt64(asn.rawValue) << 32 | UInt64(number)
            : 0x0202 << 48 | UInt64(asn.rawValue) << 16 | UInt64(number & 0xFFFF)
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension RouteTarget: CustomStringConvertible {
    public var description: String {
        rawValue >> 48 == 0x0202
            ? "target:\(rawValue >> 16 & 0xFFFF_FFFF):\(rawValue & 0xFFFF)"
            : "target:\(rawValue >> 32 & 0xFFFF):\(rawValue & 0xFFFF_FFFF)"
    }
}
