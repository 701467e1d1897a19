extension BadFile {
    /// Peerings, areas and maintenance windows.
    static let reach: [BadFile] = [
        .meaning(
            "addressSpace: [10.20.0.0/16]",
            "addressSpace: [10.20.0.0/16]\n        peerings: [{ virtualNetwork: hub, useRemoteGateways: true }]",
            "has a gateway of its own"
        ),
        .meaning(
            "addressSpace: [10.20.0.0/16]",
            "addressSpace: [10.20.0.0/16]\n        peerings: [{ virtualNetwork: spoke }]",
            "is not peered with itself"
        ),
        .meaning(
            "addressSpace: [10.20.0.0/16]",
            "addressSpace: [10.20.0.0/16]\n        peerings: [{ virtualNetwork: hubb }]",
            "there is no virtual network called 'hubb'",
            "hub"
        ),
        .meaning(
            "addressSpace: [10.20.0.0/16]",
            "addressSpace: [20.0.0.0/24 count 2001]",
            "2001 prefixes; 2000 are taken at most"
        ).alone(false),
        .meaning("zones: [1, 2, 3]", "geopoliticalArea: europe\n    zones: [1, 2, 3]", "does not reach region 'west'")
            .also("{ name: ams }", "{ name: ams, geopoliticalArea: america }").alone(false),
        .meaning("sku: standard", "sku: local", "of SKU local, which has no Global Reach"),
        .meaning("{ name: ams }", "{ name: ams, localRegions: [east] }", "there is no region called 'east'"),
        .meaning("fail: msee/ams/1 }", "drain: gateway/ergw, down: -1s }", "a negative duration"),
        .meaning("fail: msee/ams/1 }", "drain: msee/ams/1, for: 0s }", "'for' is a time after the step"),
        .meaning("fail: msee/ams/1 }", "isolate: msee/ams/1, down: 5s }", "'down' does not go with 'isolate'"),
        .meaning("fail: msee/ams/1 }", "deprovision: msee/ams/1 }", "'deprovision' cannot be applied to msee/ams/1"),
        .meaning(
            "fail: msee/ams/1 }",
            "fail: backbone/region/west }",
            "'fail' cannot be applied to backbone/region/west",
            "cut"
        ),
        .meaning("fail: msee/ams/1 }", "cut: backbone/region/east }", "there is no region called 'east'"),
        .meaning(
            "sku: Standard }",
            "sku: Standard, maintenanceWindow: { start: \"22:00\", length: 4h } }",
            "a maintenance window is 5h or longer"
        ),
    ]

    static let regions: [BadFile] = [
        .meaning("name: spoke", "name: hub", "there is already a virtual network or customer site called 'hub'").alone(
            false
        ),
        .meaning("name: hq", "name: spoke", "there is already a virtual network or customer site called 'spoke'").alone(
            false
        ),
        .meaning("name: gw2", "name: ergw", "there is already a gateway called 'ergw'").alone(false),
        .meaning(
            "addressSpace: [10.20.0.0/16]",
            "addressSpace: [10.20.0.0/16, 10.20.1.0/24]",
            "overlaps 10.20.0.0/16 of the same"
        ),
        .meaning(
            "addressSpace: [10.20.0.0/16]",
            "addressSpace: [10.20.0.0/16, 10.10.128.0/17]",
            "overlaps 10.10.0.0/16 of virtual network 'hub'"
        ),
        .meaning("addressSpace: [10.20.0.0/16]", "addressSpace: [10.20.0.0/16, 224.0.0.0/24]", "multicast"),
        .meaning("addressSpace: [10.20.0.0/16]", "addressSpace: [10.20.0.0/16, 169.254.1.0/24]", "link-local"),
        .meaning(
            "gatewaySubnet: 10.20.255.0/27",
            "gatewaySubnet: 10.21.255.0/27",
            "is not inside the address space of 'spoke'"
        ),
        .meaning(
            "gatewaySubnet: 10.20.255.0/27",
            "gatewaySubnet: 10.20.255.0/29",
            "is too small for 2 gateway instances and 2 MSEE addresses"
        ),
        .meaning("\n        gatewaySubnet: 10.20.255.0/27", "", "virtual network 'spoke' has no IPv4 gatewaySubnet"),
        .meaning(
            "gatewaySubnet: 10.20.255.0/27",
            "gatewaySubnet: [10.20.255.0/27, 10.20.254.0/27]",
            "has an IPv4 prefix already"
        ),
        .warning("gatewaySubnet: 10.20.255.0/27", "gatewaySubnet: 10.20.255.0/28", "/27 or larger is recommended"),
        .meaning("address: 10.10.1.4", "address: 10.11.1.4", "10.11.1.4 is not inside the address space of 'hub'"),
        .meaning("address: 10.10.1.4", "address: 10.10.255.4", "lies in the gatewaySubnet"),
        .meaning("zone: 1 }]", "zone: 1 }, { name: web, address: 10.10.1.4 }]", "belongs to machine 'app' already"),
        .meaning(
            "zone: 1 }]",
            "zone: 1 }, { name: app, address: 10.10.1.5 }]",
            "there is already a machine in 'hub' called 'app'"
        ),
        .meaning(
            "address: 10.10.1.4, zone: 1",
            "address: 10.10.1.4, zone: 4",
            "there is no zone of region 'west' called '4'"
        ),
        .meaning("sku: Standard }", "sku: Standard, zones: [1] }", "of SKU Standard cannot be placed in zones"),
        .meaning(
            "sku: Standard }",
            "sku: ErGwScale, scaleUnits: { min: 3, max: 2 } }",
            "max is less than min"
        ),
        .meaning(
            "sku: Standard }",
            "sku: ErGwScale, scaleUnits: { min: 1, max: 2 } }",
            "a gateway that scales by itself has 2 units at least"
        ),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, migration: { sku: ErGw2AZ }",
            "a gateway is not migrated from ErGw3AZ to the smaller ErGw2AZ"
        ),
        .meaning(
            "fail: msee/ams/1",
            "migrate: gateway/gw2",
            "gateway 'gw2' has no 'migration'"
        ),
        .meaning(
            "fail: msee/ams/1",
            "resize: gateway/gw2, sku: ErGw1AZ",
            "a gateway of SKU Standard is not resized to ErGw1AZ, which is of another family"
        ),
        .meaning(
            "fail: msee/ams/1",
            "resize: gateway/ergw, sku: ErGw2AZ",
            "a gateway is resized up only, and this one is of SKU ErGw3AZ"
        ),
        .meaning(
            "fail: msee/ams/1",
            "resize: gateway/ergw, sku: ErGwScale, scaleUnits: 9",
            "9 scale units carry less than ErGw3AZ"
        ),
        .meaning(
            "fail: msee/ams/1",
            "resize: gateway/ergw, sku: ErGwScale, scaleUnits: 12",
            "is too small for 24 gateway instances"
        ),
        .meaning(
            "fail: msee/ams/1",
            "resize: gateway/gw2, sku: HighPerformance, scaleUnits: 2",
            "a gateway of SKU HighPerformance has no scale units"
        ),
        .meaning("fail: msee/ams/1", "resize: gateway/gw2, scaleUnits: 2", "'resize' needs the sku").alone(false),
        .meaning("fail: msee/ams/1", "resize: gateway/gw2, bandwidth: 2Gbps", "has no bandwidth of its own"),
        .meaning(
            "fail: msee/ams/1",
            "resize: circuit/er-ams, bandwidth: 500Mbps",
            "circuit 'er-ams' has 1Gbps, and bandwidth changes upwards only"
        ),
        .meaning(
            "fail: msee/ams/1",
            "resize: circuit/er-ams, bandwidth: 3Gbps",
            "3Gbps is not sold for a provider circuit"
        ),
        .meaning("fail: msee/ams/1", "resize: circuit/er-ams, sku: ErGw3AZ", "its sku does not change here"),
        .meaning("fail: msee/ams/1", "migrate: circuit/er-ams", "'migrate' cannot be applied to circuit/er-ams"),
        .meaning(
            "fail: msee/ams/1",
            "resize: gateway/gw2/instance/0, sku: HighPerformance",
            "'resize' is for whole gateways"
        ),
        .meaning("sku: Standard }", "sku: Standard, placement: zonal }", "of SKU Standard cannot be placed in zones"),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, placement: zoneRedundant",
            "region 'west' has no zones, so no place for a zone-redundant gateway"
        ).also("    zones: [1, 2, 3]\n", "").alone(false),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, zones: [1, 2], placement: zonal",
            "a zonal gateway is in one zone, not in 2"
        ),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, zones: [1], placement: zoneRedundant",
            "a zone-redundant gateway is in more than one zone"
        ).alone(false),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, zones: [1], placement: regional",
            "a regional gateway has no zones"
        ),
        .warning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, zones: [1, 2], placement: zoneRedundant",
            "over at least three zones"
        ),
        .warning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, zones: [1, 2, 3], limits: { machines: 1 }",
            "gateway 'ergw' serves 2 machines and is made for 1"
        ).also("zone: 1 }]", "zone: 1 }, { name: web, address: 10.10.1.5 }]"),
        .meaning(
            "gatewaySubnet: 10.20.255.0/27",
            "gatewayRoutes: [{ prefix: 10.20.1.0/24, via: 10.20.1.9 }]\n        gatewaySubnet: 10.20.255.0/27",
            "no machine of 'spoke' has the address 10.20.1.9"
        ),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, zones: [1, 1]",
            "there is already a zone in this list called '1'"
        ),
        .meaning("sku: Standard }", "sku: Standard, scaleUnits: 4 }", "has no scale units"),
        .meaning("virtualNetwork: spoke", "virtualNetwork: hub", "has an ExpressRoute gateway already"),
        .meaning(
            "virtualNetwork: spoke",
            "virtualNetwork: spoken",
            "there is no virtual network in region 'west' called 'spoken'",
            "spoke"
        ),
        .meaning(
            "sku: ErGw3AZ, zones: [1, 2, 3]",
            "sku: ErGw3AZ, instances: 40",
            "is too small for 40 gateway instances"
        ),
        .warning("sku: Standard }", "sku: Standard, instances: 1 }", "two or more instances"),
    ]

    /// Ways to the Internet.
    static let internet: [BadFile] = [
        .meaning("to: hub/app }", "to: internet/web }", "there is no Internet host called 'web'"),
        .meaning(
            "flows:\n",
            "internetHosts: [{ name: web, address: 192.0.2.1 }, { name: web, address: 192.0.2.2 }]\nflows:\n",
            "there is already an Internet host called 'web'"
        ),
        .meaning(
            "flows:\n",
            "internetHosts: [{ name: web, address: 192.0.2.1 }]\nflows:\n",
            "192.0.2.1 is the address of internet/web already"
        ).also("addressSpace: [10.10.0.0/16]", "addressSpace: [10.10.0.0/16]\n        outboundAddress: 192.0.2.1"),
        .meaning(
            "asn: 65010\n    prefixes: [10.100.0.0/16]\n    lan: { subnet: 10.100.0.0/24 }\n    hosts: [{ name: db, address: 10.100.1.10 }]",
            "asn: 65010\n    prefixes: [10.100.0.0/16]\n    internetAddress: 192.0.2.1",
            "an Internet line ends at the core of a site"
        ).alone(false),
        .meaning(
            "outage: <= 1s }",
            "path: outbound/hub }",
            "there is no virtual network with an outboundAddress called 'hub'"
        ),
        .meaning("fail: msee/ams/1", "fail: outbound/hub", "'fail' cannot be applied to outbound/hub"),
        .meaning(
            "- { flow: f, step: 1, outage: <= 1s }",
            "- { table: machine/hub/app, prefix: 0.0.0.0/0, asPath: \"65010\" }",
            "effective routes of a machine have no AS path"
        ),
    ]

    static let circuits: [BadFile] = [
        .meaning("name: er-fra\n", "name: er-ams\n", "there is already a circuit called 'er-ams'").alone(false),
        .meaning("peeringLocation: ams", "peeringLocation: asm", "there is no peering location called 'asm'", "ams"),
        .meaning("peeringLocation: ams", "peeringLocation: [ams, ams]", "two different peering locations"),
        .meaning("bandwidth: 1Gbps", "bandwidth: 300Mbps", "300Mbps is not sold for a provider circuit"),
        .meaning(
            "bandwidth: 1Gbps",
            "bandwidth: 500Mbps\n    kind: direct",
            "500Mbps is not sold for a direct circuit"
        ),
        .meaning(
            "sku: standard",
            "kind: direct\n    linkLossForwarding: true",
            "a direct circuit has a single segment"
        ),
        .meaning("peerASN: 65010", "peerASN: 65515", "ASN 65515 cannot be used"),
        .meaning("peerASN: 65010", "peerASN: 12076", "12076 is Microsoft's own"),
        .meaning("peerASN: 65010", "peerASN: 0", "ASN 0 cannot be used"),
        .meaning("peerASN: 65010", "peerASN: 23456", "ASN 23456 cannot be used"),
        .meaning("peerASN: 65010", "peerASN: 4294967295", "ASN 4294967295 cannot be used"),
        .warning("peerASN: 65010", "peerASN: 65011", "Microsoft expects ASN 65011"),
        .meaning("primarySubnet: 172.16.1.0/30", "primarySubnet: 172.16.1.0/29", "172.16.1.0/29 is not a /30"),
        .meaning("primarySubnet: 172.16.1.0/30", "primarySubnet: 172.16.1.4/30", "both connections have the subnet"),
        .meaning("primarySubnet: 172.16.1.0/30, ", "", "the other connection has no IPv4 subnet"),
        .meaning(
            "primarySubnet: 172.16.1.0/30, secondarySubnet: 172.16.1.4/30, ",
            "",
            "the private peering has no subnets"
        ),
        .meaning("subnet: 172.16.2.0/29", "subnet: 172.16.2.0/28", "172.16.2.0/28 is not a /29"),
        .meaning(
            "subnet: 172.16.2.0/29",
            "subnet: 172.16.2.0/29, primarySubnet: 172.16.3.0/30",
            "has 'subnet' already"
        ),
        .meaning("subnetIPv6: \"fd00:172::/125\"", "subnetIPv6: \"fd00:172::/120\"", "is not a /125"),
        .meaning(
            "primarySubnet: 172.16.1.0/30",
            "primarySubnet: 10.10.7.0/30",
            "10.10.7.0/30 overlaps 10.10.0.0/16 of virtual network 'hub'"
        ),
        .meaning("subnet: 172.16.2.0/29", "subnet: 172.16.1.0/29", "overlaps 172.16.1.0/30 of er-ams/primary").alone(
            false
        ),
        .warning("sku: standard", "bfd: false", "Azure runs BFD on every private peering"),
        .meaning("sku: standard", "bfd: { interval: 1ms }", "a BFD interval lies between 10ms and 60s"),
        .meaning("sku: standard", "holdTime: 2s", "a hold time is 0, or from 3s to 65535s"),
        .meaning("sku: standard", "holdTime: 10500ms", "whole seconds only"),
        .meaning("sku: standard", "holdTime: 70000s", "a hold time is 0, or from 3s to 65535s"),
        .meaning("sku: standard", "latency: -1ms", "a negative duration"),
        .meaning("sku: standard", "latency: 1h", "longer than 10s"),
        .warning("sku: standard", "keepalive: 100s", "more than a third of the hold time"),
        .warning("bfd: true", "bfd: true, minimumHoldTime: 200s", "refuses the hold time that the MSEE proposes"),
    ]

    static let connections: [BadFile] = [
        .meaning(
            "circuit: er-ams, gateway: gw2",
            "circuit: er-ans, gateway: gw2",
            "there is no circuit called 'er-ans'",
            "er-ams"
        ),
        .meaning(
            "circuit: er-ams, gateway: gw2",
            "circuit: er-ams, gateway: gw3",
            "there is no gateway called 'gw3'",
            "gw2"
        ),
        .meaning("circuit: er-fra, gateway: ergw", "circuit: er-ams, gateway: ergw", "is linked to 'ergw' already"),
        .meaning("gateway: gw2 }", "gateway: gw2, fastPath: true }", "of SKU Standard has no FastPath"),
        .meaning("gateway: gw2 }", "gateway: gw2, name: er-ams-ergw }", "there is already a connection called"),
        .meaning("sku: ErGw3AZ,", "sku: ErGwScale, scaleUnits: 9, instances: 2,", "of SKU ErGwScale has no FastPath"),
        .warning("  - { circuit: er-ams, gateway: gw2 }\n", "", "gateway 'gw2' has no circuit"),
        .meaning("circuits: [er-ams, er-fra]", "circuits: [er-ams, er-ams]", "two different circuits"),
        .meaning(
            "circuits: [er-ams, er-fra] }",
            "circuits: [er-ams, er-fra] }, { circuits: [er-fra, er-ams] }",
            "joined already"
        ),
        .meaning("peeringLocation: fra", "peeringLocation: ams", "different peering locations"),
        .meaning("sku: standard", "sku: local", "is of SKU local, which has no Global Reach"),
    ]

    private static func peering(_ more: String, message: String, _ suggestion: String? = nil) -> BadFile {
        let plain =
            "subnet: 198.51.100.0/29, vlan: 7, advertisedPrefixes: [203.0.113.0/24], routeFilter: [], peerASN: 3320"
        let words = more.split(separator: ":")[0]
        let kept = plain.split(separator: ", ").map(String.init).filter { !$0.hasPrefix(words + ":") }
        return .meaning(
            "    sku: standard\n",
            "    sku: standard\n    microsoftPeering: { \((kept + [more]).joined(separator: ", ")) }\n",
            message,
            suggestion
        )
    }

    /// Microsoft peerings and what they lead to.
    static let microsoftPeering: [BadFile] = [
        peering("peerASN: 64500", message: "ASN 64500 is kept for documentation"),
        peering("peerASN: 65515", message: "ASN 65515 cannot be used"),
        peering("vlan: 100", message: "VLAN 100 is the private peering's already"),
        peering("subnet: 10.0.0.0/29", message: "10.0.0.0/29 is not public"),
        peering("subnet: 198.51.100.0/28", message: "198.51.100.0/28 is not a /29"),
        peering("primarySubnet: 198.51.100.8/30", message: "the Microsoft peering has 'subnet' already"),
        peering("advertisedPrefixes: [0.0.0.0/0]", message: "0.0.0.0/0 is not public"),
        peering("advertisedPrefixes: [192.168.0.0/24]", message: "192.168.0.0/24 is not public"),
        .meaning(
            "fail: msee/ams/1 }",
            "shutdown: peering/er-ams/microsoft }",
            "circuit 'er-ams' has no Microsoft peering"
        ),
        .meaning("fail: msee/ams/1 }", "cut: peering/er-ams/private }", "'cut' cannot be applied to", "shutdown"),
        .meaning("to: hub/app", "to: service/storage", "there is no Microsoft service called 'storage'"),
    ]
}
