public import NetworkTypes

/// What `ersatz speaker` is asked to be: one router on the host's own network, as its options or its file say.
public struct SpeakerPlan: Sendable {
    public var asn: ASN?
    public var routerID: IPv4Address?
    /// Where to accept connections; port 0 lets the system choose.
    public var listeners: [Endpoint] = []
    public var neighbors: [Neighbor] = []
    public var prefixes: [IPPrefix] = []
    /// A file of further routes; relative to the file that names it.
    public var routesFile: String?

    public init() {}
}

extension SpeakerPlan {
    /// One neighbour; what is `nil` is left to the speaker.
    public struct Neighbor: Hashable, Sendable {
        public var address: IPAddress
        public var remoteASN: ASN
        public var isPassive = false
        public var port: UInt16?
        public var localAddress: IPAddress?
        public var sharedKey: String?
        public var holdTime: Duration?
        public var keepalive: Duration?
        public var minimumHoldTime: Duration?
        public var connectRetry: Duration?
        public var sendHoldTime: Duration?
        public var bfd: BFD?
        /// Keep the neighbour's routes while it restarts, and ask it for as much for so long (RFC 4724).
        public var gracefulRestart: Duration?
        /// The same beyond that time, as a last resort (RFC 9494).
        public var longLivedGracefulRestart: Duration?
        /// How many hops away the neighbour may be; 1 is a neighbour on a connected network.
        public var hops: UInt8?
        /// How many hops away a neighbour may be whose packets are believed (RFC 5082).
        public var trustedHops: UInt8?
        public var maximumPrefixes: Int?
        public var importsRoutes = true
        public var exportsRoutes = true
        public var families: [AddressFamily]?
        public var isReflectorClient = false
        public var usesNextHopSelf = false
        public var nextHopIPv4: IPv4Address?
        public var nextHopIPv6: IPv6Address?
        public var weight: UInt32 = 0

        public init(address: IPAddress, remoteASN: ASN) {
            self.address = address
            self.remoteASN = remoteASN
        }
    }

    /// BFD beside the session.
    public struct BFD: Hashable, Sendable {
        public var interval: Duration
        public var multiplier: UInt8
        /// Waits for the neighbour to speak first.
        public var isPassive: Bool

        public init(interval: Duration, multiplier: UInt8, isPassive: Bool) {
            self.interval = interval
            self.multiplier = multiplier
            self.isPassive = isPassive
        }
    }
}
