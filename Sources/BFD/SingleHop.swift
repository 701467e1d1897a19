/// What RFC 5881 fixes for sessions over a single hop: ports, source ports and the TTL that proves adjacency.
public enum SingleHop {
    /// The UDP destination port of control packets (RFC 5881 §4).
    public static let controlPort: UInt16 = 3784
    /// The UDP port of echo packets, which are neither sent nor answered (RFC 5881 §4).
    public static let echoPort: UInt16 = 3785
    /// The range that a control packet's source port must come from (RFC 5881 §4).
    public static let sourcePorts: ClosedRange<UInt16> = 49152...65535
    /// TTL or hop limit of each packet sent, and the only one accepted without authentication (RFC 5881 §5).
    public static let timeToLive: UInt8 = 255
    /// Traffic class octet of control packets: network control, CS6 (RFC 2474).
    public static let trafficClass: UInt8 = 0xC0

    /// The source port for the session with this discriminator.
    ///
    /// It stays the same for the life of the session, and is unique among 16,384 consecutive discriminators,
    /// as RFC 5881 §4 asks of a system's sessions.
    @inlinable public static func sourcePort(forDiscriminator discriminator: UInt32) -> UInt16 {
        sourcePorts.lowerBound + UInt16(truncatingIfNeeded: discriminator & 0x3FFF)
    }

    /// Whether a received packet's TTL shows that no router touched it.
    @inlinable public static func accepts(timeToLive received: UInt8) -> Bool { received == timeToLive }
}
