public import NetworkTypes

/// A VRRP advertisement (RFC 5798 §5.2): who is the master of a virtual router, and how often it says so.
public struct Advertisement: Hashable, Sendable {
    public static let version: UInt8 = 3
    /// The only type that there is.
    public static let type: UInt8 = 1
    /// What leaves with less, or arrives with less, has passed a router (§5.1.1.3, §5.1.2.3).
    public static let timeToLive: UInt8 = 255
    /// 224.0.0.18 (§5.1.1.2).
    public static let groupIPv4 = IPv4Address(224, 0, 0, 18)
    /// FF02::12 (§5.1.2.2).
    public static let groupIPv6 = IPv6Address(high: 0xFF02 << 48, low: 0x12)

    /// The virtual router's number on its LAN (VRID), from 1.
    public var virtualRouterID: UInt8
    /// 255 is the owner of the addresses, 0 a master that leaves (§5.2.4).
    public var priority: UInt8
    /// Time between two advertisements in hundredths of a second, 12 bits (§5.2.7).
    public var intervalCentiseconds: UInt16
    /// At least one, all of one family.
    public var addresses: [IPAddress]

    public init(virtualRouterID: UInt8, priority: UInt8, intervalCentiseconds: UInt16, addresses: [IPAddress]) {
        self.virtualRouterID = virtualRouterID
        self.priority = priority
        self.intervalCentiseconds = intervalCentiseconds
        self.addresses = addresses
    }
}

/// Why octets are no advertisement that counts (RFC 5798 §7.1).
public enum AdvertisementError: Error, Equatable, Sendable {
    case truncated(byteCount: Int)
    case timeToLive(UInt8)
    case version(UInt8)
    case type(UInt8)
    case checksum
    /// No address at all, or more than the message has room for.
    case addressCount(UInt8)
    /// An interval of nothing: nobody could keep to it.
    case interval
    case virtualRouterID
    /// Source and destination are not of one family.
    case family
}
