/// What makes real routers differ from an ideal one: every figure of every profile, with its source.
///
/// Sources are documents of the vendor by name, RFCs, measurements of this project (docs/profiles.md says of what and how), or
/// the word `unconfirmed`, where a figure is a guess. `ours` is the ideal router, which waits for nothing.
public enum ProfileTable {
    private static let none = "ours: none"

    // MARK: Sessions

    static let holdTime = ProfileRow<Duration>(
        "holdTime",
        ideal: (Defaults.holdTime.value, Defaults.holdTime.source),
        iosxe: (.seconds(180), "Cisco IOS IP Routing: BGP Command Reference, timers bgp"),
        junos: (.seconds(90), "Junos CLI Reference, hold-time (Protocols BGP)"),
        eos: (.seconds(180), "Arista EOS User Manual, timers bgp"),
        frr: (.seconds(180), "FRR User Manual, timers bgp (profile traditional)"),
        bird: (.seconds(240), "BIRD 2.0 User's Guide, BGP, hold time")
    )

    static let connectRetry = ProfileRow<Duration>(
        "connectRetry",
        ideal: (Defaults.connectRetry.value, Defaults.connectRetry.source),
        iosxe: (.seconds(120), "RFC 4271 §10; IOS XE's own figure unconfirmed"),
        junos: (.seconds(120), "RFC 4271 §10; Junos's own figure unconfirmed"),
        eos: (.seconds(120), "RFC 4271 §10; EOS's own figure unconfirmed"),
        frr: (.seconds(120), "FRR User Manual, timers connect (profile traditional)"),
        bird: (.seconds(120), "BIRD 2.0 User's Guide, BGP, connect retry time")
    )

    /// How long a session that ended rests in Idle.
    static let idleHold = ProfileRow<Duration>(
        "idleHold",
        ideal: (.seconds(1), "ours"),
        iosxe: (.seconds(1), "unconfirmed"),
        junos: (.seconds(1), "unconfirmed"),
        eos: (.seconds(1), "unconfirmed"),
        frr: (.seconds(2), "measured: from the end of a session to the next attempt"),
        bird: (.seconds(1), "as `ersatz cpe` writes it; BIRD 2.0 User's Guide, BGP, error wait time: 60 s")
    )

    /// Whether waits between attempts begin short, grow, and are jittered.
    static let retryBackoff = ProfileRow<Bool>(
        "retryBackoff",
        ideal: (true, "ours; RFC 4271 §8.1.1, DampPeerOscillations"),
        iosxe: (true, "unconfirmed"),
        junos: (true, "unconfirmed"),
        eos: (true, "unconfirmed"),
        frr: (false, "measured: after a failed attempt exactly the connect timer"),
        bird: (true, "BIRD 2.0 User's Guide, BGP, error wait time")
    )

    /// From the start of a session until the first routes are announced over it.
    static let firstUpdateDelay = ProfileRow<Duration>(
        "firstUpdateDelay",
        ideal: (.zero, none),
        iosxe: (.zero, "unconfirmed"),
        junos: (.zero, "unconfirmed"),
        eos: (.zero, "unconfirmed"),
        frr: (
            .milliseconds(1_250), "measured with four neighbours: FRR's coalesce-time, 1 s and 50 ms for each peer"
        ),
        bird: (.zero, "measured")
    )

    /// From the return of a port until the sessions that it carries are tried anew.
    static let sessionStartDelay = ProfileRow<Duration>(
        "sessionStartDelay",
        ideal: (.zero, none),
        iosxe: (.zero, "unconfirmed"),
        junos: (.zero, "unconfirmed"),
        eos: (.zero, "unconfirmed"),
        frr: (.milliseconds(200), "measured: 60 to 300 ms from the carrier to the session"),
        bird: (.milliseconds(1_900), "measured: from the carrier to the session, connect delay time of 1 s included")
    )

    static let restartWaits = ProfileRow<Topology.RestartWait>(
        "restartWaits",
        ideal: (.all, "RFC 4724 §4.1"),
        iosxe: (.all, "unconfirmed"),
        junos: (.all, "unconfirmed"),
        eos: (.all, "unconfirmed"),
        frr: (.established, "measured: bgpd 8.4.4 chooses as soon as the first neighbour has sent its End-of-RIB"),
        bird: (.all, "measured")
    )

    /// Whether BFD that fails without the C bit counts as a restart (RFC 5882 §4.3).
    static let bfdRestart = ProfileRow<Bool>(
        "bfdRestart",
        ideal: (true, "RFC 5882 §4.3"),
        iosxe: (true, "unconfirmed"),
        junos: (true, "unconfirmed"),
        eos: (true, "unconfirmed"),
        frr: (false, "measured; FRR User Manual, neighbor bfd check-control-plane-failure: off by default"),
        bird: (false, "measured; BIRD 2.0 User's Guide, BGP, bfd graceful: off by default")
    )

    /// Whether a NOTIFICATION, or an expired hold timer, counts as a restart (RFC 8538).
    static let restartNotification = ProfileRow<Bool>(
        "gracefulRestart.notification",
        ideal: (true, "RFC 8538"),
        iosxe: (false, "unconfirmed"),
        junos: (true, "Junos CLI Reference, graceful-restart (Protocols BGP)"),
        eos: (false, "unconfirmed"),
        frr: (true, "FRR User Manual, bgp graceful-restart notification"),
        bird: (false, "measured: BIRD 2.0.12 sends no N bit")
    )

    static let advertisementInterval = ProfileRow<Duration>(
        "advertisementInterval",
        ideal: (.zero, none),
        iosxe: (.seconds(30), "Cisco IOS IP Routing: BGP Command Reference, neighbor advertisement-interval"),
        junos: (.zero, "Junos CLI Reference, out-delay: disabled by default"),
        eos: (.zero, "Arista EOS User Manual, neighbor out-delay: none by default"),
        frr: (.zero, "FRR source, BGP_DEFAULT_EBGP_ROUTEADV"),
        bird: (.zero, "BIRD 2.0 User's Guide: there is no such timer")
    )

    static let internalAdvertisementInterval = ProfileRow<Duration>(
        "advertisementInterval (iBGP)",
        ideal: (.zero, none),
        iosxe: (.zero, "Cisco IOS IP Routing: BGP Command Reference, neighbor advertisement-interval"),
        junos: (.zero, "Junos CLI Reference, out-delay: disabled by default"),
        eos: (.zero, "Arista EOS User Manual, neighbor out-delay: none by default"),
        frr: (.zero, "FRR source, BGP_DEFAULT_IBGP_ROUTEADV"),
        bird: (.zero, "BIRD 2.0 User's Guide: there is no such timer")
    )

    /// Of a session whose `bfd` is just `true`.
    static let bfd = ProfileRow<Topology.BFD>(
        "bfd",
        ideal: (standardBFD, Defaults.bfdInterval.source),
        iosxe: (standardBFD, "CFG; IOS XE itself has no default, bfd interval says it"),
        junos: (standardBFD, "CFG; Junos itself has no default for minimum-interval, its multiplier is 3"),
        eos: (standardBFD, "Arista EOS User Manual, bfd interval"),
        frr: (standardBFD, "FRR User Manual, BFD, peer configuration"),
        bird: (Topology.BFD(interval: .milliseconds(100), multiplier: 5), "BIRD 2.0 User's Guide, BFD, min tx interval")
    )

    private static let standardBFD = Topology.BFD(
        interval: Defaults.bfdInterval.value,
        multiplier: Defaults.bfdMultiplier.value
    )

    static let carrierFallover = ProfileRow<Topology.CarrierFallover>(
        "carrierFallover",
        ideal: (.all, "ours"),
        iosxe: (.external, "Cisco IOS IP Routing: BGP Command Reference, bgp fast-external-fallover"),
        junos: (.external, "unconfirmed"),
        eos: (.external, "Arista EOS User Manual, bgp fast-external-fallover"),
        frr: (.external, "FRR User Manual, bgp fast-external-failover"),
        bird: (.external, "BIRD 2.0 User's Guide, BGP, direct and multihop")
    )

    // MARK: Interfaces

    static let carrierDelayDown = ProfileRow<Duration>(
        "carrierDelay.down",
        ideal: (.zero, none),
        iosxe: (.seconds(2), "Cisco IOS Interface and Hardware Component Command Reference, carrier-delay"),
        junos: (.zero, "Junos CLI Reference, hold-time (Physical Interface): 0 by default"),
        eos: (.zero, "Arista EOS User Manual, link-debounce: off by default"),
        linux: (.zero, "measured: the kernel tells at once")
    )

    static let carrierDelayUp = ProfileRow<Duration>(
        "carrierDelay.up",
        ideal: (.zero, none),
        iosxe: (.seconds(2), "Cisco IOS Interface and Hardware Component Command Reference, carrier-delay"),
        junos: (.zero, "Junos CLI Reference, hold-time (Physical Interface): 0 by default"),
        eos: (.zero, "Arista EOS User Manual, link-debounce: off by default"),
        linux: (.zero, "measured: the kernel tells at once")
    )

    /// From the last ARP packet of a neighbour; zero is for ever.
    static let arpTimeout = ProfileRow<Duration>(
        "arp.timeout",
        ideal: (.zero, "ours: until the port is down"),
        iosxe: (.seconds(4 * 3600), "Cisco IOS IP Addressing: ARP Command Reference, arp timeout"),
        junos: (.seconds(20 * 60), "Junos CLI Reference, aging-timer (ARP)"),
        eos: (.seconds(4 * 3600), "Arista EOS User Manual, arp aging timeout"),
        linux: (.seconds(30), "Linux, ip-sysctl, base_reachable_time_ms; the kernel draws half to one and a half")
    )

    /// Whether an old neighbour is asked before it is forgotten.
    static let arpRefresh = ProfileRow<Bool>(
        "arp.refresh",
        ideal: (true, "ours"),
        iosxe: (true, "unconfirmed"),
        junos: (true, "unconfirmed"),
        eos: (true, "unconfirmed"),
        linux: (true, "Linux, ip-sysctl, ucast_solicit: three times, one second apart")
    )

    // MARK: Decision and forwarding

    static let maximumPaths = ProfileRow<Int>(
        "maximumPaths",
        ideal: (64, "ours"),
        iosxe: (1, "Cisco IOS IP Routing: BGP Command Reference, maximum-paths"),
        junos: (1, "Junos CLI Reference, multipath (Protocols BGP): off by default"),
        eos: (1, "Arista EOS User Manual, maximum-paths (BGP)"),
        frr: (64, "FRR User Manual, maximum-paths: what the build allows, Debian's more than the 64 of this program"),
        bird: (1, "BIRD 2.0 User's Guide, Kernel, merge paths: off by default")
    )

    static let internalMaximumPaths = ProfileRow<Int>(
        "maximumPaths (iBGP)",
        ideal: (64, "ours"),
        iosxe: (1, "Cisco IOS IP Routing: BGP Command Reference, maximum-paths ibgp"),
        junos: (1, "Junos CLI Reference, multipath (Protocols BGP): off by default"),
        eos: (1, "Arista EOS User Manual, maximum-paths (BGP)"),
        frr: (64, "FRR User Manual, maximum-paths: what the build allows, Debian's more than the 64 of this program"),
        bird: (1, "BIRD 2.0 User's Guide, Kernel, merge paths: off by default")
    )

    /// Whether equal paths may have different AS paths, as long as these are equally long.
    static let mixesASPaths = ProfileRow<Bool>(
        "maximumPaths.mixesASPaths",
        ideal: (true, "ours"),
        iosxe: (false, "Cisco IOS IP Routing: BGP Command Reference, bgp bestpath as-path multipath-relax"),
        junos: (false, "Junos CLI Reference, multipath multiple-as: off by default"),
        eos: (true, "Arista EOS, bgp bestpath as-path multipath-relax: on by default"),
        frr: (false, "FRR User Manual, bgp bestpath as-path multipath-relax"),
        bird: (true, "BIRD 2.0 source, bgp_rte_mergable")
    )

    static let nextHopDelay = ProfileRow<Duration>(
        "nextHopDelay",
        ideal: (.zero, none),
        iosxe: (.seconds(5), "Cisco IOS IP Routing: BGP Command Reference, bgp nexthop trigger delay"),
        junos: (.zero, "unconfirmed"),
        eos: (.zero, "unconfirmed"),
        frr: (.zero, "FRR source: zebra tells of next hops as it works its queue; no further delay"),
        bird: (.zero, "BIRD 2.0 source: next hops are looked at as the table changes; no further delay")
    )

    static let decisionDelay = ProfileRow<Duration>(
        "decisionDelay",
        ideal: (.zero, none),
        iosxe: (.zero, "unconfirmed"),
        junos: (.zero, "unconfirmed"),
        eos: (.zero, "unconfirmed"),
        frr: (
            .milliseconds(60), "FRR source: hold of 10 ms to clear a peer's routes, 50 ms before bgpd's queue; measured"
        ),
        bird: (.zero, "measured")
    )

    static let fibDelay = ProfileRow<Duration>(
        "fib.delay",
        ideal: (.zero, none),
        iosxe: (.milliseconds(50), "unconfirmed"),
        junos: (.milliseconds(50), "unconfirmed"),
        eos: (.milliseconds(50), "unconfirmed"),
        frr: (.milliseconds(10), "FRR source, ZEBRA_RIB_PROCESS_HOLD_TIME; measured"),
        bird: (.zero, "measured")
    )

    /// Routes per second; 0 is without limit.
    static let fibRate = ProfileRow<Int>(
        "fib.rate",
        ideal: (0, "ours: no limit"),
        iosxe: (10_000, "unconfirmed"),
        junos: (10_000, "unconfirmed"),
        eos: (10_000, "unconfirmed"),
        frr: (100_000, "unconfirmed"),
        bird: (200_000, "unconfirmed")
    )

    static let ecmp = ProfileRow<Topology.ECMPHash>(
        "ecmp",
        ideal: (.resilient, "ours"),
        iosxe: (.modulo, "Cisco CEF: 16 buckets, dealt out to the paths in turn"),
        junos: (.modulo, "unconfirmed; Junos documents consistent-hash as an option"),
        eos: (.modulo, "unconfirmed; EOS documents resilient ECMP as an option"),
        linux: (.hashThreshold, "Linux, net/ipv4/fib_semantics.c; RFC 2992")
    )

    /// Whether BFD takes a next hop out of forwarding at once, before BGP has decided.
    static let bfdForwarding = ProfileRow<Bool>(
        "bfdForwarding",
        ideal: (true, "ours"),
        iosxe: (false, "unconfirmed"),
        junos: (false, "unconfirmed"),
        eos: (false, "unconfirmed"),
        linux: (false, "measured: the kernel follows the routes alone")
    )
}
