public import NetworkTypes

/// The outer headers of a VXLAN tunnel over IPv4 from one endpoint to another (RFC 7348).
public struct VXLANTunnel: Hashable, Sendable, BitwiseCopyable {
    public var networkIdentifier: UInt32
    public var source: IPv4Address
    public var destination: IPv4Address
    public var sourceMAC: MACAddress
    public var destinationMAC: MACAddress
    public var timeToLive: UInt8

    /// A tunnel whose endpoints have the MAC addresses of ``NetworkTypes/MACAddress/tunnelEndpoint(_:)``.
    public init(networkIdentifier: UInt32, source: IPv4Address, destination: IPv4Address, timeToLive: UInt8 = 64) {
        self.networkIdentifier = networkIdentifier & 0xFF_FFFF
        self.source = source
        self.destination = destination
        self.timeToLive = timeToLive
        sourceMAC = .tunnelEndpoint(source)
        destinationMAC = .tunnelEndpoint(destination)
    }

    /// Bytes that the encapsulation puts in front of the inner frame: Ethernet, IPv4, UDP, VXLAN.
    @inlinable public static var byteCount: Int { 50 }
}

extension MACAddress {
    /// The MAC address of a tunnel endpoint: `02:bf` and the 32 bits of its address.
    @inlinable public static func tunnelEndpoint(_ address: IPv4Address) -> MACAddress {
        MACAddress(rawValue: 0x02BF << 32 | UInt64(address.rawValue))
    }
}

/// What a tunnel endpoint learns from the outer headers that it takes off.
public struct VXLANArrival: Hashable, Sendable, BitwiseCopyable {
    public var networkIdentifier: UInt32
    public var source: IPv4Address
    public var destination: IPv4Address
}
