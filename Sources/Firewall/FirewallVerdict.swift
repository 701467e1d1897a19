public import NetworkTypes

/// What becomes of a packet at a stateful device.
public enum FirewallVerdict: Hashable, Sendable, BitwiseCopyable {
    case pass
    /// It passes with this as its source.
    case translateSource(IPv4Address, port: UInt16)
    /// It passes with this as its destination, in a frame to that station.
    case translateDestination(IPv4Address, port: UInt16, MACAddress)
    case drop(FirewallDrop)
}

/// Why a stateful device drops a packet.
public enum FirewallDrop: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// It belongs to no connection that the device knows, and cannot open one.
    case noConnectionState
    /// It would open a connection that the rules do not permit.
    case notPermitted
    /// There is no room for one more connection.
    case connectionTableFull
    /// Every port of the translated address is in use.
    case portsExhausted
    /// A piece of a packet: what it belongs to cannot be told.
    case fragment
}
