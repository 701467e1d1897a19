import NetworkTypes

/// The addresses that follow from the subnets of a peering.
extension TopologyBuilder {
    typealias IPv4Link = Topology.Link.Addressing<IPv4Prefix, IPv4Address>
    typealias IPv6Link = Topology.Link.Addressing<IPv6Prefix, IPv6Address>

    /// The primary's and the secondary's addresses; empty if there are none or something is wrong with them.
    ///
    /// - Parameter owner: `the private peering`, in messages.
    mutating func ipv4Links(_ peering: PeeringSubnets, _ owner: String) -> [IPv4Link] {
        var halves: [IPv4Prefix] = []
        if let both = peering.subnet {
            for extra in [peering.primarySubnet, peering.secondarySubnet] {
                if let extra { error(extra.place, "\(owner) has 'subnet' already") }
            }
            guard both.value.length == 29 else {
                error(
                    both.place,
                    "\(both.value) is not a /29",
                    notes: ["its halves are the /30 of the two connections"]
                )
                return []
            }
            let second = IPv4Address(rawValue: both.value.address.rawValue | 4)
            halves = [IPv4Prefix(both.value.address, length: 30), IPv4Prefix(second, length: 30)]
        } else {
            let written = [peering.primarySubnet, peering.secondarySubnet].compactMap { $0 }
            for subnet in written where subnet.value.length != 30 {
                error(subnet.place, "\(subnet.value) is not a /30")
            }
            if written.count == 1 { missing(written[0].place, "the other connection has no IPv4 subnet") }
            guard written.count == 2, written.allSatisfy({ $0.value.length == 30 }) else { return [] }
            if written[0].value == written[1].value {
                error(written[1].place, "both connections have the subnet \(written[1].value)")
            }
            halves = written.map(\.value)
        }
        return halves.compactMap { subnet in
            guard let customer = subnet.address(at: 1), let microsoft = subnet.address(at: 2) else { return nil }
            return IPv4Link(subnet: subnet, customer: customer, microsoft: microsoft)
        }
    }

    mutating func ipv6Links(_ peering: PeeringSubnets, _ owner: String) -> [IPv6Link] {
        var halves: [IPv6Prefix] = []
        if let both = peering.subnetIPv6 {
            for extra in [peering.primarySubnetIPv6, peering.secondarySubnetIPv6] {
                if let extra { error(extra.place, "\(owner) has 'subnetIPv6' already") }
            }
            guard both.value.length == 125 else {
                error(
                    both.place,
                    "\(both.value) is not a /125",
                    notes: ["its halves are the /126 of the two connections"]
                )
                return []
            }
            let first = both.value.address
            let second = IPv6Address(high: first.high, low: first.low | 4)
            halves = [IPv6Prefix(first, length: 126), IPv6Prefix(second, length: 126)]
        } else {
            let written = [peering.primarySubnetIPv6, peering.secondarySubnetIPv6].compactMap { $0 }
            for subnet in written where subnet.value.length != 126 {
                error(subnet.place, "\(subnet.value) is not a /126")
            }
            if written.count == 1 { missing(written[0].place, "the other connection has no IPv6 subnet") }
            guard written.count == 2, written.allSatisfy({ $0.value.length == 126 }) else { return [] }
            if written[0].value == written[1].value {
                error(written[1].place, "both connections have the subnet \(written[1].value)")
            }
            halves = written.map(\.value)
        }
        return halves.compactMap { subnet in
            guard let customer = subnet.address(at: 1), let microsoft = subnet.address(at: 2) else { return nil }
            return IPv6Link(subnet: subnet, customer: customer, microsoft: microsoft)
        }
    }
}
