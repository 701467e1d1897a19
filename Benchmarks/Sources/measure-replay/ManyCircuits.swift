extension MeasureReplay {
    /// A large customer: 50 gateways in five regions, 500 circuits in 20 locations, a site with two routers on each circuit.
    ///
    /// A location with 25 circuits fails.
    static let manyCircuits: String = {
        let (circuits, gateways, regions, locations) = (500, 50, 5, 20)
        var lines = ["name: many-circuits", "regions:"]
        for region in 0..<regions {
            lines.append("  - name: region\(region)")
            lines.append("    zones: [1, 2, 3]")
            let own = (0..<gateways).filter { $0 % regions == region }
            lines.append("    virtualNetworks:")
            for number in own {
                lines.append("      - name: vnet\(number)")
                lines.append("        addressSpace: [10.\(number).0.0/16]")
                lines.append("        gatewaySubnet: 10.\(number).255.0/26")
                lines.append("        machines: [{ name: app, address: 10.\(number).1.4, zone: 1 }]")
            }
            lines.append("    gateways:")
            for number in own {
                lines.append("      - { name: gw\(number), virtualNetwork: vnet\(number), sku: ErGw3AZ, instances: 2 }")
            }
        }
        lines.append("peeringLocations:")
        for number in 0..<locations { lines.append("  - { name: location\(number) }") }
        lines.append("circuits:")
        for number in 0..<circuits {
            lines.append("  - name: er\(number)")
            lines.append("    peeringLocation: location\(number % locations)")
            lines.append("    bandwidth: 1Gbps")
            let subnet = "172.\(16 + number / 256).\(number % 256).0/29"
            let asn = 64_512 + number % 400
            lines.append("    privatePeering: { peerASN: \(asn), subnet: \(subnet), vlan: \(100 + number) }")
        }
        lines.append("connections:")
        for number in 0..<circuits { lines.append("  - { circuit: er\(number), gateway: gw\(number / 10) }") }
        lines.append("customerSites:")
        for number in 0..<circuits {
            let (high, low) = (64 + number / 128, number * 2 % 256)
            lines.append("  - name: site\(number)")
            lines.append("    asn: \(64_512 + number % 400)")
            lines.append("    prefixes: [100.\(high).\(low).0/23]")
            lines.append("    hosts: [{ name: db, address: 100.\(high).\(low + 1).10 }]")
            lines.append("    routers:")
            lines.append("      - { name: a\(number), links: [er\(number)/primary], bfd: true }")
            lines.append("      - { name: b\(number), links: [er\(number)/secondary], bfd: true }")
        }
        lines.append("flows:")
        for number in stride(from: 0, to: gateways, by: 5) {
            let ends = "from: site\(number * 10)/db, to: vnet\(number)/app"
            lines.append("  - { name: flow\(number), \(ends), rate: 10/s, count: 4, bidirectional: true }")
        }
        lines += ["scenario:", "  duration: 20s", "  steps: [{ at: 5s, fail: peeringLocation/location0 }]"]
        return lines.joined(separator: "\n") + "\n"
    }()
}
