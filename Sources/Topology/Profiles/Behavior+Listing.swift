import NetworkTypes

extension Topology {
    /// One figure of a router as people read it.
    public struct ListedSetting: Hashable, Sendable {
        /// The key that sets it.
        public var key: String
        public var value: String
        public var origin: SettingOrigin

        init<Value>(_ key: String, _ setting: Setting<Value>, _ text: (Value) -> String) {
            self.key = key
            value = text(setting.value)
            origin = setting.origin
        }
    }
}

extension Topology.Behavior {
    /// Everything that can make the router differ from an ideal one, in the order of the documentation.
    public var listing: [Topology.ListedSetting] {
        func number(_ value: Int) -> String { "\(value)" }
        func answer(_ value: Bool) -> String { value ? "yes" : "no" }
        return [
            .init("maximumPaths", maximumPaths, number),
            .init("maximumPaths (iBGP)", internalMaximumPaths, number),
            .init("maximumPaths.mixesASPaths", mixesASPaths, answer),
            .init("carrierDelay.down", carrierDelay.down, \.topologyText),
            .init("carrierDelay.up", carrierDelay.up, \.topologyText),
            .init("nextHopDelay", nextHopDelay, \.topologyText),
            .init("decisionDelay", decisionDelay, \.topologyText),
            .init("fib.delay", fibDelay, \.topologyText),
            .init("fib.rate", fibRate) { $0 == 0 ? "no limit" : "\($0)/s" },
            .init("ecmp", ecmp) { $0.rawValue },
            .init("carrierFallover", carrierFallover) { $0.rawValue },
            .init("bfdForwarding", bfdForwarding, answer),
            .init("arp.timeout", arpTimeout) { $0 == .zero ? "never" : $0.topologyText },
            .init("arp.refresh", arpRefresh, answer),
            .init("idleHold", idleHold, \.topologyText),
            .init("retryBackoff", retryBackoff, answer),
            .init("firstUpdateDelay", firstUpdateDelay, \.topologyText),
            .init("sessionStartDelay", sessionStartDelay, \.topologyText),
            .init("restartWaits", restartWaits) { $0.rawValue },
            .init("bfdRestart", bfdRestart, answer),
            .init("gracefulRestart.notification", restartNotification, answer),
        ]
    }
}

extension Topology.Attachment {
    /// What of the same belongs to the link, and the timers of its sessions.
    public var listing: [Topology.ListedSetting] {
        func setting<Value>(_ value: Value, _ origin: Topology.SettingOrigin) -> Topology.Setting<Value> {
            Topology.Setting(value, origin)
        }
        return [
            .init("carrierDelay.down", carrierDelay.down, \.topologyText),
            .init("carrierDelay.up", carrierDelay.up, \.topologyText),
            .init("interfaceDampening", setting(interfaceDampening, dampeningOrigin(interfaceDampening))) {
                $0?.text ?? "none"
            },
            .init("dampening", setting(dampening, dampeningOrigin(dampening))) { $0?.text ?? "none" },
            .init("holdTime", setting(timers.holdTime, origins.holdTime), \.topologyText),
            .init("connectRetry", setting(timers.connectRetry, origins.connectRetry), \.topologyText),
            .init(
                "advertisementInterval",
                setting(timers.advertisementInterval, origins.advertisementInterval),
                \.topologyText
            ),
            .init("bfd", setting(bfd, origins.bfd)) { bfd in
                bfd.map { "\($0.interval.topologyText) × \($0.multiplier)" } ?? "none"
            },
        ]
    }
}

extension Topology.Attachment {
    /// Nobody dampens by default.
    private func dampeningOrigin(_ dampening: Topology.Dampening?) -> Topology.SettingOrigin {
        dampening == nil ? .profile(.ideal, source: "ours") : .written
    }
}

extension Topology.Dampening {
    fileprivate var text: String {
        "\(suppress) to \(reuse), half-life \(halfLife.topologyText), at most \(maximumSuppress.topologyText)"
    }
}

extension Topology.Profile {
    /// Every figure of the profile, those of sessions included.
    public var listing: [Topology.ListedSetting] {
        let behavior = Topology.Behavior(self)
        let session = Topology.SessionSettings(self)
        return behavior.listing + [
            .init("holdTime", session.holdTime, \.topologyText),
            .init("connectRetry", session.connectRetry, \.topologyText),
            .init("advertisementInterval", session.advertisementInterval, \.topologyText),
            .init("advertisementInterval (iBGP)", behavior.internalTimers.advertisementInterval, \.topologyText),
            .init("bfd", session.bfd) { "\($0.interval.topologyText) × \($0.multiplier)" },
        ]
    }
}
