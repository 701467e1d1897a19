extension Topology {
    /// How a customer router differs from an ideal one: its profile, with what the topology file says instead.
    public struct Behavior: Hashable, Sendable {
        public var profile: Profile
        /// Equal paths used together when the best one was learned by eBGP, or by iBGP.
        public var maximumPaths: Setting<Int>
        public var internalMaximumPaths: Setting<Int>
        /// Whether these may have different AS paths of the same length.
        public var mixesASPaths: Setting<Bool>
        /// How long a lost, or found, carrier is not believed.
        public var carrierDelay: CarrierDelay
        /// From a change of an interface until BGP looks at its next hops again.
        public var nextHopDelay: Setting<Duration>
        /// From the first change until BGP decides.
        public var decisionDelay: Setting<Duration>
        /// From a decision until the first route is in the forwarding table.
        public var fibDelay: Setting<Duration>
        /// Routes that are put there in a second; 0 is without limit.
        public var fibRate: Setting<Int>
        public var ecmp: Setting<ECMPHash>
        public var carrierFallover: Setting<CarrierFallover>
        /// Whether BFD takes a next hop out of forwarding at once, before BGP has decided.
        public var bfdForwarding: Setting<Bool>
        /// How long a neighbour is believed since the last ARP packet of its; zero is for ever.
        public var arpTimeout: Setting<Duration>
        /// Whether it is asked then and used meanwhile, or forgotten until a packet needs it.
        public var arpRefresh: Setting<Bool>
        /// How long a session that ended rests before the next attempt.
        public var idleHold: Setting<Duration>
        /// Whether waits between attempts begin short, grow, and are jittered; else they are ``idleHold`` and the connect retry time.
        public var retryBackoff: Setting<Bool>
        /// From the start of a session until the first routes are announced over it.
        public var firstUpdateDelay: Setting<Duration>
        /// From the return of a port until its sessions are tried anew.
        public var sessionStartDelay: Setting<Duration>
        public var restartWaits: Setting<RestartWait>
        /// Whether BFD that fails without the C bit counts as a restart of the neighbour's.
        public var bfdRestart: Setting<Bool>
        /// Whether the software knows RFC 8538.
        public var restartNotification: Setting<Bool>
        /// Of sessions on the LAN.
        public var internalTimers: SessionSettings

        /// What a profile does by itself.
        public init(_ profile: Profile) {
            self.profile = profile
            maximumPaths = ProfileTable.maximumPaths.setting(profile)
            internalMaximumPaths = ProfileTable.internalMaximumPaths.setting(profile)
            mixesASPaths = ProfileTable.mixesASPaths.setting(profile)
            carrierDelay = CarrierDelay(
                down: ProfileTable.carrierDelayDown.setting(profile),
                up: ProfileTable.carrierDelayUp.setting(profile)
            )
            nextHopDelay = ProfileTable.nextHopDelay.setting(profile)
            decisionDelay = ProfileTable.decisionDelay.setting(profile)
            fibDelay = ProfileTable.fibDelay.setting(profile)
            fibRate = ProfileTable.fibRate.setting(profile)
            ecmp = ProfileTable.ecmp.setting(profile)
            carrierFallover = ProfileTable.carrierFallover.setting(profile)
            bfdForwarding = ProfileTable.bfdForwarding.setting(profile)
            arpTimeout = ProfileTable.arpTimeout.setting(profile)
            arpRefresh = ProfileTable.arpRefresh.setting(profile)
            idleHold = ProfileTable.idleHold.setting(profile)
            retryBackoff = ProfileTable.retryBackoff.setting(profile)
            firstUpdateDelay = ProfileTable.firstUpdateDelay.setting(profile)
            sessionStartDelay = ProfileTable.sessionStartDelay.setting(profile)
            restartWaits = ProfileTable.restartWaits.setting(profile)
            bfdRestart = ProfileTable.bfdRestart.setting(profile)
            restartNotification = ProfileTable.restartNotification.setting(profile)
            internalTimers = SessionSettings(profile)
            internalTimers.advertisementInterval = ProfileTable.internalAdvertisementInterval.setting(profile)
        }
    }

    /// How long a port's carrier has to be gone, or back, until the router believes it.
    public struct CarrierDelay: Hashable, Sendable {
        public var down: Setting<Duration>
        public var up: Setting<Duration>
    }

    /// What a profile says about a session, where no key does.
    public struct SessionSettings: Hashable, Sendable {
        public var holdTime: Setting<Duration>
        public var connectRetry: Setting<Duration>
        public var advertisementInterval: Setting<Duration>
        public var bfd: Setting<BFD>

        init(_ profile: Profile) {
            holdTime = ProfileTable.holdTime.setting(profile)
            connectRetry = ProfileTable.connectRetry.setting(profile)
            advertisementInterval = ProfileTable.advertisementInterval.setting(profile)
            bfd = ProfileTable.bfd.setting(profile)
        }
    }

    /// Why an end of a session runs as it does.
    public struct SessionOrigins: Hashable, Sendable {
        public var holdTime: SettingOrigin
        public var connectRetry: SettingOrigin
        public var advertisementInterval: SettingOrigin
        public var bfd: SettingOrigin
    }
}
