import NetworkTypes
import Packets

/// A received segment with what its IP header says; its payload stays in the packet.
struct IncomingSegment {
    let source: Endpoint
    let destination: Endpoint
    let timeToLive: UInt8
    var sequence: SequenceNumber
    let acknowledgment: SequenceNumber
    var flags: TCPFlags
    let window: Int
    let maximumSegmentSize: UInt16?
    let signature: Packets.TCPOptions.MD5Signature?
    /// The TCP header and payload within the packet.
    let segment: Range<Int>
    let payload: Range<Int>

    /// Sequence numbers that the segment takes: its bytes, SYN and FIN.
    var length: Int { payload.count + (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0) }

    enum Refusal: Error { case malformed, badChecksum }

    /// Reads a whole IP packet; fragments are refused, since nobody here sends any.
    init(decoding packet: RawSpan) throws(Refusal) {
        guard packet.byteCount > 0 else { throw .malformed }
        do {
            self = try packet.loadBigEndian(at: 0, as: UInt8.self) >> 4 == 4 ? Self(ipv4: packet) : Self(ipv6: packet)
        } catch {
            throw .malformed
        }
        var sum = InternetChecksum(
            source: source.address,
            destination: destination.address,
            payloadProtocol: .tcp,
            length: segment.count
        )
        sum.add(packet, in: segment)
        guard sum.value == 0 else { throw .badChecksum }
    }

    private init(ipv4 packet: RawSpan) throws(HeaderError) {
        let ip = try IPv4Header(decoding: packet, at: 0)
        guard ip.payloadProtocol == .tcp, !ip.isFragment else {
            throw .kind(UInt16(ip.payloadProtocol.rawValue))
        }
        try self.init(
            packet,
            from: .v4(ip.source),
            to: .v4(ip.destination),
            timeToLive: ip.timeToLive,
            segment: ip.payload
        )
    }

    private init(ipv6 packet: RawSpan) throws(HeaderError) {
        let ip = try IPv6Header(decoding: packet, at: 0)
        guard ip.payloadProtocol == .tcp, !ip.isFragment else {
            throw .kind(UInt16(ip.payloadProtocol.rawValue))
        }
        try self.init(
            packet,
            from: .v6(ip.source),
            to: .v6(ip.destination),
            timeToLive: ip.hopLimit,
            segment: ip.payload
        )
    }

    private init(
        _ packet: RawSpan,
        from source: IPAddress,
        to destination: IPAddress,
        timeToLive: UInt8,
        segment: Range<Int>
    ) throws(HeaderError) {
        let tcp = try TCPHeader(decoding: packet, in: segment)
        self.source = Endpoint(address: source, port: tcp.sourcePort)
        self.destination = Endpoint(address: destination, port: tcp.destinationPort)
        self.timeToLive = timeToLive
        self.segment = segment
        sequence = SequenceNumber(tcp.sequence)
        acknowledgment = SequenceNumber(tcp.acknowledgment)
        flags = tcp.flags
        window = Int(tcp.window)
        maximumSegmentSize = tcp.options.maximumSegmentSize
        signature = tcp.options.md5Signature
        payload = tcp.payload
    }
}
