internal import BGPWire
internal import NetworkTypes

/// A policy prepared for evaluation: which terms look at prefixes is known, so results can be kept per attribute set.
struct CompiledPolicy: Hashable, Sendable {
    /// Which of the terms that look at prefixes a prefix satisfies; no allocation up to 64 of them.
    struct PrefixMask: Hashable, Sendable {
        var first: UInt64 = 0
        var more: [UInt64] = []

        mutating func insert(_ index: Int) {
            if index < 64 {
                first |= 1 << UInt64(index)
                return
            }
            while more.count <= index / 64 - 1 { more.append(0) }
            more[index / 64 - 1] |= 1 << UInt64(index % 64)
        }

        func contains(_ index: Int) -> Bool {
            if index < 64 { return first >> UInt64(index) & 1 == 1 }
            return index / 64 <= more.count && more[index / 64 - 1] >> UInt64(index % 64) & 1 == 1
        }
    }

    let policy: Policy
    /// Numbers of the terms with conditions on prefixes.
    private let prefixTerms: [Int]

    init(_ policy: Policy) {
        self.policy = policy
        prefixTerms = policy.terms.indices.filter { !policy.terms[$0].match.prefixes.isEmpty }
    }

    /// Whether it accepts everything as it is.
    var isTrivial: Bool { policy.terms.isEmpty }
    var dependsOnPrefix: Bool { !prefixTerms.isEmpty }

    func mask(_ prefix: IPPrefix) -> PrefixMask {
        var mask = PrefixMask()
        for term in prefixTerms where policy.terms[term].match.prefixes.contains(where: { $0.matches(prefix) }) {
            mask.insert(term)
        }
        return mask
    }

    /// Applies the terms to a route; `false` means that it is rejected.
    ///
    /// - Parameter localASN: what `prepend` without an AS stands for.
    func evaluate(
        _ attributes: inout PathAttributes,
        weight: inout UInt32,
        tag: UInt8,
        mask: PrefixMask,
        localASN: ASN
    ) -> Bool {
        for (index, term) in policy.terms.enumerated() {
            if !term.match.prefixes.isEmpty, !mask.contains(index) { continue }
            guard term.match.holds(attributes, tag: tag) else { continue }
            if term.disposition == .reject { return false }
            for action in term.actions { action.apply(&attributes, weight: &weight, localASN: localASN) }
            if term.disposition == .accept { return true }
        }
        return true
    }
}

extension PolicyMatch {
    /// Whether all conditions but those on prefixes hold.
    func holds(_ attributes: PathAttributes, tag: UInt8) -> Bool {
        guard tags.contains(tag) else { return false }
        guard communities.allSatisfy(attributes.communities.contains),
            largeCommunities.allSatisfy(attributes.largeCommunities.contains)
        else { return false }
        return asPath.isEmpty || asPath.contains { $0.matches(attributes.asPath) }
    }
}

extension ASPathMatch {
    func matches(_ path: ASPath) -> Bool {
        switch self {
        case .contains(let asn): return path.count(of: asn) > 0
        case .containsAny(let range): return path.segments.contains { $0.asns.contains(where: range.contains) }
        case .equals(let asns): return path == ASPath(asns)
        case .startsWith(let asns):
            guard let first = path.segments.first else { return asns.isEmpty }
            return first.kind == .sequence && first.asns.starts(with: asns)
        case .endsWith(let asns):
            guard let last = path.segments.last else { return asns.isEmpty }
            return last.kind == .sequence && last.asns.reversed().starts(with: asns.reversed())
        case .pattern(let pattern): return pattern.matches(path.segments.flatMap(\.asns))
        }
    }
}

extension PolicyAction {
    func apply(_ attributes: inout PathAttributes, weight: inout UInt32, localASN: ASN) {
        switch self {
        case .setLocalPreference(let value): attributes.localPreference = value
        case .setMED(let value): attributes.med = value
        case .removeMED: attributes.med = nil
        case .setWeight(let value): weight = value
        case .prepend(let asn, let count): attributes.asPath.prepend(asn ?? localASN, count: Int(count))
        case .removePrivateASNs:
            attributes.asPath = ASPath(
                segments: attributes.asPath.segments.compactMap { segment in
                    let kept = segment.asns.filter { !$0.isPrivate }
                    return kept.isEmpty ? nil : ASPath.Segment(segment.kind, kept)
                }
            )
        case .addCommunities(let added):
            for community in added where !attributes.communities.contains(community) {
                attributes.communities.append(community)
            }
        case .addLargeCommunities(let added):
            for community in added where !attributes.largeCommunities.contains(community) {
                attributes.largeCommunities.append(community)
            }
        case .removeCommunities(let removed): attributes.communities.removeAll(where: removed.contains)
        case .setCommunities(let communities): attributes.communities = communities
        case .redistribute:
            attributes.origin = .incomplete
            attributes.asPath = ASPath()
            attributes.med = nil
            attributes.communities = []
            attributes.largeCommunities = []
            attributes.extendedCommunities = []
        }
    }
}
