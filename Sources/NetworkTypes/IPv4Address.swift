/// An IPv4 address, kept as the 32-bit number that stands on the wire in network order.
public struct IPv4Address: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// Parses dotted decimal: four numbers of one to three digits without leading zeros; `nil` otherwise.
    public init?(_ text: some StringProtocol) {
        var value: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var parts = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits > 0 && part == 0 || digits == 3 { return nil }
                part = part * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
            case UInt8(ascii: "."):
                guard digits > 0, part <= 255, parts < 3 else { return nil }
                value = value << 8 | part
                (part, digits, parts) = (0, 0, parts + 1)
            default: return nil
            }
        }
        guard digits > 0, part <= 255, parts == 3 else { return nil }
        rawValue = value << 8 | part
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public static let any = IPv4Address(rawValue: 0)
    public static let broadcast = IPv4Address(rawValue: .max)

    @inlinable public var isMulticast: Bool { rawValue >> 28 == 0xE }
    @inlinable public var isLoopback: Bool { rawValue >> 24 == 127 }
    /// 10/8, 172.16/12 and 192.168/16 (RFC 1918).
    @inlinable public var isPrivate: Bool {
        rawValue >> 24 == 10 || rawValue >> 20 == 0xAC1 || rawValue >> 16 == 0xC0A8
    }

    /// The address `offset` places further, or `nil` beyond the end of the address space.
    public func advanced(by offset: UInt32) -> IPv4Address? {
        let (sum, overflow) = rawValue.addingReportingOverflow(offset)
        return overflow ? nil : IPv4Address(rawValue: sum)
    }
}

extension IPv4Address: CustomStringConvertible {
    public var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 255).\(rawValue >> 8 & 255).\(rawValue & 255)"
    }
}
