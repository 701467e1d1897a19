public import NetworkTypes

/// The addresses of a virtual router that this router is master of, on one interface (RFC 5798 §6.4.3).
public struct VirtualRouterAddresses: Hashable, Sendable {
    public var interface: InterfaceIndex
    /// Frames to it are taken, and whoever asks for one of the addresses is told it.
    public var mac: MACAddress
    public var addresses: [IPAddress]
    /// Whether packets to the addresses themselves are for this router (Accept_Mode); else they are dropped.
    public var acceptsPackets: Bool

    public init(interface: InterfaceIndex, mac: MACAddress, addresses: [IPAddress], acceptsPackets: Bool) {
        self.interface = interface
        self.mac = mac
        self.addresses = addresses
        self.acceptsPackets = acceptsPackets
    }
}
