public import NetworkTypes

/// What forwarding needs to know about a frame's outer headers, read in one pass.
public struct FrameSummary: Sendable, BitwiseCopyable {
    public enum Network: UInt8, Sendable, BitwiseCopyable {
        case ipv4
        case ipv6
        case arp
        case other
    }

    public internal(set) var destinationMAC: MACAddress
    public internal(set) var sourceMAC: MACAddress
    /// Addresses as numbers; of IPv4 the high half is zero.
    ///
    /// For ARP all are zero.
    public internal(set) var sourceHigh: UInt64
    public internal(set) var sourceLow: UInt64
    public internal(set) var destinationHigh: UInt64
    public internal(set) var destinationLow: UInt64
    /// Type of the payload, behind any tags.
    public internal(set) var etherType: EtherType
    public internal(set) var network: Network
    /// 0, 1 or 2; says how many of the next two count.
    public internal(set) var tagCount: UInt8
    /// Control information (priority and VLAN id) of the tags.
    public internal(set) var outerTagControl: UInt16
    public internal(set) var innerTagControl: UInt16
    /// Where the network header stands.
    public internal(set) var networkOffset: UInt16
    /// Where the transport header stands, behind options and extension headers.
    public internal(set) var transportOffset: UInt16
    /// Where the packet ends; what follows is padding.
    public internal(set) var endOffset: UInt16
    public internal(set) var payloadProtocol: IPProtocol
    /// Time to live, or hop limit.
    public internal(set) var timeToLive: UInt8
    /// DSCP (6 bits) and ECN (2 bits).
    public internal(set) var trafficClass: UInt8
    /// One of several pieces, the first one included.
    ///
    /// Its ports read as zero, so that all pieces take one path.
    public internal(set) var isFragment: Bool
    /// Ports of TCP and UDP, else zero.
    public internal(set) var sourcePort: UInt16
    public internal(set) var destinationPort: UInt16

    /// Bytes of the IP packet, header included.
    @inlinable public var packetByteCount: Int { Int(endOffset) - Int(networkOffset) }

    @inlinable public var isIP: Bool { network == .ipv4 || network == .ipv6 }

    @inlinable public var sourceIPv4: IPv4Address { IPv4Address(rawValue: UInt32(truncatingIfNeeded: sourceLow)) }
    @inlinable public var destinationIPv4: IPv4Address {
        IPv4Address(rawValue: UInt32(truncatingIfNeeded: destinationLow))
    }
    @inlinable public var sourceIPv6: IPv6Address { IPv6Address(high: sourceHigh, low: sourceLow) }
    @inlinable public var destinationIPv6: IPv6Address { IPv6Address(high: destinationHigh, low: destinationLow) }

    /// The source; of a frame without IP it means nothing.
    @inlinable public var source: IPAddress { network == .ipv6 ? .v6(sourceIPv6) : .v4(sourceIPv4) }
    /// The destination; of a frame without IP it means nothing.
    @inlinable public var destination: IPAddress { network == .ipv6 ? .v6(destinationIPv6) : .v4(destinationIPv4) }

    /// VLAN id of the outer tag, 0 without one.
    @inlinable public var outerVLAN: UInt16 { tagCount > 0 ? outerTagControl & 0xFFF : 0 }
    /// VLAN id of the inner tag, 0 without one.
    @inlinable public var innerVLAN: UInt16 { tagCount > 1 ? innerTagControl & 0xFFF : 0 }

    /// Hash of addresses, protocol and ports; equal for all packets of a flow, in one direction.
    @inlinable public func flowHash(seed: UInt64) -> UInt64 {
        var hash = FlowHash(seed: seed)
        if network == .ipv6 {
            hash.combine(sourceHigh)
            hash.combine(sourceLow)
            hash.combine(destinationHigh)
            hash.combine(destinationLow)
        } else {
            hash.combine(sourceLow << 32 | destinationLow)
        }
        hash.combine(UInt64(payloadProtocol.rawValue) << 32 | UInt64(sourcePort) << 16 | UInt64(destinationPort))
        return hash.value
    }
}
