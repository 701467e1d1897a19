import NetworkTypes

extension TopologyBuilder {
    /// What routers watch: looked up when all of them are there.
    mutating func buildConditions() {
        let documents = (document.customerSites?.value ?? []).flatMap { $0.value.routers?.value ?? [] }.map(\.value)
        for (index, router) in documents.enumerated() where index < topology.routers.count {
            for tracking in router.firstHop?.value.track?.value ?? [] {
                guard let name = tracking.value.condition, let condition = condition(name, of: index) else { continue }
                let decrement = UInt8(clamping: tracking.value.decrement?.value ?? Defaults.trackingDecrement.value)
                topology.routers[index].firstHop?.tracks.append(
                    Topology.Tracking(condition: condition, decrement: decrement)
                )
            }
            for origination in router.originate?.value ?? [] { build(origination.value, of: index) }
        }
    }

    private mutating func build(_ origination: OriginationDocument, of router: Int) {
        if let first = origination.whileCondition, let second = origination.unlessCondition {
            error(second.place, "either while or unless, not both", notes: ["while stands in line \(first.place.line)"])
            return
        }
        guard let name = origination.whileCondition ?? origination.unlessCondition,
            let condition = condition(name, of: router), let run = origination.run
        else { return }
        guard run.value.count <= 1_000 else {
            error(run.place, "at most 1000 prefixes can depend on a condition")
            return
        }
        topology.routers[router].conditionalOriginations += run.value.prefixes.map {
            Topology.ConditionalOrigination(
                prefix: $0,
                condition: condition,
                isNegated: origination.unlessCondition != nil
            )
        }
    }

    private mutating func condition(_ name: Located<ConditionName>, of router: Int) -> Topology.Condition? {
        switch name.value {
        case .route(let prefix): return .route(prefix)
        case .member(let member):
            return member == topology.routers[router].name
                ? ownWire(name.place, router) : neighbor(Located(member, at: name.place), of: router)
        case .path(let path):
            do throws(Topology.ResolutionFailure) {
                return try condition(topology.find(path), of: router, name.place)
            } catch {
                if !error.mayBeUnreadable { self.error(name.place, error.message, suggestion: error.suggestion) }
                return nil
            }
        }
    }

    private mutating func ownWire(_ place: Place, _ router: Int) -> Topology.Condition? {
        if topology.sites[topology.routers[router].site].lan != nil { return .wire(.lan(router: router)) }
        error(place, "router '\(topology.routers[router].name)' has no LAN")
        return nil
    }

    private mutating func neighbor(_ member: Located<String>, of router: Int) -> Topology.Condition? {
        let site = topology.sites[topology.routers[router].site]
        let names = site.routers.map { topology.routers[$0].name }
        if member.value == "core", site.lan?.routing == .ibgp { return .neighbor(router: nil) }
        guard let found = names.firstIndex(of: member.value), site.lan?.virtualRouter?.routersRunIBGP != false else {
            error(
                member.place,
                "router '\(topology.routers[router].name)' has no session with '\(member.value)' on its LAN",
                suggestion: Suggestion.nearest(to: member.value, among: names).map { "lan/\($0)" },
                notes: ["lan/\(topology.routers[router].name) is its own wire"]
            )
            return nil
        }
        return .neighbor(router: site.routers[found])
    }

    /// A router sees its own ports and sessions, nobody else's.
    private mutating func condition(_ target: Topology.Target, of router: Int, _ place: Place) -> Topology.Condition? {
        let own = topology.routers[router]
        switch target {
        case .lan(router): return .wire(target)
        case .link(let circuit, let role, let segment):
            let isOwn = own.attachments.contains {
                topology.attachments[$0].circuit == circuit && topology.attachments[$0].role == role
            }
            if isOwn, segment != .microsoft { return .wire(target) }
        case .session(let attachment, let family, let peering):
            if own.attachments.contains(attachment) {
                return .session(attachment: attachment, family: family, peering: peering)
            }
        default: break
        }
        error(
            place,
            "router '\(own.name)' does not see \(topology.path(of: target))",
            notes: ["it sees its own wires, sessions and neighbours, and routes by their prefix"]
        )
        return nil
    }
}
