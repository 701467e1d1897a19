/// The bounds and timers of a stack; the defaults suit BGP.
public struct TCPConfiguration: Hashable, Sendable {
    /// What this end can receive in one segment over IPv4 (an MTU of 1500 bytes) and over IPv6 (RFC 6691).
    public var maximumSegmentSizeIPv4: UInt16 = 1460
    public var maximumSegmentSizeIPv6: UInt16 = 1440
    /// Bytes that a connection holds for an owner that does not read; without window scaling at most 65,535.
    public var receiveWindow: UInt16 = 65_535
    /// Bytes that a connection holds until they are acknowledged.
    public var sendBuffer: Int = 262_144
    /// How long a connection may take to open.
    public var connectTimeout: Duration = .seconds(75)
    /// How long unanswered retransmissions go on before the connection ends (R2 of RFC 9293 §3.8.3): longer
    /// than any hold time.
    public var maximumRetransmissionTime: Duration = .seconds(900)
    /// The same for a connection that its owner has closed already.
    public var closingTime: Duration = .seconds(60)
    /// The first retransmission of RFC 6298 §2, and its lower and upper bounds.
    public var initialRetransmissionTimeout: Duration = .seconds(1)
    public var minimumRetransmissionTimeout: Duration = .seconds(1)
    public var maximumRetransmissionTimeout: Duration = .seconds(60)
    /// How far a time-out is above the smoothed round trip at least: the clock's granularity (G of RFC 6298 §2), or what Linux takes for it.
    public var leastVariation: Duration = .milliseconds(1)
    /// The tick of the clock that timers go by, which makes them late as those of a Linux kernel are; zero has them in time.
    public var timerTick: Duration = .zero
    /// Whether losses are looked for by time, as hosts do: with tail loss probes, and by the first acknowledgement that is repeated a
    /// round trip after a segment (RFC 8985).
    public var findsLossesByTime = false
    /// How long a lone segment waits for data to carry its acknowledgement; every second segment is
    /// acknowledged at once.
    public var acknowledgementDelay: Duration = .milliseconds(40)
    /// Whether what was pushed is acknowledged as soon as it is read, unless its reader answers within that delay.
    public var acknowledgesPushed = false
    /// The longest life of a segment; TIME-WAIT lasts twice as long.
    public var maximumSegmentLifetime: Duration = .seconds(1)
    /// Connections of all states at a time; further ones are not answered.
    public var maximumConnections: Int = 4096
    /// Connections whose handshake a neighbor began and has not finished.
    public var maximumEmbryonicConnections: Int = 256

    public init() {}
}
