/// What the neighbor last said of itself (the `bfd.Remote…` variables of RFC 5880 §6.8.1).
struct RemoteSystem: Hashable, Sendable {
    /// Zero while the neighbor is unknown or was silent for a detection time.
    var discriminator: UInt32 = 0
    var state = SessionState.down
    var diagnostic = Diagnostic.none
    var isInDemandMode = false
    var isControlPlaneIndependent = false
    var multiplier: UInt8 = 0
    var desiredMinTxMicroseconds: UInt32 = 0
    /// Starts as one microsecond, so that it does not slow the first packets down; zero asks for silence.
    var requiredMinRxMicroseconds: UInt32 = 1

    init() {}

    init(sender packet: ControlPacket) {
        discriminator = packet.myDiscriminator
        state = packet.state
        diagnostic = packet.diagnostic
        isInDemandMode = packet.demand
        isControlPlaneIndependent = packet.controlPlaneIndependent
        multiplier = packet.detectMultiplier
        desiredMinTxMicroseconds = packet.desiredMinTxMicroseconds
        requiredMinRxMicroseconds = packet.requiredMinRxMicroseconds
    }
}
