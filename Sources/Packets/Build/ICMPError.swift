/// What a router reports about a packet, in the words that both families have in common.
public enum ICMPError: Hashable, Sendable, BitwiseCopyable {
    /// The time to live ran out on the way.
    case timeExceeded
    case noRoute
    /// The next hop does not answer.
    case hostUnreachable
    case portUnreachable
    case administrativelyProhibited
    /// The packet is longer than the next wire's `mtu`, and must not be fragmented.
    case tooBig(mtu: UInt16)

    /// Type, code and second word for IPv4 (RFC 792, RFC 1191 §4, RFC 1812 §5.2.7).
    public var icmpv4: ICMPv4Header {
        switch self {
        case .timeExceeded: ICMPv4Header(kind: .timeExceeded, code: 0)
        case .noRoute: ICMPv4Header(kind: .unreachable, code: 0)
        case .hostUnreachable: ICMPv4Header(kind: .unreachable, code: 1)
        case .portUnreachable: ICMPv4Header(kind: .unreachable, code: 3)
        case .administrativelyProhibited: ICMPv4Header(kind: .unreachable, code: 13)
        case .tooBig(let mtu): ICMPv4Header(kind: .unreachable, code: 4, word: UInt32(mtu))
        }
    }

    /// Type, code and second word for IPv6 (RFC 4443 §3).
    public var icmpv6: ICMPv6Header {
        switch self {
        case .timeExceeded: ICMPv6Header(kind: .timeExceeded, code: 0)
        case .noRoute: ICMPv6Header(kind: .unreachable, code: 0)
        case .hostUnreachable: ICMPv6Header(kind: .unreachable, code: 3)
        case .portUnreachable: ICMPv6Header(kind: .unreachable, code: 4)
        case .administrativelyProhibited: ICMPv6Header(kind: .unreachable, code: 1)
        case .tooBig(let mtu): ICMPv6Header(kind: .packetTooBig, word: UInt32(mtu))
        }
    }
}
