import NetworkTypes
public import Packets

/// What a stateful device reads of a packet.
public struct InspectedPacket: Hashable, Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// May open a connection, or belong to one.
        case ordinary
        /// TCP that opens (SYN without ACK), ends (FIN) or breaks off (RST).
        case opens, ends, resets
        /// An answer, which opens nothing: an echo reply.
        case answers
        /// An ICMP error; the key is that of the packet that it quotes.
        case quotes
        /// A piece of a packet.
        case fragment
    }

    var key: ConnectionKey
    var kind: Kind
    /// For many, or about the link itself: no business of the device.
    var isOfLink: Bool
    var sourceMAC: MACAddress

    /// Reads an IP packet in a frame; never fails, whatever the bytes are.
    public init(_ summary: FrameSummary, in bytes: RawSpan) {
        sourceMAC = summary.sourceMAC
        key = ConnectionKey(
            source: summary.source,
            destination: summary.destination,
            payloadProtocol: summary.payloadProtocol,
            sourcePort: summary.sourcePort,
            destinationPort: summary.destinationPort
        )
        isOfLink = Self.staysOnLink(summary.source) || Self.staysOnLink(summary.destination)
        kind = .ordinary
        let (start, end) = (Int(summary.transportOffset), Int(summary.endOffset))
        if summary.isFragment {
            kind = .fragment
        } else if summary.payloadProtocol == .tcp, start + 20 <= end {
            let flags: UInt8 = bytes.loadBigEndian(at: start + 13)
            let (fin, syn, rst, ack) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0, flags & 16 != 0)
            kind = rst ? .resets : fin ? .ends : syn && !ack ? .opens : .answers
        } else if summary.payloadProtocol == .icmp || summary.payloadProtocol == .icmpv6, start + 8 <= end {
            readICMP(bytes, start, end, isIPv6: summary.network == .ipv6)
        }
    }

    private mutating func readICMP(_ bytes: RawSpan, _ start: Int, _ end: Int, isIPv6: Bool) {
        let type: UInt8 = bytes.loadBigEndian(at: start)
        let identifier: UInt16 = bytes.loadBigEndian(at: start + 4)
        switch (isIPv6, type) {
        case (false, 8), (true, 128): key.sourcePort = identifier
        case (false, 0), (true, 129): (kind, key.destinationPort) = (.answers, identifier)
        case (false, 3), (false, 11), (false, 12), (true, 1...4):
            kind = .quotes
            if let quoted = Self.quoted(bytes, start + 8, end) { key = quoted }
        case (true, 133...137): isOfLink = true
        default: break
        }
    }

    /// The 5-tuple of a packet of which an ICMP error quotes the beginning.
    private static func quoted(_ bytes: RawSpan, _ start: Int, _ end: Int) -> ConnectionKey? {
        guard start < end else { return nil }
        let first: UInt8 = bytes.loadBigEndian(at: start)
        let (source, destination): (IPAddress, IPAddress)
        let payloadProtocol: UInt8
        let transport: Int
        if first >> 4 == 4 {
            transport = start + Int(first & 15) * 4
            guard first & 15 >= 5, transport + 8 <= end else { return nil }
            payloadProtocol = bytes.loadBigEndian(at: start + 9)
            source = .v4(IPv4Address(rawValue: bytes.loadBigEndian(at: start + 12)))
            destination = .v4(IPv4Address(rawValue: bytes.loadBigEndian(at: start + 16)))
        } else {
            transport = start + 40
            guard first >> 4 == 6, transport + 8 <= end else { return nil }
            payloadProtocol = bytes.loadBigEndian(at: start + 6)
            let (high, low): (UInt64, UInt64) = (
                bytes.loadBigEndian(at: start + 8), bytes.loadBigEndian(at: start + 16)
            )
            source = .v6(IPv6Address(high: high, low: low))
            let (farHigh, farLow): (UInt64, UInt64) = (
                bytes.loadBigEndian(at: start + 24), bytes.loadBigEndian(at: start + 32)
            )
            destination = .v6(IPv6Address(high: farHigh, low: farLow))
        }
        let isICMP = payloadProtocol == 1 || payloadProtocol == 58
        return ConnectionKey(
            source: source,
            destination: destination,
            payloadProtocol: IPProtocol(rawValue: payloadProtocol),
            sourcePort: bytes.loadBigEndian(at: transport + (isICMP ? 4 : 0)),
            destinationPort: isICMP ? 0 : bytes.loadBigEndian(at: transport + 2)
        )
    }

    private static func staysOnLink(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): address.isMulticast || address == .broadcast || address.rawValue == 0
        case .v6(let address): address.isMulticast || address.isLinkLocal || address == .any
        }
    }
}
