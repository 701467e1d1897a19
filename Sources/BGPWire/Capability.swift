public import NetworkTypes

/// Something that a speaker can do beyond RFC 4271, as announced in its OPEN (RFC 5492).
public enum Capability: Hashable, Sendable {
    /// Code 1 (RFC 4760 §8).
    case multiprotocol(FamilyIdentifier)
    /// Code 2 (RFC 2918).
    case routeRefresh
    /// Code 6 (RFC 8654).
    case extendedMessage
    /// Code 64 (RFC 4724).
    case gracefulRestart(GracefulRestart)
    /// Code 65 (RFC 6793).
    case fourOctetAS(ASN)
    /// Code 70 (RFC 7313).
    case enhancedRouteRefresh
    /// Code 71 (RFC 9494).
    case longLivedGracefulRestart(LongLivedGracefulRestart)
    /// Any other, as it came.
    case unknown(code: UInt8, value: [UInt8])

    public static func family(_ family: RouteFamily) -> Capability { .multiprotocol(family.identifier) }
}

/// What a speaker announces about keeping its forwarding state over a restart (RFC 4724 §3).
public struct GracefulRestart: Hashable, Sendable {
    /// The speaker has just restarted.
    public var isRestarting: Bool
    /// NOTIFICATION and hold expiry also keep routes (RFC 8538).
    public var honoursNotification: Bool
    /// Seconds that the session may take to come back, 0...4095.
    public var restartTimeSeconds: UInt16
    public var families: [Family]

    public struct Family: Hashable, Sendable, BitwiseCopyable {
        public var identifier: FamilyIdentifier
        public var preservesForwarding: Bool

        public init(_ identifier: FamilyIdentifier, preservesForwarding: Bool) {
            self.identifier = identifier
            self.preservesForwarding = preservesForwarding
        }
    }

    public init(
        isRestarting: Bool = false,
        honoursNotification: Bool = false,
        restartTimeSeconds: UInt16,
        families: [Family]
    ) {
        self.isRestarting = isRestarting
        self.honoursNotification = honoursNotification
        self.restartTimeSeconds = Swift.min(restartTimeSeconds, 4095)
        self.families = families
    }
}

/// How long a speaker asks others to keep its routes as the last to be chosen, after a restart has taken too long (RFC 9494 §3).
public struct LongLivedGracefulRestart: Hashable, Sendable {
    public var families: [Family]

    public struct Family: Hashable, Sendable, BitwiseCopyable {
        public var identifier: FamilyIdentifier
        public var preservesForwarding: Bool
        /// 0...16,777,215.
        public var staleTimeSeconds: UInt32

        public init(_ identifier: FamilyIdentifier, preservesForwarding: Bool, staleTimeSeconds: UInt32) {
            self.identifier = identifier
            self.preservesForwarding = preservesForwarding
            self.staleTimeSeconds = Swift.min(staleTimeSeconds, 0xFF_FFFF)
        }
    }

    public init(families: [Family]) { self.families = families }
}
