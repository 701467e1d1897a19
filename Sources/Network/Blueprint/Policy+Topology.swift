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
}

extension PolicyTerm {
    fileprivate init(_ rule: PolicyRule, prepending asn: ASN?) {
        var actions: [PolicyAction] = []
        if let value = rule.localPreference { actions.append(.setLocalPreference(value)) }
        if let value = rule.med { actions.append(.setMED(value)) }
        if rule.prepend > 0 { actions.append(.prepend(asn: asn, count: rule.prepend)) }
        let added = rule.addedCommunities.compactMap(BGPWire::Community.init)
        if !added.isEmpty { actions.append(.addCommunities(added)) }
        self.init(
            match: PolicyMatch(
                prefixes: rule.prefixes.map {
                    PrefixMatch($0.prefix, ge: $0.lengths.lowerBound, le: $0.lengths.upperBound)
                },
                communities: rule.communities.compactMap(BGPWire::Community.init),
                asPath: rule.asPath.flatMap(ASPathMatch.init).map { [$0] } ?? []
            ),
            actions: actions,
            disposition: rule.rejects ? .reject : .accept
        )
    }
}

extension BGPWire::Community {
    fileprivate init?(_ community: PolicyRule.Community) {
        guard case .standard(let value) = community else { return nil }
        self.init(rawValue: value)
    }
}

extension ASPathMatch {
    fileprivate init?(_ pattern: PolicyRule.ASPathPattern) {
        let asns = pattern.elements.compactMap { if case .asn(let asn) = $0 { asn } else { nil } }
        switch (pattern.elements.first == .anyNumber, pattern.elements.last == .anyNumber) {
        case (false, false): self = .equals(asns)
        case (false, true): self = .startsWith(asns)
        case (true, false): self = .endsWith(asns)
        case (true, true):
            guard let asn = asns.first else { return nil }
            self = .contains(asn)
        }
    }
}
