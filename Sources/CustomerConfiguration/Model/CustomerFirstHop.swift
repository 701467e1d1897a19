public import NetworkTypes

/// The router's part in a virtual router on one of its ports, one per address family (RFC 5798).
public struct CustomerFirstHop: Hashable, Sendable {
    /// What takes priority away while it is not there.
    public enum Watch: Hashable, Sendable {
        /// The carrier of a port, by its place.
        case port(Int)
        case route(IPPrefix)
        /// A BGP session, which no dialect can track.
        case session
    }

    public struct Tracking: Hashable, Sendable {
        public var watch: Watch
        public var decrement: UInt8
    }

    /// Place among the router's ports.
    public var port: Int
    /// VRID.
    public var id: UInt8
    /// Of IPv6 the link-local one first.
    public var addresses: [IPAddress]
    public var mac: MACAddress
    /// 255 for the owner of the addresses.
    public var priority: UInt8
    public var intervalMilliseconds: Int
    public var preempts: Bool
    public var preemptDelay: Duration
    public var acceptsPackets: Bool
    public var tracks: [Tracking]

    public var family: AddressFamily { addresses.first?.family ?? .ipv4 }
}
