import NetworkTypes

extension TopologyBuilder {
    mutating func buildFlows() {
        var names: [String: Place] = [:]
        for flow in (document.flows?.value ?? []).map(\.value) {
            claim(flow.name, "a flow", in: &names)
            let from = endpoint(flow.from)
            let to = endpoint(flow.to)
            if let from, let to, let place = flow.to?.place, from == to {
                error(place, "the flow ends where it begins")
            }
            let ends = [(from, flow.from), (to, flow.to)]
            let family = flow.family?.value ?? (ends.allSatisfy { has($0.0, .ipv4) } ? .ipv4 : .ipv6)
            for (end, name) in ends {
                guard from != nil, to != nil, let end, let name, !has(end, family) else { continue }
                let word = family == .ipv4 ? "IPv4" : "IPv6"
                missing(
                    flow.family?.place ?? name.place,
                    flow.family == nil
                        ? "the two ends of the flow have no address family in common"
                        : "\(name.value.text) has no \(word) address"
                )
            }
            let application = flow.application?.value ?? .udp
            checkApplication(flow, application)
            topology.flows.append(
                Topology.Flow(
                    name: flow.name?.value ?? "",
                    from: from ?? .host(0),
                    to: to ?? .host(0),
                    family: family,
                    interval: flow.rate?.value.interval ?? Defaults.flowInterval.value,
                    count: flow.count?.value ?? Defaults.flowCount.value,
                    isBidirectional: flow.bidirectional?.value ?? false,
                    size: flow.size?.value ?? Defaults.flowSize.value,
                    start: delay(flow.begin, .zero, limit: .seconds(86_400)),
                    application: application,
                    timeout: delay(
                        flow.timeout,
                        application == .tcp ? Defaults.tcpTimeout.value : Defaults.requestTimeout.value
                    ),
                    retries: flow.retries?.value ?? Defaults.requestRetries.value,
                    load: flow.load?.value
                )
            )
        }
    }

    /// Keys that belong to some applications only.
    private mutating func checkApplication(_ flow: FlowDocument, _ application: Topology.Flow.Application) {
        if let timeout = flow.timeout {
            if application == .udp {
                error(timeout.place, "probes wait for nothing", notes: ["timeout goes with protocol: tcp or request"])
            } else if timeout.value <= .zero {
                error(timeout.place, "a timeout is more than nothing")
            }
        }
        if let retries = flow.retries, application != .request {
            error(retries.place, "retries goes with protocol: request")
        }
        if application == .request, let both = flow.bidirectional, both.value {
            error(both.place, "requests are answered in any case", notes: ["a second flow asks from the other end"])
        }
    }

    private func has(_ end: Topology.Flow.Endpoint?, _ family: AddressFamily) -> Bool {
        switch end {
        case .host(let index):
            family == .ipv4 ? topology.hosts[index].address != nil : topology.hosts[index].addressIPv6 != nil
        case .machine(let index):
            family == .ipv4 ? topology.machines[index].address != nil : topology.machines[index].addressIPv6 != nil
        case .service(let index):
            family == .ipv4 ? topology.services[index].address != nil : topology.services[index].addressIPv6 != nil
        case .internet: family == .ipv4
        case nil: true
        }
    }

    private mutating func endpoint(_ name: Located<PairName>?) -> Topology.Flow.Endpoint? {
        guard let name else { return nil }
        let (place, member) = (name.value.first, name.value.second)
        if let site = topology.sites.first(where: { $0.name == place }) {
            let names = site.hosts.map { topology.hosts[$0].name }
            if let index = names.firstIndex(of: member) { return .host(site.hosts[index]) }
            unknownMember(name, "host", names)
        } else if let network = topology.virtualNetworks.first(where: { $0.name == place }) {
            let names = network.machines.map { topology.machines[$0].name }
            if let index = names.firstIndex(of: member) { return .machine(network.machines[index]) }
            unknownMember(name, "machine", names)
        } else if place == "service" {
            return index(of: Located(member, at: name.place), in: topology.services.map(\.name), "Microsoft service")
                .map { .service($0) }
        } else if place == "internet" {
            return index(of: Located(member, at: name.place), in: topology.internetHosts.map(\.name), "Internet host")
                .map { .internet($0) }
        } else {
            let places = topology.sites.map(\.name) + topology.virtualNetworks.map(\.name)
            if places.contains("") { return nil }
            let nearest = Suggestion.nearest(to: place, among: places)
            error(
                name.place,
                "there is no customer site or virtual network called '\(place)'",
                suggestion: nearest.map { "\($0)/\(member)" }
            )
        }
        return nil
    }

    private mutating func unknownMember(_ name: Located<PairName>, _ kind: String, _ names: [String]) {
        if names.contains("") { return }
        let nearest = Suggestion.nearest(to: name.value.second, among: names)
        error(
            name.place,
            "'\(name.value.first)' has no \(kind) called '\(name.value.second)'",
            suggestion: nearest.map { "\(name.value.first)/\($0)" }
        )
    }
}
