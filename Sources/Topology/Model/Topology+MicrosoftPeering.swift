public import NetworkTypes

extension Topology {
    /// Which of a circuit's routing domains.
    public enum Peering: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// Towards virtual networks.
        case `private`
        /// Towards Microsoft's public services.
        case microsoft

        public var description: String { rawValue }
    }

    /// A circuit's Microsoft peering: a routing domain of its own beside the private peering.
    public struct MicrosoftPeering: Hashable, Sendable {
        /// What came of the validation of the customer's prefixes and ASN (WF).
        public enum PrefixState: String, Hashable, Sendable, CaseIterable {
            case configured
            /// Somebody at Microsoft has to look first, and the sessions stay down until then.
            case validationNeeded
        }

        /// The ASN that the MSEEs expect from the customer.
        public var peerASN: ASN
        /// The customer's 802.1Q tag.
        public var vlan: UInt16
        /// The public prefixes that the customer may announce, and longer ones inside of them.
        public var advertisedPrefixes: [IPPrefix]
        public var prefixState: PrefixState
        /// A service is advertised if it carries one of these; with none, nothing is (FAQ).
        public var routeFilter: [PolicyRule.Community]
        /// Accepted prefixes per session; one more drops the session.
        public var prefixLimit: Int
        public var prefixLimitIPv6: Int
        public var isEnabled: Bool
        /// The primary and the secondary connection, whose routers and MSEEs are the private peering's.
        public var links: [Link.Addresses]

        /// Whether there are sessions at all.
        public var hasSessions: Bool { isEnabled && prefixState == .configured }
    }

    /// A public service of Microsoft's.
    public struct Service: Hashable, Sendable {
        /// What gives a service its communities (RT).
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// Anything of a region that has no number of its own.
            case regional
            case storage, sql, cosmosDB, backup
            case exchange, sharePoint, skype, dynamics, azureGlobal, otherMicrosoft365
        }

        public var name: String
        public var kind: Kind
        /// Index into `regions`.
        public var region: Int
        public var prefixes: [IPPrefix]
        /// Where flows end.
        public var address: IPv4Address?
        public var addressIPv6: IPv6Address?
        public var communities: [PolicyRule.Community]
    }
}

extension Topology.Service.Kind {
    /// Whether only premium circuits lead there (FAQ).
    public var needsPremium: Bool {
        switch self {
        case .exchange, .sharePoint, .skype, .otherMicrosoft365: true
        case .regional, .storage, .sql, .cosmosDB, .backup, .dynamics, .azureGlobal: false
        }
    }

    /// What the prefixes of such a service carry, of a region whose number is known or not (RT).
    func communities(regionNumber: Int?) -> [PolicyRule.Community] {
        func microsoft(_ value: Int) -> PolicyRule.Community { .standard(12_076 << 16 | UInt32(value)) }
        func regional(_ base: Int) -> [PolicyRule.Community] {
            // The region's own comes first.
            regionNumber.map { number in (base == 51_000 ? [base] : [51_000, base]).map { microsoft($0 + number) } }
                ?? []
        }
        return switch self {
        case .regional: regional(51_000)
        case .storage: regional(52_000)
        case .sql: regional(53_000)
        case .cosmosDB: regional(54_000)
        case .backup: regional(55_000)
        case .exchange: [microsoft(5_010)]
        case .sharePoint: [microsoft(5_020)]
        case .skype: [microsoft(5_030)]
        case .dynamics: [microsoft(5_040)]
        case .azureGlobal: [microsoft(5_050)]
        case .otherMicrosoft365: [microsoft(5_100)]
        }
    }
}
