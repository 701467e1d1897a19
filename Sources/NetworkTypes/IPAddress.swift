/// The two families of addresses, in the order in which they are listed everywhere.
public enum AddressFamily: UInt8, Hashable, Comparable, Sendable, CaseIterable, BitwiseCopyable {
    case ipv4
    case ipv6

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// 32 or 128.
    @inlinable public var bitWidth: UInt8 { self == .ipv4 ? 32 : 128 }
}

extension AddressFamily: CustomStringConvertible {
    public var description: String { self == .ipv4 ? "ipv4" : "ipv6" }
}

/// An address of either family.
public enum IPAddress: Hashable, Sendable, BitwiseCopyable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    /// Parses either family's text; `nil` if it is neither.
    public init?(_ text: some StringProtocol) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    @inlinable public var family: AddressFamily {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    @inlinable public var v4: IPv4Address? {
        if case .v4(let address) = self { address } else { nil }
    }

    @inlinable public var v6: IPv6Address? {
        if case .v6(let address) = self { address } else { nil }
    }
}

extension IPAddress: Comparable {
    /// IPv4 before IPv6, then by number.
    @inlinable public static func < (left: IPAddress, right: IPAddress) -> Bool {
        switch (left, right) {
        case (.v4(let a), .v4(let b)): a < b
        case (.v6(let a), .v6(let b)): a < b
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
