extension Topology {
    /// Whose habits a customer router has.
    public enum Profile: String, Hashable, Sendable, CaseIterable {
        /// What the RFCs describe, without any delay of its own.
        case ideal
        case iosxe, junos, eos, frr, bird
    }

    /// One figure of a router's behaviour, and why it is what it is.
    public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
        public var value: Value
        public var origin: SettingOrigin

        public init(_ value: Value, _ origin: SettingOrigin) {
            self.value = value
            self.origin = origin
        }
    }

    /// Where a figure comes from.
    public enum SettingOrigin: Hashable, Sendable {
        /// From the table of profiles, with its source.
        case profile(Profile, source: String)
        /// From a key of the topology file.
        case written

        /// In a few words, such as `profile iosxe`.
        public var text: String {
            switch self {
            case .profile(let profile, _): "profile \(profile.rawValue)"
            case .written: "topology file"
            }
        }

        /// What the figure rests on; `nil` for one that somebody wrote.
        public var source: String? {
            if case .profile(_, let source) = self { source } else { nil }
        }
    }

    /// How a flow's hash becomes one of several next hops.
    public enum ECMPHash: String, Hashable, Sendable, CaseIterable {
        /// A flow stays where it is as long as its next hop lives.
        case resilient
        /// The space of hashes is divided anew among those that live (RFC 2992).
        case hashThreshold
        /// The remainder of a division by the number of those that live: nearly every flow moves when one goes.
        case modulo
    }

    /// Whose routes a router that restarts gracefully waits for before it chooses.
    public enum RestartWait: String, Hashable, Sendable, CaseIterable {
        /// Of every neighbour that can be waited for (RFC 4724 §4.1).
        case all
        /// Of those whose sessions are up when the first of them has sent its routes.
        case established
    }

    /// What flapping costs, and how it is forgotten (RFC 2439 §4.2): each loss is 1000.
    public struct Dampening: Hashable, Sendable {
        public var halfLife: Duration
        /// The penalty below which, and above which, something is used again or not used.
        public var reuse: Int
        public var suppress: Int
        public var maximumSuppress: Duration
    }

    /// Which BGP sessions end as soon as their interface loses carrier.
    public enum CarrierFallover: String, Hashable, Sendable, CaseIterable {
        case all
        /// Those of eBGP; iBGP waits for BFD or its hold timer.
        case external
        case none
    }
}
