/// The decision process: one function over the paths of a prefix that may be used.
struct Decision {
    var step = DecisionStep.noPath
    var candidates: [Candidate]
    /// The paths that are equal through the IGP metric, the best one included; filled if asked for.
    var equals: [Candidate] = []

    init(_ candidates: [Candidate]) { self.candidates = candidates }

    /// Narrows `candidates` down to the best path, which does not depend on their order.
    ///
    /// The steps are those of RFC 4271 §9.1.2.2 (a to g) and RFC 4456 §9, after two local ones.
    mutating func decide(alwaysComparesMED: Bool, avoidsLongLivedStale: Bool = false, keepsEquals: Bool) {
        equals.removeAll(keepingCapacity: true)
        guard candidates.count > 1 else {
            step = candidates.isEmpty ? .noPath : .onlyPath
            if keepsEquals { equals.append(contentsOf: candidates) }
            return
        }
        // 0. What is long stale is the last to be chosen (RFC 9494 §4.3).
        if avoidsLongLivedStale { narrow(.staleness) { $0.record.isLongLivedStale ? 1 : 0 } }
        // 1. The highest weight, which never leaves this router.
        narrow(.weight) { UInt64(UInt32.max - $0.record.weight) }
        // 2. The highest degree of preference (RFC 4271 §9.1.2).
        narrow(.localPreference) { UInt64(UInt32.max - $0.record.localPreference) }
        // 3. Routes of this router's own.
        narrow(.locallyOriginated) { $0.isLocal ? 0 : 1 }
        // 4. The shortest AS_PATH (a).
        narrow(.asPathLength) { UInt64($0.record.pathLength) }
        // 5. The lowest ORIGIN (b).
        narrow(.origin) { UInt64($0.record.origin) }
        // 6. The lowest MED among the paths of each neighbouring AS (c).
        narrowByMED(alwaysCompares: alwaysComparesMED)
        // 7. eBGP over iBGP (d).
        narrow(.ebgpOverIBGP) { $0.isExternal || $0.isLocal ? 0 : 1 }
        // 8. The lowest metric to the next hop (e).
        narrow(.igpMetric) { UInt64($0.metric) }
        // What is left may be used side by side.
        if keepsEquals { equals.append(contentsOf: candidates) }
        // 9. The lowest BGP identifier, or ORIGINATOR_ID (f; RFC 4456 §9).
        narrow(.routerID) { UInt64($0.routerID) }
        // 10. The shortest CLUSTER_LIST (RFC 4456 §9).
        narrow(.clusterListLength) { UInt64($0.record.clusterListLength) }
        // 11. The lowest peer address (g).
        narrowByPeerAddress()
        // 12. The same peer's routes of different distinguishers, by number.
        narrow(.routeDistinguisher) { $0.distinguisher }
    }

    /// Keeps the candidates with the lowest key.
    @inline(__always)
    private mutating func narrow(_ name: DecisionStep, by key: (Candidate) -> UInt64) {
        guard candidates.count > 1 else { return }
        let first = key(candidates[0])
        var lowest = first
        var differs = false
        for place in 1..<candidates.count {
            let key = key(candidates[place])
            differs = differs || key != first
            lowest = Swift.min(lowest, key)
        }
        if differs { keep(name) { key($0) == lowest } }
    }

    @inline(__always)
    private mutating func keep(_ name: DecisionStep, where isKept: (Candidate) -> Bool) {
        let before = candidates.count
        candidates.removeAll { !isKept($0) }
        if candidates.count < before { step = name }
    }

    /// MED is no total order, since it compares within a neighbouring AS only: group, then compare.
    private mutating func narrowByMED(alwaysCompares: Bool) {
        guard candidates.count > 1 else { return }
        if alwaysCompares { return narrow(.med) { UInt64($0.record.med) } }
        let med = candidates[0].record.med
        if candidates.allSatisfy({ $0.record.med == med }) { return }
        let all = candidates
        keep(.med) { candidate in
            !all.contains {
                $0.record.neighborAS == candidate.record.neighborAS && $0.record.med < candidate.record.med
            }
        }
    }

    private mutating func narrowByPeerAddress() {
        guard candidates.count > 1, var lowest = candidates.first?.peerAddress else {
            if candidates.count > 1 { keep(.peerAddress) { $0.peerAddress == nil } }
            return
        }
        for candidate in candidates {
            guard let address = candidate.peerAddress else { return keep(.peerAddress) { $0.peerAddress == nil } }
            lowest = Swift.min(lowest, address)
        }
        keep(.peerAddress) { $0.peerAddress == lowest }
    }
}
