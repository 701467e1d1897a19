import NetworkTypes

extension TopologyBuilder {
    /// What a router's profile says, with its own keys on top.
    mutating func behavior(_ router: RouterDocument) -> Topology.Behavior {
        let written = router.behavior
        var result = Topology.Behavior(written.profile?.value ?? .ideal)
        if let multipath = router.multipath {
            // A plain yes is all that an ideal router does.
            let paths = multipath.value ? ProfileTable.maximumPaths.figure(.ideal).value : 1
            result.maximumPaths = Topology.Setting(paths, .written)
            result.internalMaximumPaths = result.maximumPaths
            if multipath.value { result.mixesASPaths = Topology.Setting(true, .written) }
            if let maximum = written.maximumPaths {
                error(maximum.place, "multipath says already how many paths are used", notes: ["one of both keys"])
            }
        }
        let paths = written.maximumPaths?.value
        take(paths?.ebgp, into: &result.maximumPaths)
        take(paths?.ibgp, into: &result.internalMaximumPaths)
        take(paths?.mixesASPaths, into: &result.mixesASPaths)
        take(written.nextHopDelay, into: &result.nextHopDelay)
        take(written.decisionDelay, into: &result.decisionDelay)
        take(written.fib?.value.delay, into: &result.fibDelay)
        if let rate = written.fib?.value.rate {
            let perSecond = rate.value.perSecond
            if perSecond == 0 { error(rate.place, "less than a route per second") }
            result.fibRate = Topology.Setting(Int(clamping: perSecond), .written)
        }
        take(written.ecmp, into: &result.ecmp)
        take(written.carrierFallover, into: &result.carrierFallover)
        take(written.bfdForwarding, into: &result.bfdForwarding)
        take(written.idleHold, into: &result.idleHold)
        if let hold = written.idleHold, hold.value == .zero { error(hold.place, "idleHold is more than nothing") }
        take(written.retryBackoff, into: &result.retryBackoff)
        take(written.firstUpdateDelay, into: &result.firstUpdateDelay)
        take(written.sessionStartDelay, into: &result.sessionStartDelay)
        take(written.bfdRestart, into: &result.bfdRestart)
        take(written.restartWaits, into: &result.restartWaits)
        take(router.peer.session.connectRetry, into: &result.internalTimers.connectRetry)
        take(router.peer.session.gracefulRestart?.value.notification, into: &result.restartNotification)
        take(written.arp?.value.timeout, into: &result.arpTimeout, limit: .seconds(86_400))
        take(written.arp?.value.refresh, into: &result.arpRefresh)
        if let timeout = written.arp?.value.timeout, timeout.value != .zero, timeout.value < .seconds(1) {
            error(timeout.place, "an ARP entry is believed for a second at least, or for ever with 0")
        }
        result.carrierDelay = carrierDelay(router.peer.carrierDelay, over: result.carrierDelay)
        return result
    }

    /// What is written over the defaults; `nil` for no dampening.
    mutating func dampening(
        _ written: Located<DampeningDocument>?,
        _ defaults: Topology.Dampening
    ) -> Topology.Dampening? {
        guard let written, written.value.isEnabled else { return nil }
        var result = defaults
        result.halfLife = delay(written.value.halfLife, result.halfLife)
        // As vendors have it: four half-lives, unless said otherwise.
        result.maximumSuppress = delay(written.value.maximumSuppress, result.halfLife * 4, limit: .seconds(86_400))
        result.reuse = written.value.reuse?.value ?? result.reuse
        result.suppress = written.value.suppress?.value ?? result.suppress
        if result.halfLife < .seconds(1) {
            error(written.value.halfLife?.place ?? written.place, "a half-life is at least 1s")
        }
        if result.suppress <= result.reuse {
            error(
                written.value.suppress?.place ?? written.place,
                "suppressed above \(result.suppress), used again below \(result.reuse): nothing would change between"
            )
        }
        return result
    }

    mutating func carrierDelay(
        _ written: Located<CarrierDelayDocument>?,
        over fallback: Topology.CarrierDelay
    ) -> Topology.CarrierDelay {
        var result = fallback
        take(written?.value.down, into: &result.down)
        take(written?.value.up, into: &result.up)
        return result
    }

    private mutating func take(
        _ written: Located<Duration>?,
        into setting: inout Topology.Setting<Duration>,
        limit: Duration = .seconds(3_600)
    ) {
        guard let written else { return }
        setting = Topology.Setting(delay(written, setting.value, limit: limit), .written)
    }

    private func take<Value>(_ written: Located<Value>?, into setting: inout Topology.Setting<Value>) {
        if let written { setting = Topology.Setting(written.value, .written) }
    }

    /// Where the timers of a link come from: its own keys, its router's, or the profile.
    func origins(
        _ link: SessionDocument,
        _ router: SessionDocument,
        over settings: Topology.SessionSettings
    ) -> Topology.SessionOrigins {
        func origin(_ isWritten: (SessionDocument) -> Bool, _ fallback: Topology.SettingOrigin)
            -> Topology.SettingOrigin
        {
            isWritten(link) || isWritten(router) ? .written : fallback
        }
        return Topology.SessionOrigins(
            holdTime: origin({ $0.holdTime != nil }, settings.holdTime.origin),
            connectRetry: origin({ $0.connectRetry != nil }, settings.connectRetry.origin),
            advertisementInterval: origin({ $0.advertisementInterval != nil }, settings.advertisementInterval.origin),
            bfd: origin(
                { $0.bfd?.value.interval != nil || $0.bfd?.value.multiplier != nil },
                settings.bfd.origin
            )
        )
    }

    /// The timers that a customer router proposes where no key says otherwise.
    static func customerTimers(_ settings: Topology.SessionSettings) -> Topology.BGPTimers {
        Topology.BGPTimers(
            holdTime: settings.holdTime.value,
            keepalive: settings.holdTime.value / 3,
            minimumHoldTime: Defaults.minimumHoldTime.value,
            connectRetry: settings.connectRetry.value,
            advertisementInterval: settings.advertisementInterval.value
        )
    }
}
