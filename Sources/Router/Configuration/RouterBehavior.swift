public import Forwarding

/// How a router differs from an ideal one, which does everything at once.
public struct RouterBehavior: Hashable, Sendable {
    public enum CarrierFallover: Hashable, Sendable {
        case all, external, none
    }

    /// From a change of an interface until next hops are looked at again.
    public var nextHopDelay = Duration.zero
    /// From the first change until the RIB decides.
    public var decisionDelay = Duration.zero
    /// From a decision until its first route is in the forwarder.
    public var fibDelay = Duration.zero
    /// Routes that are put there in a second; 0 is without limit.
    public var fibRate = 0
    public var ecmp = FlowDistribution.resilient
    /// Sessions that end as soon as their interface loses carrier.
    public var carrierFallover = CarrierFallover.all
    /// Whether BFD takes a next hop out of forwarding at once.
    public var bfdForwarding = true

    /// How long a session that ended rests before the next attempt.
    public var idleHold = Duration.seconds(1)
    /// Whether waits between attempts begin short, grow, and are jittered.
    public var retryBackoff = true
    /// From the start of a session until the first routes are announced over it.
    public var firstUpdateDelay = Duration.zero
    /// From the return of a port until the sessions that it carries are tried anew.
    public var sessionStartDelay = Duration.zero
    /// Whether BFD that fails without the C bit counts as a restart of the neighbour's (RFC 5882 §4.3).
    public var bfdMayBeRestart = true
    /// Whether a control plane that restarts waits for neighbours whose sessions are not up yet.
    public var waitsForAbsent = true

    /// How long ARP entries are believed; `nil`: until their interface goes down.
    public var neighborAgeing: NeighborAgeing?

    public init() {}
}

/// A setting that makes a router wait.
public enum RouterSetting: String, Hashable, Sendable {
    case carrierDelay, interfaceDampening, nextHopDelay, decisionDelay, fib, advertisementInterval, firstUpdateDelay,
        dampening, holdTime, bfd
}

/// What a setting made an event wait for.
public struct SettingCost: Hashable, Sendable {
    public var setting: RouterSetting
    public var time: Duration

    public init(_ setting: RouterSetting, _ time: Duration) {
        self.setting = setting
        self.time = time
    }
}
