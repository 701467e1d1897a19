public import NetworkTypes

extension Topology {
    /// A stateful device on the wire between a router and the LAN of its site.
    public struct Firewall: Hashable, Sendable {
        /// How long a connection is remembered without a packet.
        public struct Timeouts: Hashable, Sendable {
            public var udp: Duration
            public var tcp: Duration
            /// TCP that is opening or closing.
            public var tcpTransitory: Duration
            public var icmp: Duration
        }

        public var name: String
        /// Index into `routers`: the one in front of which it stands.
        public var router: Int
        /// Whether it knows the connections of those of its site that share theirs too.
        public var sharesState: Bool
        /// How long it takes until the others know a connection.
        public var synchronization: Duration
        /// Whether connections may be opened from Microsoft's side.
        public var permitsInbound: Bool
        /// The address that what leaves towards the router gets as its source.
        public var sourceNAT: IPv4Address?
        /// Room for connections; with shared state, together.
        public var connections: Int
        public var timeouts: Timeouts
        public var linkLossForwarding: Bool
    }
}
