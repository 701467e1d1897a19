import NetworkTypes

struct RegionDocument: Sendable {
    var name: Located<String>?
    var zones: List<String>?
    var area: Located<String>?
    var racks: Located<Int>?
    var latency: Located<Duration>?
    var virtualNetworks: List<VirtualNetworkDocument>?
    var gateways: List<GatewayDocument>?

    static let format = Format<RegionDocument>.object("region", "a region", "An Azure region.") { fields in
        RegionDocument(
            name: fields.required("name", .name, "Unique among the regions."),
            zones: fields.optional(
                "zones",
                .list(of: .name, count: 0...16),
                "Names of the availability zones.",
                default: "none"
            ),
            area: fields.optional(
                "geopoliticalArea",
                .name,
                "Which standard circuits reach: those of peering locations in the same area.",
                default: "every circuit reaches the region"
            ),
            racks: fields.optional(
                "racks",
                .integer(1...100),
                "Fault domains in each zone, or in the region if it has none.",
                default: "\(Defaults.racks.value)"
            ),
            latency: fields.optional(
                "latency",
                .duration,
                "One way between the region and Microsoft's backbone.",
                default: Defaults.regionLatency.text
            ),
            virtualNetworks: fields.optional(
                "virtualNetworks",
                .list(of: VirtualNetworkDocument.format),
                "Virtual networks of the region."
            ),
            gateways: fields.optional("gateways", .list(of: GatewayDocument.format), "Virtual network gateways.")
        )
    }
}

struct VirtualNetworkDocument: Sendable {
    var name: Located<String>?
    var addressSpace: List<PrefixRun>?
    var gatewaySubnet: List<IPPrefix>?
    var community: Located<PolicyRule.Community>?
    var peerings: List<NetworkPeeringDocument>?
    var gatewayRoutes: List<StaticRouteDocument>?
    var outboundAddress: Located<IPv4Address>?
    var machines: List<MachineDocument>?

    static let format = Format<VirtualNetworkDocument>.object(
        "virtualNetwork",
        "a virtual network",
        "A virtual network."
    ) { fields in
        VirtualNetworkDocument(
            name: fields.required("name", .name, "Unique among virtual networks and customer sites."),
            addressSpace: fields.required(
                "addressSpace",
                .list(of: .prefixRun, count: 1...1_000),
                "IPv4 and IPv6 prefixes, which the gateway advertises; `count` means that many, one after another."
            ),
            gatewaySubnet: fields.optional(
                "gatewaySubnet",
                .oneOrMany(.prefix, count: 1...2),
                "Where gateway instances and MSEEs have their addresses; a list of two adds IPv6."
            ),
            community: fields.optional(
                "community",
                .community,
                "Marks the network's prefixes, such as 12076:20001; then the region's community does so too.",
                default: "none"
            ),
            peerings: fields.optional(
                "peerings",
                .list(of: NetworkPeeringDocument.format, count: 0...500),
                "Virtual networks whose machines this network's reach directly; said on one side, it holds for both."
            ),
            gatewayRoutes: fields.optional(
                "gatewayRoutes",
                .list(of: StaticRouteDocument.format),
                "User-defined routes of the gatewaySubnet: `via` is a machine that packets from on-premises pass first.",
                default: "none"
            ),
            outboundAddress: fields.optional(
                "outboundAddress",
                .ipv4Address,
                "Source address of the machines on the Internet, where their system route leads as long as no default route comes from on-premises.",
                default: "none: no way to the Internet but on-premises"
            ),
            machines: fields.optional("machines", .list(of: MachineDocument.format), "Virtual machines.")
        )
    }
}

struct NetworkPeeringDocument: Sendable {
    var network: Located<String>?
    var useRemoteGateways: Located<Bool>?

    static let format = Format<NetworkPeeringDocument>.object(
        "networkPeering",
        "a virtual network peering",
        "Joins two virtual networks."
    ) { fields in
        NetworkPeeringDocument(
            network: fields.required("virtualNetwork", .name, "The other virtual network."),
            useRemoteGateways: fields.optional(
                "useRemoteGateways",
                .boolean,
                "Reach on-premises through the other network's gateway, which then advertises this network too.",
                default: "false"
            )
        )
    }
}

struct MachineDocument: Sendable {
    var start: Place
    var name: Located<String>?
    var address: Located<IPv4Address>?
    var addressIPv6: Located<IPv6Address>?
    var zone: Located<String>?
    var namespace: Located<String>?

    static let namespaceWords =
        "Network namespace, by name or path, whose programs speak for it in a live run; without one, or in virtual time, only flows do."

    static let format = Format<MachineDocument>.object(
        "machine",
        "a machine",
        "A virtual machine, alone on its host."
    ) { fields in
        let machine = MachineDocument(
            start: fields.start,
            name: fields.required("name", .name, "Unique in its virtual network."),
            address: fields.optional("address", .ipv4Address, "IPv4 address."),
            addressIPv6: fields.optional("addressIPv6", .ipv6Address, "IPv6 address."),
            zone: fields.optional("zone", .name, "The region's zone that the machine lives in.", default: "none"),
            namespace: fields.optional("namespace", .anyText("a name"), namespaceWords)
        )
        fields.atLeastOne(of: ["address", "addressIPv6"], "an address")
        return machine
    }
}

struct GatewayDocument: Sendable {
    enum GatewayType: String, CaseIterable, Sendable {
        case expressRoute = "expressRoute"
    }

    enum Placement: String, CaseIterable, Sendable {
        case regional, zonal, zoneRedundant
    }

    var name: Located<String>?
    var type: Located<GatewayType>?
    var virtualNetwork: Located<String>?
    var sku: Located<GatewaySKU>?
    var zones: List<String>?
    var placement: Located<Placement>?
    var mode: Located<Topology.Gateway.Mode>?
    var instances: Located<Int>?
    var scaleUnits: Located<ScaleUnitsDocument>?
    var migration: Located<MigrationDocument>?
    var limits: Located<GatewayLimitsDocument>?
    var allowRemoteVirtualNetworkTraffic: Located<Bool>?
    var validations: List<ValidationDocument>?
    var openRecommendations: Located<Int>?
    var maintenanceWindow: Located<MaintenanceWindowDocument>?

    static let format = Format<GatewayDocument>.object(
        "gateway",
        "a gateway",
        "A virtual network gateway of type ExpressRoute."
    ) { fields in
        GatewayDocument(
            name: fields.required("name", .name, "Unique among the gateways."),
            type: fields.optional("type", .azureChoice(), "The kind of gateway.", default: "expressRoute"),
            virtualNetwork: fields.required(
                "virtualNetwork",
                .name,
                "A virtual network of the same region, with a gatewaySubnet."
            ),
            sku: fields.required(
                "sku",
                .gatewaySKU,
                "Decides rates, circuits, FastPath and zones."
            ),
            zones: fields.optional(
                "zones",
                .list(of: .name, count: 0...16),
                "Zones that the instances are spread over, in turn.",
                default: "all zones of the region if the SKU supports zones, else none"
            ),
            placement: fields.optional(
                "placement",
                .azureChoice(),
                "Outside of zones, in one zone, or over all of the region's zones.",
                default: "what zones says"
            ),
            mode: fields.optional(
                "mode",
                .azureChoice(),
                "Whether all instances forward packets, or one while it lives; the latter is unconfirmed.",
                default: "activeActive"
            ),
            instances: fields.optional(
                "instances",
                .integer(1...80),
                "Number of instances.",
                default: "2, or one per zone where there are more; two per unit for ErGwScale"
            ),
            scaleUnits: fields.optional(
                "scaleUnits",
                ScaleUnitsDocument.format,
                "Units of an ErGwScale gateway, or their bounds.",
                default: "1"
            ),
            migration: fields.optional("migration", MigrationDocument.format, "What `migrate` steps migrate it to."),
            limits: fields.optional(
                "limits",
                GatewayLimitsDocument.format,
                "What the gateway carries, where that is not what its SKU says.",
                default: "the SKU's"
            ),
            allowRemoteVirtualNetworkTraffic: fields.optional(
                "allowRemoteVirtualNetworkTraffic",
                .boolean,
                "Exchange prefixes with other gateways of the same circuit; both must allow it.",
                default: "false"
            ),
            validations: fields.optional(
                "validations",
                .list(of: ValidationDocument.format, count: 0...1_000),
                "Site failover tests of the past, for `ersatz score`.",
                default: "none"
            ),
            openRecommendations: fields.optional(
                "openRecommendations",
                .integer(0...1_000),
                "Open Advisor recommendations that are not about zones or sites, for `ersatz score`.",
                default: "0"
            ),
            maintenanceWindow: fields.optional(
                "maintenanceWindow",
                MaintenanceWindowDocument.format,
                "When maintenance that `drain` asks for takes place.",
                default: "at any time"
            )
        )
    }
}

struct MaintenanceWindowDocument: Sendable {
    var start: Located<TimeOfDay>?
    var length: Located<Duration>?

    static let format = Format<MaintenanceWindowDocument>.object(
        "maintenanceWindow",
        "a maintenance window",
        "A part of every day."
    ) { fields in
        MaintenanceWindowDocument(
            start: fields.required("start", .timeOfDay, "When it opens; `clock` of the scenario says what time it is."),
            length: fields.optional(
                "length",
                .duration,
                "How long it stays open, five hours at least.",
                default: Defaults.maintenanceWindow.text
            )
        )
    }
}
