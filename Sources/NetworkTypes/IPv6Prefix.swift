/// An IPv6 prefix in canonical form: no bit beyond its length is set.
public struct IPv6Prefix: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let address: IPv6Address
    public let length: UInt8

    /// The prefix of `length` bits (0...128) that holds `address`; host bits are cleared.
    ///
    /// Longer lengths count as 128.
    @inlinable public init(_ address: IPv6Address, length: UInt8) {
        let length = Swift.min(length, 128)
        let mask = Self.mask(length)
        self.length = length
        self.address = IPv6Address(high: address.high & mask.high, low: address.low & mask.low)
    }

    /// Parses `2001:db8::/32`; `nil` if malformed or if host bits are set.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv6Address(parts[0]), let length = prefixLength(parts[1], atMost: 128)
        else { return nil }
        self.init(address, length: length)
        guard self.address == address else { return nil }
    }

    @inlinable public static func mask(_ length: UInt8) -> IPv6Address {
        let high = length == 0 ? 0 : UInt64.max << UInt64(64 - Swift.min(length, 64))
        let low = length <= 64 ? 0 : UInt64.max << UInt64(128 - length)
        return IPv6Address(high: high, low: low)
    }

    public static let all = IPv6Prefix(.any, length: 0)

    @inlinable public func contains(_ address: IPv6Address) -> Bool {
        let mask = Self.mask(length)
        return address.high & mask.high == self.address.high && address.low & mask.low == self.address.low
    }

    @inlinable public func contains(_ other: IPv6Prefix) -> Bool {
        other.length >= length && contains(other.address)
    }

    @inlinable public func overlaps(_ other: IPv6Prefix) -> Bool { contains(other) || other.contains(self) }

    /// The address at `offset` from the first one, or `nil` beyond the last one or the first /64.
    public func address(at offset: UInt64) -> IPv6Address? {
        guard let result = address.advanced(by: offset), contains(result) else { return nil }
        return result
    }

    /// By address, then the shorter first.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.address != right.address ? left.address < right.address : left.length < right.length
    }
}

extension IPv6Prefix: CustomStringConvertible {
    public var description: String { "\(address)/\(length)" }
}
