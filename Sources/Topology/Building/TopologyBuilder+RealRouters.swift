import NetworkTypes

/// Keys whose meaning a real router does not know: none is ignored without a word.
extension TopologyBuilder {
    mutating func checkKeysOfReal(_ router: RouterDocument, _ kind: Topology.Router.Kind, _ lan: Topology.LAN?) {
        for place in [
            router.firstHop?.place, router.reversePathFilter?.place, router.aggregates?.place,
            router.originate?.value.first { $0.value.whileCondition != nil || $0.value.unlessCondition != nil }?.place,
        ].compactMap(\.self) {
            error(
                place,
                "a real router does this by its own configuration",
                notes: ["config: …, and leave the key out"]
            )
        }
        if lan?.routing == .vrrp, kind != .external, router.config == nil {
            error(
                router.kind?.place,
                "no VRRP configuration is written for a real router",
                notes: ["config: …, with VRRP in it, or kind: external"]
            )
        }
        for (key, place) in unheardKeys(router, kind) {
            let name = router.name?.value ?? ""
            if kind == .external {
                warning(place, "'\(key)' is for what `ersatz cpe` writes only: a run cannot make '\(name)' do it")
            } else {
                error(
                    place,
                    "'\(key)' has no effect on '\(name)', which is a real router",
                    notes: [
                        "leave it out; what its software can do about it belongs into its own configuration (config: …)"
                    ]
                )
            }
        }
    }

    /// The keys that neither a run nor what is written for the router looks at.
    private func unheardKeys(_ router: RouterDocument, _ kind: Topology.Router.Kind) -> [(key: String, place: Place)] {
        let behavior = router.behavior
        /// Whether the router runs what `ersatz cpe` writes for it.
        let isWritten = kind != .external && router.config == nil
        var keys: [(String, Place?)] = [
            ("nextHopDelay", behavior.nextHopDelay?.place), ("decisionDelay", behavior.decisionDelay?.place),
            ("fib", behavior.fib?.place), ("ecmp", behavior.ecmp?.place),
            ("bfdForwarding", behavior.bfdForwarding?.place), ("arp", behavior.arp?.place),
            ("sessionStartDelay", behavior.sessionStartDelay?.place),
            ("restartWaits", behavior.restartWaits?.place),
        ]
        if !isWritten || kind != .bird {
            keys += [("idleHold", behavior.idleHold?.place), ("retryBackoff", behavior.retryBackoff?.place)]
        }
        if !isWritten || kind != .frr { keys.append(("firstUpdateDelay", behavior.firstUpdateDelay?.place)) }
        if !isWritten {
            keys.append(("bfdRestart", behavior.bfdRestart?.place))
            keys += [
                ("carrierFallover", behavior.carrierFallover?.place), ("maximumPaths", behavior.maximumPaths?.place),
                ("nextHopSelf", router.nextHopSelf?.place),
            ]
        }
        // An external router's profile is the language that its configuration is written in.
        if !isWritten, kind != .external { keys.append(("profile", behavior.profile?.place)) }
        for peer in [router.peer] + (router.links?.value ?? []).map(\.value.peer) {
            keys.append(("carrierDelay", peer.carrierDelay?.place))
            keys.append(("interfaceDampening", peer.interfaceDampening?.place))
            if !isWritten || kind != .frr { keys.append(("dampening", peer.dampening?.place)) }
            if peer.leak?.value != .nothing { keys.append(("leak", peer.leak?.place)) }
        }
        return keys.compactMap { key, place in place.map { (key, $0) } }
    }
}
