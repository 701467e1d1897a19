public import NetworkTypes

extension Topology {
    /// The virtual router of a LAN, whose addresses the hosts have as their first hop (RFC 5798).
    public struct VirtualRouter: Hashable, Sendable {
        /// VRID.
        public var id: UInt8
        public var address: IPv4Address?
        public var addressIPv6: IPv6Address?
        /// Time between two advertisements in hundredths of a second.
        public var intervalCentiseconds: UInt16
        /// Whether the master answers packets to the virtual addresses, though they are not its own (Accept_Mode).
        public var acceptsPackets: Bool
        /// Whether the routers tell each other over the LAN what they learn from Microsoft.
        public var routersRunIBGP: Bool
    }

    /// What one router does for the virtual router of its LAN.
    public struct FirstHop: Hashable, Sendable {
        /// 1 to 254.
        public var priority: UInt8
        public var preempts: Bool
        public var preemptDelay: Duration
        public var tracks: [Tracking]
    }

    /// Which packets a router drops for where they claim to come from (RFC 3704).
    public enum ReversePathFilter: String, Hashable, Sendable, CaseIterable {
        case off
        /// There is a route to the source.
        case loose
        /// There is a route to the source through the interface that the packet came in by.
        case strict
    }
}
