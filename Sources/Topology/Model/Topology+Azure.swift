public import NetworkTypes

extension Topology {
    /// An Azure region: virtual networks and gateways on one fabric.
    public struct Region: Hashable, Sendable {
        public var name: String
        /// Names of the availability zones, often `1`, `2`, `3`; empty in a region without zones.
        public var zones: [String]
        /// Geopolitical area; `nil` where nothing is said of it.
        public var area: String?
        /// Fault domains in each zone, or in the region if it has none: a gateway's instances are spread over them.
        public var racks: Int
        /// One way between the region's fabric and the backbone.
        public var latency: Duration
        /// Indices into `virtualNetworks`.
        public var virtualNetworks: [Int]
        /// Indices into `gateways`.
        public var gateways: [Int]
    }

    /// A virtual network with its subnet for a gateway.
    public struct VirtualNetwork: Hashable, Sendable {
        public var name: String
        /// Index into `regions`.
        public var region: Int
        public var addressSpace: [IPPrefix]
        public var gatewaySubnet: IPv4Prefix?
        public var gatewaySubnetIPv6: IPv6Prefix?
        /// What marks the network's prefixes; with it the region's own community does.
        public var community: PolicyRule.Community?
        /// Each peering once, at both of its networks.
        public var peerings: [Peering] = []
        /// User-defined routes of the gateway subnet; without `via` they discard.
        public var gatewayRoutes: [StaticRoute] = []
        /// Source address of the machines on the Internet; `nil` without a way there.
        public var outboundAddress: IPv4Address?
        /// Indices into `machines`.
        public var machines: [Int]
        /// Index into `gateways`: the gateway in this network.
        public var gateway: Int?

        /// Joins this network to another one.
        public struct Peering: Hashable, Sendable {
            /// Index into `virtualNetworks`.
            public var network: Int
            /// Whether this network reaches on-premises through the other one's gateway.
            public var usesRemoteGateway: Bool
        }

        /// Index into `virtualNetworks`: the network whose gateway this one uses.
        public var hub: Int? { peerings.first(where: \.usesRemoteGateway)?.network }

        /// What the gateway subnet's own routes make of a packet for an address: the longest prefix counts.
        public func gatewayRoute(to address: IPAddress) -> GatewayRoute {
            let covering = gatewayRoutes.filter { $0.prefix.contains(address) }
            guard let route = covering.max(by: { $0.prefix.length < $1.prefix.length }) else { return .direct }
            return route.via.map { $0 == address ? .direct : .via($0) } ?? .discard
        }
    }

    /// Where user-defined routes send packets from on-premises for an address of a virtual network.
    public enum GatewayRoute: Hashable, Sendable {
        /// Straight to the machine that has it.
        case direct
        /// To this machine's address first.
        case via(IPAddress)
        case discard
    }

    /// A virtual machine, alone on its host.
    public struct Machine: Hashable, Sendable {
        public var name: String
        /// Index into `virtualNetworks`.
        public var virtualNetwork: Int
        public var address: IPv4Address?
        public var addressIPv6: IPv6Address?
        /// Index into the region's `zones`; `nil` for a machine that no zone takes along.
        public var zone: Int?
        /// Network namespace, by name or path, whose kernel speaks for the machine in a live run.
        public var namespace: String?
    }

    /// A virtual network gateway of type ExpressRoute.
    public struct Gateway: Hashable, Sendable {
        public var name: String
        /// Index into `regions`.
        public var region: Int
        /// Index into `virtualNetworks`.
        public var virtualNetwork: Int
        public var sku: GatewaySKU
        /// Units of an `ErGwScale` gateway, 1 for every other.
        public var scaleUnits: Int
        /// The SKU's limits with what the file says of them; of one unit in the case of `ErGwScale`.
        public var unitLimits: GatewayLimits
        public var asn: ASN
        public var instances: [Instance]
        /// The bounds of a gateway that scales by itself.
        public var scaling: Scaling?
        /// The second gateway that this one may be migrated to.
        public var migration: Migration?
        /// Whether all instances forward packets, or one only while it lives.
        public var mode: Mode
        /// Whether prefixes of other gateways on the same circuit are accepted, and its own given to them.
        public var allowsRemoteVirtualNetworkTraffic: Bool
        /// Site failover tests of the past, in the order of the file.
        public var validations: [Validation] = []
        /// Advisor recommendations that are open, those about zones and sites not counted (RI).
        public var openRecommendations = 0
        /// When maintenance that the customer controls takes place; `nil` at any time.
        public var maintenanceWindow: MaintenanceWindow?
        /// Indices into `connections`, in the order of the file.
        public var connections: [Int]

        /// A part of every day (CCM).
        public struct MaintenanceWindow: Hashable, Sendable {
            public var start: TimeOfDay
            /// Five hours or more.
            public var length: Duration
        }

        /// How an ErGwScale gateway scales by itself (SG); the triggers are known, their thresholds unconfirmed.
        public struct Scaling: Hashable, Sendable {
            public var minimum: Int
            public var maximum: Int
            /// Share of bit rate or flows from which a unit is added, and of both up to which one is taken away.
            public var scaleOut: Percentage
            public var scaleIn: Percentage
            public var interval: Duration
        }

        /// The second gateway of a migration, in the same subnet (MIG).
        public struct Migration: Hashable, Sendable {
            public var sku: GatewaySKU
            public var limits: GatewayLimits
            /// Place of its first instance among the gateway's; those before are the first gateway's.
            public var firstInstance = 0
        }

        /// Places of the instances that are not those of a migration.
        public var firstInstances: [Int] { Array(0..<(migration?.firstInstance ?? instances.count)) }
        /// Places of the second gateway's instances.
        public var migratedInstances: [Int] { migration.map { Array($0.firstInstance..<instances.count) } ?? [] }
        /// How many instances there are at the beginning.
        public var initialInstanceCount: Int { instances.count(where: \.isInitial) }

        /// How a gateway's instances share the work.
        ///
        /// Azure's gateways are active-active; a switch for the other is not documented.
        public enum Mode: String, Hashable, Sendable, CaseIterable {
            case activeActive, activePassive
        }

        /// One of the virtual machines that a gateway consists of.
        public struct Instance: Hashable, Sendable {
            public var address: IPv4Address
            public var addressIPv6: IPv6Address?
            /// Index into the region's `zones`.
            public var zone: Int?
            /// Number of the fault domain in that zone, from 1, where the instance is made.
            public var rack: Int
            /// Whether the instance is there from the beginning; others come when the gateway is scaled or migrated.
            public var isInitial = true
        }

        /// What the instances carry together at present.
        public var limits: GatewayLimits { unitLimits.times(units: scaleUnits) }
    }

    /// Links a circuit to a gateway.
    public struct Connection: Hashable, Sendable {
        public var name: String
        /// Index into `circuits`.
        public var circuit: Int
        /// Index into `gateways`.
        public var gateway: Int
        /// Whether packets from on-premises skip the gateway.
        public var usesFastPath: Bool
        /// 0...32000, higher preferred.
        public var routingWeight: UInt16
        /// Prefixes of virtual networks that the circuit takes; one more takes the connection down.
        public var prefixLimit: Int
        public var prefixLimitIPv6: Int
        /// Where the circuit's two MSEEs stand in the gateway subnet: primary, then secondary.
        public var endpoints: [Endpoint]

        /// An MSEE's own address inside a gateway subnet, for its sessions with the gateway's instances.
        public struct Endpoint: Hashable, Sendable {
            public var address: IPv4Address
            public var addressIPv6: IPv6Address?
        }
    }
}

extension Topology {
    /// A server on the Internet.
    public struct InternetHost: Hashable, Sendable {
        public var name: String
        public var address: IPv4Address
    }

    /// Indices into `virtualNetworks`: the network of a gateway, then those that use it through a peering.
    public func networks(ofGateway gateway: Int) -> [Int] {
        let hub = gateways[gateway].virtualNetwork
        return [hub] + virtualNetworks.indices.filter { virtualNetworks[$0].hub == hub && $0 != hub }
    }

    /// The community of an Azure region, 12076:50xxx (RT); `nil` for one whose number was never published.
    public static func community(ofRegion name: String) -> PolicyRule.Community? {
        regionNumbers[name].map { .standard(12_076 << 16 | UInt32(50_000 + $0)) }
    }

    /// What is added to 50000 (RT).
    static let regionNumbers: [String: Int] = [
        "westeurope": 2, "northeurope": 3, "eastus": 4, "eastus2": 5, "westus": 6, "northcentralus": 7,
        "southcentralus": 8, "centralus": 9, "eastasia": 10, "southeastasia": 11, "japaneast": 12, "japanwest": 13,
        "brazilsouth": 14, "australiaeast": 15, "australiasoutheast": 16, "centralindia": 17, "westindia": 18,
        "southindia": 19, "canadacentral": 20, "canadaeast": 21, "uksouth": 24, "ukwest": 25, "westus2": 26,
        "westcentralus": 27, "koreasouth": 28, "koreacentral": 29, "francecentral": 30, "francesouth": 31,
    ]
}
