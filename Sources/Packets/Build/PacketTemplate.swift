public import NetworkTypes

/// Everything about a packet but its payload: from this and the payload the bytes follow, checksums included.
///
///     let hello = PacketTemplate(
///         link: EthernetHeader(destination: peer, source: mine, etherType: .ipv4),
///         source: .v4(a), destination: .v4(b),
///         transport: .udp(sourcePort: 49152, destinationPort: 3784),
///         timeToLive: 255
///     )
///     let frame = pool.build(hello, payload: payload.span.bytes)
public struct PacketTemplate: Hashable, Sendable {
    public enum Transport: Hashable, Sendable {
        case udp(sourcePort: UInt16, destinationPort: UInt16)
        case tcp(TCPHeader)
        case icmpv4(ICMPv4Header)
        case icmpv6(ICMPv6Header)
        /// The payload stands directly behind the IP header.
        case raw(IPProtocol)
    }

    /// The Ethernet header, whose type is set from the addresses' family; `nil` builds a bare IP packet.
    public var link: EthernetHeader?
    public private(set) var source: IPAddress
    public private(set) var destination: IPAddress
    public var transport: Transport
    /// Time to live, or hop limit.
    public var timeToLive: UInt8
    /// DSCP (6 bits) and ECN (2 bits).
    public var trafficClass: UInt8
    /// Of IPv4 only.
    ///
    /// Packets that may not be fragmented need none (RFC 6864 §4).
    public var identification: UInt16
    /// Of IPv4 only.
    public var dontFragment: Bool
    /// Of IPv6 only.
    public var flowLabel: UInt32

    /// Addresses of different families are the caller's mistake and trap.
    public init(
        link: EthernetHeader? = nil,
        source: IPAddress,
        destination: IPAddress,
        transport: Transport,
        timeToLive: UInt8 = 64,
        trafficClass: UInt8 = 0,
        identification: UInt16 = 0,
        dontFragment: Bool = true,
        flowLabel: UInt32 = 0
    ) {
        precondition(source.family == destination.family)
        self.link = link
        self.source = source
        self.destination = destination
        self.transport = transport
        self.timeToLive = timeToLive
        self.trafficClass = trafficClass
        self.identification = identification
        self.dontFragment = dontFragment
        self.flowLabel = flowLabel
    }

    /// Bytes in front of the payload.
    public var headerByteCount: Int {
        (link?.byteCount ?? 0) + (source.family == .ipv4 ? IPv4Header.byteCount : IPv6Header.byteCount)
            + transport.byteCount
    }

    /// The packet in an array of its own.
    public func bytes(payload: RawSpan) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: headerByteCount + payload.byteCount)
        var span = result.mutableSpan
        var target = span.mutableBytes
        write(into: &target, payload: payload)
        return result
    }
}

extension PacketTemplate.Transport {
    /// Bytes of the transport header, options included.
    public var byteCount: Int {
        switch self {
        case .udp: UDPHeader.byteCount
        case .tcp(let header): header.headerByteCount
        case .icmpv4: ICMPv4Header.byteCount
        case .icmpv6: ICMPv6Header.byteCount
        case .raw: 0
        }
    }

    public var payloadProtocol: IPProtocol {
        switch self {
        case .udp: .udp
        case .tcp: .tcp
        case .icmpv4: .icmp
        case .icmpv6: .icmpv6
        case .raw(let number): number
        }
    }
}
