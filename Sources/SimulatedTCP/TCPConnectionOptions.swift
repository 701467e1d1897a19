/// What one connection, or one neighbor's connections, may have of their own.
public struct TCPConnectionOptions: Hashable, Sendable {
    /// Signs every segment and demands signed ones (RFC 2385); never empty.
    public var md5Key: [UInt8]?
    /// TTL or hop limit of the packets sent; 255 where the neighbor checks (RFC 5082).
    public var timeToLive: UInt8
    /// Packets that arrive with a lower TTL are dropped: 255 for a neighbor on the wire, 0 for no check (RFC 5082).
    public var minimumTimeToLive: UInt8
    /// The traffic class octet of the packets sent; routers mark BGP as network control, CS6 (RFC 4594 §3.1).
    public var trafficClass: UInt8
    /// Overrides the configured maximum segment size, for a path with another MTU.
    public var maximumSegmentSize: UInt16?

    public init(
        md5Key: [UInt8]? = nil,
        timeToLive: UInt8 = 64,
        minimumTimeToLive: UInt8 = 0,
        trafficClass: UInt8 = 0xC0,
        maximumSegmentSize: UInt16? = nil
    ) {
        self.md5Key = md5Key
        self.timeToLive = timeToLive
        self.minimumTimeToLive = minimumTimeToLive
        self.trafficClass = trafficClass
        self.maximumSegmentSize = maximumSegmentSize
    }

    /// A neighbor on the wire: TTL 255 sent and demanded.
    public static func ttlSecurity(md5Key: [UInt8]? = nil) -> TCPConnectionOptions {
        TCPConnectionOptions(md5Key: md5Key, timeToLive: 255, minimumTimeToLive: 255)
    }
}
