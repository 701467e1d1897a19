/// A four-octet community (RFC 1997).
public struct Community: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `asn:value`, as it is usually written.
    @inlinable public init(_ asn: UInt16, _ value: UInt16) { rawValue = UInt32(asn) << 16 | UInt32(value) }

    public static let noExport = Community(rawValue: 0xFFFF_FF01)
    public static let noAdvertise = Community(rawValue: 0xFFFF_FF02)
    public static let noExportSubconfed = Community(rawValue: 0xFFFF_FF03)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Community: CustomStringConvertible {
    public var description: String { "\(rawValue >> 16):\(rawValue & 0xFFFF)" }
}
