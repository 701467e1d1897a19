/// Why bytes are not a control packet to act upon: one case per rule of RFC 5880 §6.8.6 that can discard it.
public enum ControlPacketError: Error, Equatable, Sendable {
    /// Fewer bytes arrived than the mandatory section has, or than the Length field claims.
    case truncated(needed: Int, available: Int)
    case unsupportedVersion(UInt8)
    /// The Length field is below 24 (26 with the Authentication Present bit).
    case invalidLength(UInt8)
    case zeroDetectMultiplier
    case multipointBitSet
    case zeroMyDiscriminator
    /// Your Discriminator is zero although the sender claims Init or Up.
    case zeroYourDiscriminator(state: SessionState)
    /// The packet is authenticated, and no authentication is configured.
    case unexpectedAuthentication(type: UInt8)
}
