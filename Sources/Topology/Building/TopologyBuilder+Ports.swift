/// The interfaces of this machine at which an external router is.
extension TopologyBuilder {
    /// Matches them with the router's links and its LAN, once those are known.
    mutating func placePorts(_ router: RouterDocument, _ index: Int) {
        guard let given = router.ports, router.namespace == nil else { return }
        let model = topology.routers[index]
        var links: [(name: String, attachment: Int?)] = model.attachments.map { number in
            let attachment = topology.attachments[number]
            return ("\(topology.circuits[attachment.circuit].name)/\(attachment.role)", number)
        }
        if topology.sites[model.site].lan != nil { links.append(("lan", nil)) }
        let names = links.map(\.name)
        for entry in given.value {
            guard let link = links.first(where: { $0.name == entry.key.value }) else {
                error(
                    entry.key.place,
                    "router '\(model.name)' has no link '\(entry.key.value)'",
                    suggestion: Suggestion.nearest(to: entry.key.value, among: names),
                    notes: names.isEmpty ? [] : ["it has \(names.joined(separator: ", "))"]
                )
                continue
            }
            let interface = entry.value.value
            if let owner = portOwners[interface] {
                error(entry.value.place, "interface '\(interface)' is in use already", notes: ["for \(owner)"])
                continue
            }
            portOwners[interface] = "\(link.name) of router '\(model.name)'"
            topology.routers[index].ports.append(
                Topology.PhysicalPort(attachment: link.attachment, interface: interface)
            )
        }
        let absent = names.filter { name in !given.value.contains { $0.key.value == name } }
        if !absent.isEmpty {
            missing(
                given.place,
                "ports names no interface for \(absent.joined(separator: ", "))",
                notes: ["ports: { \(absent[0]): eth1 }, as `ip link` lists it"]
            )
        }
    }
}
