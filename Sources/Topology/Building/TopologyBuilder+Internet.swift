import NetworkTypes

/// Servers on the Internet, and who has a way there.
extension TopologyBuilder {
    mutating func buildInternet() {
        var names: [String: Place] = [:]
        var owners: [IPv4Address: String] = [:]
        for host in (document.internetHosts?.value ?? []).map(\.value) {
            claim(host.name, "an Internet host", in: &names)
            let name = host.name?.value ?? ""
            claim(host.address, "internet/\(name)", in: &owners)
            topology.internetHosts.append(Topology.InternetHost(name: name, address: host.address?.value ?? .any))
        }
        for network in networkDocuments {
            claim(network.outboundAddress, "virtual network '\(network.name?.value ?? "")'", in: &owners)
        }
        for (index, site) in (document.customerSites?.value ?? []).map(\.value).enumerated() {
            guard let address = site.internetAddress else { continue }
            claim(address, "site '\(site.name?.value ?? "")'", in: &owners)
            if topology.sites[index].lan?.core == nil {
                missing(address.place, "an Internet line ends at the core of a site, and this one has none")
            }
        }
    }

    /// An address on the Internet is one party's.
    private mutating func claim(
        _ address: Located<IPv4Address>?,
        _ owner: String,
        in owners: inout [IPv4Address: String]
    ) {
        guard let address else { return }
        if let other = owners[address.value] {
            error(address.place, "\(address.value) is the address of \(other) already")
        }
        owners[address.value] = owner
    }
}
