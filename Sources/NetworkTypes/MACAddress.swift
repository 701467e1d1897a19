/// A 48-bit Ethernet address in the low bits of a number, first byte on the wire highest.
public struct MACAddress: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue & 0xFFFF_FFFF_FFFF }

    public static let broadcast = MACAddress(rawValue: .max)

    @inlinable public var isMulticast: Bool { rawValue >> 40 & 1 == 1 }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The group address that carries an IPv6 multicast address, `33:33:…` (RFC 2464 §7).
    @inlinable public init(multicast address: IPv6Address) {
        self.init(rawValue: 0x3333_0000_0000 | address.low & 0xFFFF_FFFF)
    }
}

extension MACAddress: CustomStringConvertible {
    public var description: String {
        (0..<6).map { index in
            let byte = rawValue >> UInt64((5 - index) * 8) & 255
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined(separator: ":")
    }
}
