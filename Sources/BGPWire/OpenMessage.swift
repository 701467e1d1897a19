public import NetworkTypes

/// The first message of a session (RFC 4271 §4.2).
public struct OpenMessage: Hashable, Sendable {
    /// The AS of the sender; a four-octet number travels in the capability of RFC 6793, AS_TRANS in the field itself.
    public var asn: ASN
    /// Proposed hold time, 0 or at least 3 seconds.
    public var holdTimeSeconds: UInt16
    public var identifier: RouterID
    /// In the order of the message.
    public var capabilities: [Capability]

    public init(asn: ASN, holdTimeSeconds: UInt16, identifier: RouterID, capabilities: [Capability]) {
        self.asn = asn
        self.holdTimeSeconds = holdTimeSeconds
        self.identifier = identifier
        self.capabilities = capabilities
    }
}

extension OpenMessage {
    /// The families that the sender can exchange; IPv4 unicast if it announces none (RFC 4760 §8).
    public var families: RouteFamilySet {
        var result: RouteFamilySet = []
        var announcesAny = false
        for case .multiprotocol(let identifier) in capabilities {
            announcesAny = true
            if let family = identifier.family { result.insert(family) }
        }
        return announcesAny ? result : .ipv4Unicast
    }

    public var hasFourOctetAS: Bool {
        capabilities.contains { if case .fourOctetAS = $0 { true } else { false } }
    }

    public var gracefulRestart: GracefulRestart? {
        for case .gracefulRestart(let value) in capabilities { return value }
        return nil
    }

    /// Means nothing without ``gracefulRestart`` (RFC 9494 §4.1).
    public var longLivedGracefulRestart: LongLivedGracefulRestart? {
        for case .longLivedGracefulRestart(let value) in capabilities { return value }
        return nil
    }
}
