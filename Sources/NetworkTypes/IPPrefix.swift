/// A prefix of either family.
public enum IPPrefix: Hashable, Sendable, BitwiseCopyable {
    case v4(IPv4Prefix)
    case v6(IPv6Prefix)

    /// Parses either family's text; `nil` if malformed or if host bits are set.
    public init?(_ text: some StringProtocol) {
        if let prefix = IPv4Prefix(text) {
            self = .v4(prefix)
        } else if let prefix = IPv6Prefix(text) {
            self = .v6(prefix)
        } else {
            return nil
        }
    }

    /// The prefix of `length` bits that holds `address`; longer lengths count as the whole address.
    public init(_ address: IPAddress, length: UInt8) {
        switch address {
        case .v4(let address): self = .v4(IPv4Prefix(address, length: length))
        case .v6(let address): self = .v6(IPv6Prefix(address, length: length))
        }
    }

    /// The /32 or /128 of one address.
    public init(host address: IPAddress) { self.init(address, length: address.family.bitWidth) }

    @inlinable public var family: AddressFamily {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    @inlinable public var length: UInt8 {
        switch self {
        case .v4(let prefix): prefix.length
        case .v6(let prefix): prefix.length
        }
    }

    @inlinable public var address: IPAddress {
        switch self {
        case .v4(let prefix): .v4(prefix.address)
        case .v6(let prefix): .v6(prefix.address)
        }
    }

    public func contains(_ address: IPAddress) -> Bool {
        switch (self, address) {
        case (.v4(let prefix), .v4(let address)): prefix.contains(address)
        case (.v6(let prefix), .v6(let address)): prefix.contains(address)
        default: false
        }
    }

    public func contains(_ other: IPPrefix) -> Bool {
        switch (self, other) {
        case (.v4(let prefix), .v4(let other)): prefix.contains(other)
        case (.v6(let prefix), .v6(let other)): prefix.contains(other)
        default: false
        }
    }

    public func overlaps(_ other: IPPrefix) -> Bool { contains(other) || other.contains(self) }

    /// The address at `offset` from the first one, or `nil` beyond the last.
    public func address(at offset: UInt32) -> IPAddress? {
        switch self {
        case .v4(let prefix): prefix.address(at: offset).map(IPAddress.v4)
        case .v6(let prefix): prefix.address(at: UInt64(offset)).map(IPAddress.v6)
        }
    }
}

extension IPPrefix: Comparable {
    /// IPv4 before IPv6, then by address, then the shorter first.
    @inlinable public static func < (left: IPPrefix, right: IPPrefix) -> Bool {
        switch (left, right) {
        case (.v4(let a), .v4(let b)): a < b
        case (.v6(let a), .v6(let b)): a < b
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPPrefix: CustomStringConvertible {
    public var description: String {
        switch self {
        case .v4(let prefix): prefix.description
        case .v6(let prefix): prefix.description
        }
    }
}
