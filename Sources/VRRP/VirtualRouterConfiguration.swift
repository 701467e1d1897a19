public import NetworkTypes

/// What an operator sets on one router's part in a virtual router (RFC 5798 §6.1).
public struct VirtualRouterConfiguration: Hashable, Sendable {
    /// The owner of the addresses has this priority, which nothing lowers.
    public static let ownerPriority: UInt8 = 255

    /// VRID, from 1.
    public var virtualRouterID: UInt8
    /// 1 to 254; 255 if the addresses are the router's own.
    public var priority: UInt8
    /// Time between two advertisements in hundredths of a second, 1 to 4095.
    public var intervalCentiseconds: UInt16
    /// Whether a router of higher priority takes over from one that works (Preempt_Mode).
    public var preempts: Bool
    /// How long it waits before it does; not in the RFC, but in every router.
    public var preemptDelay: Duration
    /// The virtual addresses, all of one family; of IPv6 the link-local one first (§5.2.9).
    public var addresses: [IPAddress]
    /// The router's own address on the LAN, from which it advertises; of IPv6 the link-local one (§5.1.2.1).
    public var primaryAddress: IPAddress

    public init(
        virtualRouterID: UInt8,
        priority: UInt8,
        intervalCentiseconds: UInt16 = 100,
        preempts: Bool = true,
        preemptDelay: Duration = .zero,
        addresses: [IPAddress],
        primaryAddress: IPAddress
    ) {
        self.virtualRouterID = virtualRouterID
        self.priority = priority
        self.intervalCentiseconds = intervalCentiseconds
        self.preempts = preempts
        self.preemptDelay = preemptDelay
        self.addresses = addresses
        self.primaryAddress = primaryAddress
    }

    /// 00-00-5E-00-01-VRID for IPv4, 00-00-5E-00-02-VRID for IPv6 (§7.3).
    public var macAddress: MACAddress {
        let family: UInt64 = primaryAddress.family == .ipv4 ? 1 : 2
        return MACAddress(rawValue: 0x0000_5E00_0000 | family << 8 | UInt64(virtualRouterID))
    }
}
