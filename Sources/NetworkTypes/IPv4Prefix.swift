/// An IPv4 prefix in canonical form: no bit beyond its length is set.
public struct IPv4Prefix: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let address: IPv4Address
    public let length: UInt8

    /// The prefix of `length` bits (0...32) that holds `address`; host bits are cleared.
    ///
    /// Longer lengths count as 32.
    @inlinable public init(_ address: IPv4Address, length: UInt8) {
        let length = Swift.min(length, 32)
        self.length = length
        self.address = IPv4Address(rawValue: address.rawValue & Self.mask(length))
    }

    /// Parses `10.1.0.0/16`; `nil` if malformed or if host bits are set.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let length = prefixLength(parts[1], atMost: 32)
        else { return nil }
        self.init(address, length: length)
        guard self.address == address else { return nil }
    }

    @inlinable public static func mask(_ length: UInt8) -> UInt32 {
        length == 0 ? 0 : UInt32.max << (32 - UInt32(length))
    }

    public static let all = IPv4Prefix(.any, length: 0)

    @inlinable public func contains(_ address: IPv4Address) -> Bool {
        address.rawValue & Self.mask(length) == self.address.rawValue
    }

    @inlinable public func contains(_ other: IPv4Prefix) -> Bool {
        other.length >= length && contains(other.address)
    }

    @inlinable public func overlaps(_ other: IPv4Prefix) -> Bool { contains(other) || other.contains(self) }

    public var lastAddress: IPv4Address { IPv4Address(rawValue: address.rawValue | ~Self.mask(length)) }

    /// The address at `offset` from the first one, or `nil` beyond the last.
    public func address(at offset: UInt32) -> IPv4Address? {
        guard let result = address.advanced(by: offset), contains(result) else { return nil }
        return result
    }

    /// By address, then the shorter first.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.address != right.address ? left.address < right.address : left.length < right.length
    }
}

extension IPv4Prefix: CustomStringConvertible {
    public var description: String { "\(address)/\(length)" }
}

/// A prefix length in decimal without sign or leading zero.
func prefixLength(_ text: some StringProtocol, atMost limit: UInt8) -> UInt8? {
    guard let length = UInt8(text), length <= limit, String(length) == text else { return nil }
    return length
}
