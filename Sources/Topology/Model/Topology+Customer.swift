public import NetworkTypes

extension Topology {
    /// A place of the customer's, with its routers, LAN and hosts.
    public struct CustomerSite: Hashable, Sendable {
        public var name: String
        public var asn: ASN
        public var prefixes: [IPPrefix]
        /// Source address of what leaves over the Internet line of its core; `nil` without one.
        public var internetAddress: IPv4Address?
        /// `nil` for a site without a LAN: each router originates the prefixes itself.
        public var lan: LAN?
        /// Indices into `hosts`.
        public var hosts: [Int]
        /// Indices into `routers`.
        public var routers: [Int]
    }

    /// The segment that joins the routers of a site and its core.
    public struct LAN: Hashable, Sendable {
        public enum Routing: String, Hashable, Sendable, CaseIterable {
            case ibgp, vrrp
        }

        public var routing: Routing
        public var subnet: IPv4Prefix?
        public var subnetIPv6: IPv6Prefix?
        /// The first host address of the subnet; `nil` where there is no core.
        public var core: IPv4Address?
        public var coreIPv6: IPv6Address?
        /// The first hop of the hosts in place of a core; `nil` with ``Routing/ibgp``.
        public var virtualRouter: VirtualRouter?
        /// One way over one wire of the LAN.
        public var latency: Duration
        /// Of the iBGP sessions on it; `nil` leaves a silent loss to the hold timer.
        public var bfd: BFD?
        /// Of the core and the routers; `nil` without.
        public var gracefulRestart: GracefulRestart?
        /// Long-lived stale routes go to members that do not know what they are, too (RFC 9494 §4.6).
        public var spreadsLongLivedStale: Bool
    }

    /// A machine on the customer's premises, behind the core of its site, or on its LAN.
    public struct Host: Hashable, Sendable {
        public var name: String
        /// Index into `sites`.
        public var site: Int
        public var address: IPv4Address?
        public var addressIPv6: IPv6Address?
        /// Network namespace, by name or path, whose kernel speaks for the host in a live run.
        public var namespace: String?
    }

    /// A customer router.
    public struct Router: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// Ours; the only one that the virtual engine runs.
            case emulated
            case frr, bird, external
        }

        public var name: String
        /// Index into `sites`.
        public var site: Int
        public var kind: Kind
        public var asn: ASN
        /// The router's place in the LAN.
        public var lanAddress: IPv4Address?
        public var lanAddressIPv6: IPv6Address?
        /// Indices into `attachments`, in the order of the file.
        public var attachments: [Int]
        /// How it differs from an ideal router.
        public var behavior: Behavior
        public var originate: [IPPrefix]
        public var conditionalOriginations: [ConditionalOrigination] = []
        public var aggregates: [Aggregate] = []
        /// Whether it puts itself in the place of the MSEE as next hop on the LAN.
        public var nextHopSelf = true
        /// What it does on a LAN with a virtual router.
        public var firstHop: FirstHop?
        public var reversePathFilter = ReversePathFilter.off
        public var staticRoutes: [StaticRoute]
        /// Of a real router: its configuration file, its network namespace, its ports.
        public var configuration: String?
        public var namespace: String?
        public var ports: [PhysicalPort] = []
    }

    /// An interface of the machine that runs the emulation, with a router at the other end of its cable.
    public struct PhysicalPort: Hashable, Sendable {
        /// Index into `attachments`; `nil` for the LAN.
        public var attachment: Int?
        public var interface: String
    }

    /// A route that somebody typed in.
    public struct StaticRoute: Hashable, Sendable {
        public var prefix: IPPrefix
        /// `nil` discards.
        public var via: IPAddress?
    }

    /// A router's use of one connection of a circuit: the router's own keys with the link's on top.
    public struct Attachment: Hashable, Sendable {
        /// Index into `routers`.
        public var router: Int
        /// Index into `circuits`.
        public var circuit: Int
        public var role: Role
        /// One way over the customer segment.
        public var latency: Duration
        /// The ASN that the router has towards Microsoft.
        public var asn: ASN
        /// Octets of the longest packet that gets through the customer segment; `nil`: all.
        public var mtu: Int?
        /// The router's tag in the private peering, if it is not the peering's.
        public var vlan: UInt16?
        public var bfd: BFD?
        public var timers: BGPTimers
        /// Where timers and BFD come from.
        public var origins: SessionOrigins
        public var carrierDelay: CarrierDelay
        /// Of the link's carrier; `nil` does without.
        public var interfaceDampening: Dampening?
        /// Of routes from Microsoft; `nil` does without.
        public var dampening: Dampening?
        public var gracefulRestart: GracefulRestart?
        /// Whether routes with GRACEFUL_SHUTDOWN are the last to be chosen (RFC 8326).
        public var honoursGracefulShutdown: Bool
        public var sharedKey: String?
        /// Rules in the order in which they are tried; the first that matches decides, and nothing matching accepts.
        public var importPolicy: [PolicyRule]
        public var exportPolicy: [PolicyRule]
        /// The same for the circuit's Microsoft peering; without rules the router announces what Microsoft validated.
        public var microsoftImportPolicy: [PolicyRule] = []
        public var microsoftExportPolicy: [PolicyRule] = []

        public func importRules(_ peering: Peering) -> [PolicyRule] {
            peering == .private ? importPolicy : microsoftImportPolicy
        }

        /// Without rules for a Microsoft peering, a router gives what Microsoft validated.
        public func exportRules(_ peering: Peering, of circuit: Circuit) -> [PolicyRule] {
            guard peering == .microsoft else { return exportPolicy }
            guard microsoftExportPolicy.isEmpty, let model = circuit.microsoftPeering else {
                return microsoftExportPolicy
            }
            var validated = PolicyRule()
            validated.prefixes = model.advertisedPrefixes.map {
                PolicyRule.PrefixMatch(prefix: $0, lengths: $0.length...$0.family.bitWidth)
            }
            var rest = PolicyRule()
            rest.rejects = true
            return [validated, rest]
        }
        /// Whether the router advertises here what it learned from Microsoft elsewhere.
        public var leak: Leak
    }
}
