import BGPWire
import NetworkTypes
import RIB
import Topology

extension Policy {
    /// The rules of a topology file as the RIB's policy; the first rule that matches decides.
    ///
    /// - Parameter asn: who is prepended on import, where a router pretends that a path is longer; `nil` means the router itself.
    init(_ rules: [PolicyRule], prepending asn: ASN?) {
        self.init(rules.map { PolicyTerm($0, prepending: asn) })
    }

    /// The same policy, but nothing longer than these prefixes gets past it: the aggregate stands for all that is inside.
    func withholding(_ aggregates: [IPPrefix]) -> Policy {
        guard !aggregates.isEmpty else { return self }
        let longer = aggregates.filter { $0.length < $0.family.bitWidth }
            .map { PrefixMatch($0, ge: $0.length + 1, le: $0.family.bitWidth) }
        return Policy([PolicyTerm(match: PolicyMatch(prefixes: longer), disposition: .reject)] + terms)
    }
}

extension PolicyTerm {
    fileprivate init(_ rule: PolicyRule, prepending asn: ASN?) {
        var actions: [PolicyAction] = []
        if let value = rule.localPreference { actions.append(.setLocalPreference(value)) }
        if let value = rule.med { actions.append(.setMED(value)) }
        if rule.prepend > 0 { actions.append(.prepend(asn: asn, count: rule.prepend)) }
        let (added, addedLarge) = (rule.addedCommunities.standard, rule.addedCommunities.large)
        if !added.isEmpty { actions.append(.addCommunities(added)) }
        if !addedLarge.isEmpty { actions.append(.addLargeCommunities(addedLarge)) }
        self.init(
            match: PolicyMatch(
                prefixes: rule.prefixes.map {
                    PrefixMatch($0.prefix, ge: $0.lengths.lowerBound, le: $0.lengths.upperBound)
                },
                communities: rule.communities.standard,
                largeCommunities: rule.communities.large,
                asPath: rule.asPath.map { [.pattern($0)] } ?? []
            ),
            actions: actions,
            disposition: rule.rejects ? .reject : .accept
        )
    }
}

extension [PolicyRule.Community] {
    var standard: [BGPWire::Community] {
        compactMap { if case .standard(let value) = $0 { BGPWire::Community(rawValue: value) } else { nil } }
    }

    fileprivate var large: [LargeCommunity] {
        compactMap { if case .large(let a, let b, let c) = $0 { LargeCommunity(a, b, c) } else { nil } }
    }
}
