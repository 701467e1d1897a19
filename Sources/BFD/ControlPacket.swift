/// A BFD control packet without authentication section (RFC 5880 §4.1).
public struct ControlPacket: Hashable, Sendable {
    public var diagnostic: Diagnostic
    public var state: SessionState
    public var poll: Bool
    public var final: Bool
    /// The sender's BFD outlives a restart of its control plane.
    public var controlPlaneIndependent: Bool
    public var demand: Bool
    public var detectMultiplier: UInt8
    public var myDiscriminator: UInt32
    public var yourDiscriminator: UInt32
    public var desiredMinTxMicroseconds: UInt32
    public var requiredMinRxMicroseconds: UInt32
    public var requiredMinEchoRxMicroseconds: UInt32

    public init(
        diagnostic: Diagnostic = .none,
        state: SessionState,
        poll: Bool = false,
        final: Bool = false,
        controlPlaneIndependent: Bool = false,
        demand: Bool = false,
        detectMultiplier: UInt8,
        myDiscriminator: UInt32,
        yourDiscriminator: UInt32,
        desiredMinTxMicroseconds: UInt32,
        requiredMinRxMicroseconds: UInt32,
        requiredMinEchoRxMicroseconds: UInt32 = 0
    ) {
        self.diagnostic = diagnostic
        self.state = state
        self.poll = poll
        self.final = final
        self.controlPlaneIndependent = controlPlaneIndependent
        self.demand = demand
        self.detectMultiplier = detectMultiplier
        self.myDiscriminator = myDiscriminator
        self.yourDiscriminator = yourDiscriminator
        self.desiredMinTxMicroseconds = desiredMinTxMicroseconds
        self.requiredMinRxMicroseconds = requiredMinRxMicroseconds
        self.requiredMinEchoRxMicroseconds = requiredMinEchoRxMicroseconds
    }
}

extension ControlPacket {
    /// How the owner of several sessions finds the one that a packet belongs to (RFC 5880 §6.3, RFC 5881 §3).
    public enum Selector: Hashable, Sendable {
        /// The session whose local discriminator this is; if there is none, the packet is discarded.
        case discriminator(UInt32)
        /// The sender does not know us yet: the session of the interface and source address it came from.
        case firstContact
    }

    /// The session that this packet is for.
    public var selector: Selector {
        yourDiscriminator == 0 ? .firstContact : .discriminator(yourDiscriminator)
    }
}
