import NetworkTypes
import RIB
import Router

/// What routers do as long as something holds.
extension Network {
    /// Looks at what a router watches, if anything happened since the last look.
    ///
    /// O(watches), and O(routes) for each aggregate.
    mutating func reviewWatches(_ node: Node, _ router: RouterNode, at now: Instant) {
        guard node.needsReview, node.parts.works(.controlPlane) else { return }
        node.needsReview = false
        var changed: [Int] = []
        for place in node.watches.indices {
            let holds = holds(node.watches[place].condition, for: node, router)
            let before = node.watchStates[place]
            guard holds != before else { continue }
            node.watchStates[place] = holds
            changed.append(place)
            apply(node.watches[place], holds: holds, isFirst: before == nil, node, router, at: now)
        }
        settlePriority(changed, node, router, at: now)
    }

    private func holds(_ condition: WatchPlan.Condition, for node: Node, _ router: RouterNode) -> Bool {
        switch condition {
        case .wire(let wire): wires[wire].hasCarrier
        case .anySession(let list): list.contains { sessions[$0][side(of: $0, node: node.index)].isUp }
        case .route(let prefix): router.router.forwards(prefix)
        case .routeInside(let prefix): router.router.hasRoute(inside: prefix)
        }
    }

    private mutating func apply(
        _ watch: WatchPlan,
        holds: Bool,
        isFirst: Bool,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        let (prefix, isOn): (IPPrefix, Bool)
        switch watch.consequence {
        case .priority: return
        case .origination(let wanted, let isNegated): (prefix, isOn) = (wanted, holds != isNegated)
        case .aggregate(let wanted): (prefix, isOn) = (wanted, holds)
        }
        if isFirst, !isOn { return withhold(at: node.index, router, cause: nil) }
        let id = isFirst ? nil : recordOrigination(prefix, isOn: isOn, watch, holds: holds, node, at: now)
        originate(prefix, isOn: isOn, isAggregate: watch.isAggregate, node, router, cause: id)
    }

    private mutating func originate(
        _ prefix: IPPrefix,
        isOn: Bool,
        isAggregate: Bool,
        _ node: Node,
        _ router: RouterNode,
        cause: Int?
    ) {
        // What a step of the scenario took from the router stays away.
        let isTaken = faults.announcements(at: node.index).contains { $0.prefix == prefix && !$0.isOn }
        if isOn, !isTaken {
            let route = LocalRoute(tag: RouteTag.local.rawValue, isAggregate: isAggregate)
            router.router.originate(prefix, route, domain: 0, cause: cause)
        } else {
            router.router.withdraw(prefix, domain: 0, cause: cause)
        }
        guard isAggregate else { return withhold(at: node.index, router, cause: cause) }
        // What the aggregate promises and nobody knows is discarded, lest it goes in circles (RFC 4632 §5.1).
        if isOn {
            router.router.setRoute(RouterConfiguration.Route(domain: 0, prefix: prefix, nextHops: []))
        } else {
            router.router.removeRoute(prefix, domain: 0)
        }
    }

    private mutating func recordOrigination(
        _ prefix: IPPrefix,
        isOn: Bool,
        _ watch: WatchPlan,
        holds: Bool,
        _ node: Node,
        at now: Instant
    ) -> Int {
        let id = journal.record(
            .originationChanged,
            node.path,
            at: now,
            causedBy: node.lastForwardingCause,
            [
                JournalEvent.Field("prefix", .string(prefix.description)),
                JournalEvent.Field("announced", .boolean(isOn)),
                JournalEvent.Field("condition", .string(watch.text)),
                JournalEvent.Field("holds", .boolean(holds)),
            ]
        )
        lastActivity = now
        return id
    }

    /// All that is tracked and does not hold is taken from the priority together.
    private mutating func settlePriority(_ changed: [Int], _ node: Node, _ router: RouterNode, at now: Instant) {
        var lost = 0
        var reasons: [String] = []
        for (place, watch) in node.watches.enumerated() {
            guard case .priority(let decrement) = watch.consequence else { continue }
            if node.watchStates[place] == false { lost += Int(decrement) }
            if changed.contains(place) {
                reasons.append(watch.text + (node.watchStates[place] == false ? " is gone" : " is there"))
            }
        }
        guard !reasons.isEmpty else { return }
        lowerPriority(by: lost, because: reasons.joined(separator: ", "), node, router, at: now)
    }

    /// Whether a router advertises a prefix at present by what it watches; `nil` if it watches nothing for it.
    func watchedOrigination(of prefix: IPPrefix, at node: Node) -> Bool? {
        for (place, watch) in node.watches.enumerated() {
            switch watch.consequence {
            case .origination(prefix, let isNegated): return node.watchStates[place].map { $0 != isNegated } ?? false
            case .aggregate(prefix): return node.watchStates[place] ?? false
            default: continue
            }
        }
        return nil
    }
}

extension WatchPlan {
    fileprivate var isAggregate: Bool { if case .aggregate = consequence { true } else { false } }
}
