/// Which verbs fit which things.
enum StepRules {
    typealias Verb = StepDocument.Verb

    /// The first words of paths that a verb takes.
    static func kinds(of verb: Verb) -> [String] {
        switch verb {
        case .cut, .blackhole, .degrade, .flap: ["link", "lan", "circuit", "backbone"]
        case .fail:
            [
                "provider", "msee", "router", "core", "firewall", "host", "machine", "service", "peeringLocation",
                "circuit",
                "gateway",
                "zone", "rack", "region", "connection", "reflector",
            ]
        case .misconfigure: ["session", "link"]
        case .reset, .shutdown: ["session", "peering", "circuit", "connection"]
        case .deprovision: ["circuit"]
        case .drain: ["msee", "gateway"]
        case .isolate: ["msee"]
        case .resize: ["gateway", "circuit"]
        case .migrate: ["gateway"]
        case .withdraw, .announce: ["router", "core", "gateway"]
        case .failoverTest: ["peeringLocation"]
        case .restore:
            [
                "link", "lan", "circuit", "provider", "msee", "router", "core", "firewall", "host", "machine",
                "service",
                "peeringLocation",
                "gateway", "zone", "rack", "region", "connection", "reflector", "session", "peering", "backbone",
            ]
        }
    }

    /// The verb that was probably meant where `verb` does not take a thing of this kind.
    static func alternative(to verb: Verb, for kind: String) -> Verb? {
        switch (verb, kind) {
        case (.fail, "link"), (.fail, "lan"), (.fail, "backbone"): .cut
        case (.fail, "session"), (.cut, "session"), (.fail, "peering"), (.cut, "peering"): .shutdown
        case (.cut, _), (.blackhole, _), (.shutdown, _): kinds(of: .fail).contains(kind) ? .fail : nil
        default: nil
        }
    }

    /// The verbs that a key of a step belongs to.
    static func verbs(of key: String) -> [Verb] {
        switch key {
        case "direction": [.blackhole, .degrade]
        case "period", "count": [.flap]
        case "gateway": [.failoverTest]
        case "prefixes": [.withdraw, .announce]
        case "loss", "latency", "jitter", "rate", "mtu": [.degrade]
        case "sharedKey", "vlan", "leak": [.misconfigure]
        case "graceful": [.shutdown, .reset]
        case "sku", "scaleUnits", "bandwidth": [.resize]
        case "mode", "startup": [.fail]
        case "stage": [.migrate]
        case "grace": [.drain, .isolate, .shutdown]
        case "prepend": [.drain, .isolate]
        case "down": [.drain]
        default: Verb.allCases
        }
    }
}

extension Topology.Target {
    /// Whether restoring `self` undoes what was done to `other`.
    public func covers(_ other: Topology.Target) -> Bool {
        if self == other { return true }
        if case .link(let circuit, let role, nil) = self, case .link(circuit, role, _) = other { return true }
        return false
    }
}
