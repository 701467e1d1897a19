public import NetworkTypes

extension Topology {
    /// A building where circuits end: two MSEEs and the providers' edges.
    public struct PeeringLocation: Hashable, Sendable {
        public var name: String
        /// One way between the location and the backbone.
        public var latency: Duration
        /// Geopolitical area; `nil` where nothing is said of it.
        public var area: String?
        /// Indices into `regions`: all that local circuits reach; empty where nothing is said of it.
        public var localRegions: [Int]
        /// Indices into `msees`, numbers 1 and 2.
        public var msees: [Int]
    }

    /// A Microsoft enterprise edge router, shared by the circuits of its location.
    public struct MSEE: Hashable, Sendable {
        /// Index into `peeringLocations`.
        public var peeringLocation: Int
        /// 1 or 2.
        public var number: Int
        /// What ends here, in the order of the file.
        public var circuits: [Attachment]

        public struct Attachment: Hashable, Sendable {
            /// Index into `circuits`.
            public var circuit: Int
            public var role: Role
        }
    }

    /// A circuit with its private peering.
    public struct Circuit: Hashable, Sendable {
        public enum SKU: String, Hashable, Sendable, CaseIterable {
            case local, standard, premium
        }

        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// Two segments around a provider edge.
            case provider
            /// One segment: the customer's router is cabled to the MSEE.
            case direct
        }

        public var name: String
        /// Indices into `peeringLocations`: one, or two for Metro.
        public var peeringLocations: [Int]
        public var bandwidth: BitRate
        public var sku: SKU
        public var kind: Kind
        /// Whether a carrier lost on one segment is seen on the other.
        public var forwardsLinkLoss: Bool
        /// Whether a direct circuit's links are clamped to its bandwidth.
        public var isRateLimited: Bool
        /// Addresses for which FastPath bypasses gateways, those of all its connections together.
        public var fastPathLimit: Int
        /// Index into `directPorts`; `nil` for a direct circuit that has a port pair to itself, and for those of providers.
        public var port: Int?
        /// What each of a direct circuit's two ports carries.
        public var portBandwidth: BitRate
        /// One way over the microsoft segment.
        public var latency: Duration
        /// How the MSEEs run BFD on this circuit; `nil` switches it off.
        public var bfd: BFD?
        /// What the MSEEs propose and accept.
        public var timers: BGPTimers
        /// How the MSEEs restart, and help customers to; `nil`: neither.
        public var gracefulRestart: GracefulRestart?
        /// Whether the MSEEs make routes with GRACEFUL_SHUTDOWN the last to be chosen (RFC 8326).
        public var honoursGracefulShutdown: Bool
        public var privatePeering: PrivatePeering
        public var microsoftPeering: MicrosoftPeering?
        /// The primary and the secondary connection.
        public var links: [Link]
        /// Indices into `connections`.
        public var connections: [Int]
        /// Indices into `globalReach`.
        public var globalReach: [Int]

        /// What a link of a direct circuit may carry for a short time: 120 % of a rate in bits per second (RL).
        public func burst(of rate: UInt64) -> UInt64 { rate / 100 * 120 }
        public var isMetro: Bool { peeringLocations.count == 2 }
        public func link(_ role: Role) -> Link { links[role == .primary ? 0 : 1] }

        /// The customer's 802.1Q tag of a peering.
        public func vlan(_ peering: Peering) -> UInt16 {
            peering == .private ? privatePeering.vlan : microsoftPeering?.vlan ?? privatePeering.vlan
        }

        public func hasSessions(_ peering: Peering) -> Bool {
            peering == .private ? privatePeering.isEnabled : microsoftPeering?.hasSessions ?? false
        }

        /// What both ends of a connection have in one of the peerings; `nil` without that peering.
        public func addresses(_ role: Role, _ peering: Peering) -> Link.Addresses? {
            switch peering {
            case .private: link(role).addresses
            case .microsoft: microsoftPeering?.links[role == .primary ? 0 : 1]
            }
        }
    }

    /// A port pair of ExpressRoute Direct: two cables, one at each MSEE, that several circuits share (DIR).
    public struct DirectPort: Hashable, Sendable {
        public var name: String
        /// Index into `peeringLocations`.
        public var peeringLocation: Int
        /// Of each of the two ports.
        public var bandwidth: BitRate
        public var encapsulation: Encapsulation
        /// Addresses for which FastPath bypasses gateways, those of all circuits of the pair together.
        public var fastPathLimit: Int
        /// Indices into `circuits`.
        public var circuits: [Int]

        /// How circuits are told apart on the cable.
        public enum Encapsulation: String, Hashable, Sendable, CaseIterable {
            /// One tag per peering, unique on the port pair.
            case dot1Q
            /// A tag of the circuit's around the peering's.
            case qinQ
        }
    }

    /// A circuit's private peering: what both of its connections have in common.
    public struct PrivatePeering: Hashable, Sendable {
        /// The ASN that the MSEEs expect from the customer.
        public var peerASN: ASN
        /// The customer's 802.1Q tag.
        public var vlan: UInt16
        /// The 802.1ad tag around it between provider and MSEE.
        public var serviceVLAN: UInt16?
        /// Accepted prefixes per session; one more drops the session.
        public var prefixLimit: Int
        public var prefixLimitIPv6: Int
        /// A disabled peering has no sessions.
        public var isEnabled: Bool
    }

    /// One of a circuit's two connections, with its addresses.
    public struct Link: Hashable, Sendable {
        public var role: Role
        /// Index into `msees`.
        public var msee: Int
        public var ipv4: Addressing<IPv4Prefix, IPv4Address>?
        public var ipv6: Addressing<IPv6Prefix, IPv6Address>?
        /// Password of the session at the MSEE (RFC 2385).
        public var sharedKey: String?
        /// Index into the topology's `attachments`; `nil` while no router uses the connection.
        public var attachment: Int?

        public var addresses: Addresses { Addresses(ipv4: ipv4, ipv6: ipv6, sharedKey: sharedKey) }

        /// What the two ends of a connection have in one peering.
        public struct Addresses: Hashable, Sendable {
            public var ipv4: Addressing<IPv4Prefix, IPv4Address>?
            public var ipv6: Addressing<IPv6Prefix, IPv6Address>?
            /// Password of the session at the MSEE (RFC 2385).
            public var sharedKey: String?

            public func subnet(_ family: AddressFamily) -> IPPrefix? {
                family == .ipv4 ? ipv4.map { .v4($0.subnet) } : ipv6.map { .v6($0.subnet) }
            }
            public func customer(_ family: AddressFamily) -> IPAddress? {
                family == .ipv4 ? ipv4.map { .v4($0.customer) } : ipv6.map { .v6($0.customer) }
            }
            public func microsoft(_ family: AddressFamily) -> IPAddress? {
                family == .ipv4 ? ipv4.map { .v4($0.microsoft) } : ipv6.map { .v6($0.microsoft) }
            }
        }

        /// The subnet between customer and Microsoft: the customer has the first host address, the MSEE the second.
        public struct Addressing<Prefix: Hashable & Sendable, Address: Hashable & Sendable>: Hashable, Sendable {
            public var subnet: Prefix
            public var customer: Address
            public var microsoft: Address
        }
    }

    /// A Global Reach link between two circuits; pairwise, never transitive.
    public struct GlobalReach: Hashable, Sendable {
        /// Two indices into `circuits`.
        public var circuits: [Int]
    }
}
