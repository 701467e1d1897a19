/// An autonomous system number, two or four octets (RFC 6793).
public struct ASN: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// AS_TRANS, which stands for a four-octet number towards a speaker that knows two octets only (RFC 6793 §9).
    public static let trans = ASN(23456)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// 64512–65534 and 4200000000–4294967294 (RFC 6996).
    @inlinable public var isPrivate: Bool {
        (64512...65534).contains(rawValue) || (4_200_000_000...4_294_967_294).contains(rawValue)
    }

    /// 64496–64511 and 65536–65551 (RFC 5398).
    public static let documentation: [ClosedRange<ASN>] = [64496...64511, 65536...65551]

    public var isForDocumentation: Bool { Self.documentation.contains { $0.contains(self) } }

    /// Whether the number fits in two octets.
    @inlinable public var isTwoOctet: Bool { rawValue <= 0xFFFF }
}

extension ASN: ExpressibleByIntegerLiteral {
    @inlinable public init(integerLiteral value: UInt32) { self.init(value) }
}

extension ASN: CustomStringConvertible {
    /// Plain decimal, "asplain" of RFC 5396.
    public var description: String { String(rawValue) }
}
