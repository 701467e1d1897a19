public import NetworkTypes

/// A community: an AS in the high half, a value in the low (RFC 1997).
public struct Community: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable public init(_ asn: UInt16, _ value: UInt16) { rawValue = UInt32(asn) << 16 | UInt32(value) }

    public static let noExport = Community(rawValue: 0xFFFF_FF01)
    public static let noAdvertise = Community(rawValue: 0xFFFF_FF02)
    public static let noExportSubconfed = Community(rawValue: 0xFFFF_FF03)
    /// GRACEFUL_SHUTDOWN (RFC 8326).
    public static let gracefulShutdown = Community(rawValue: 0xFFFF_0000)
    /// LLGR_STALE and NO_LLGR (RFC 9494 §2).
    public static let longLivedStale = Community(rawValue: 0xFFFF_0006)
    public static let noLongLived = Community(rawValue: 0xFFFF_0007)
    /// BLACKHOLE (RFC 7999).
    public static let blackhole = Community(rawValue: 0xFFFF_029A)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Community: CustomStringConvertible {
    public var description: String { "\(rawValue >> 16):\(rawValue & 0xFFFF)" }

    /// Parses `12076:51004`; `nil` if malformed.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let asn = UInt16(parts[0]), let value = UInt16(parts[1]) else { return nil }
        self.init(asn, value)
    }
}

/// An extended community, type and sub-type in the two high octets (RFC 4360).
public struct ExtendedCommunity: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable public init(_ target: RouteTarget) { rawValue = target.rawValue }

    /// Whether the community may cross the border of an AS.
    @inlinable public var isTransitive: Bool { rawValue >> 62 & 1 == 0 }

    /// The route target that this is, if its sub-type is 2 and its type one of the three that have it (RFC 4360 §4).
    @inlinable public var routeTarget: RouteTarget? {
        let type = rawValue >> 56
        return type <= 2 && rawValue >> 48 & 0xFF == 2 ? RouteTarget(rawValue: rawValue) : nil
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A large community of three four-octet parts (RFC 8092).
public struct LargeCommunity: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var globalAdministrator: UInt32
    public var localData1: UInt32
    public var localData2: UInt32

    @inlinable public init(_ globalAdministrator: UInt32, _ localData1: UInt32, _ localData2: UInt32) {
        self.globalAdministrator = globalAdministrator
        self.localData1 = localData1
        self.localData2 = localData2
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool {
        (left.globalAdministrator, left.localData1, left.localData2)
            < (right.globalAdministrator, right.localData1, right.localData2)
    }
}

extension LargeCommunity: CustomStringConvertible {
    public var description: String { "\(globalAdministrator):\(localData1):\(localData2)" }
}
