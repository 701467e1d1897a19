import NetworkTypes
import Packets

/// What the connections of a stack share while they work: settings, counters, and where their actions go.
struct Outbox: Sendable {
    let configuration: TCPConfiguration
    let md5: MD5Function?
    var counters = TCPCounters()
    var actions: [TCPAction] = []
    /// IPv4 identifications, so that a retransmission can be told from a duplicate in a trace.
    private var identification: UInt16

    init(configuration: TCPConfiguration, md5: MD5Function?, identification: UInt16) {
        self.configuration = configuration
        self.md5 = md5
        self.identification = identification
    }

    /// Completes a segment with signature, checksum and IP header, and sends it.
    mutating func transmit(
        _ header: TCPHeader,
        payload: RawSpan,
        from source: IPAddress,
        to destination: IPAddress,
        options: TCPConnectionOptions
    ) {
        guard source.family == destination.family else { return }
        var header = header
        if options.md5Key != nil {
            header.options.md5Signature = TCPOptions.MD5Signature(high: 0, low: 0)
        }
        let ipByteCount = source.family == .ipv4 ? IPv4Header.byteCount : IPv6Header.byteCount
        let segmentByteCount = header.headerByteCount + payload.byteCount
        var packet = [UInt8](repeating: 0, count: ipByteCount + segmentByteCount)
        identification &+= 1
        var mutable = packet.mutableSpan
        var bytes = mutable.mutableBytes
        write(
            source,
            destination,
            options,
            payloadByteCount: segmentByteCount,
            into: &bytes
        )
        header.write(into: &bytes, at: ipByteCount)
        bytes.copyBytes(payload, at: ipByteCount + header.headerByteCount)
        if let key = options.md5Key, let md5 {
            header.options.md5Signature = .signing(
                bytes.bytes.extracting(ipByteCount..<bytes.byteCount),
                payload: payload,
                from: source,
                to: destination,
                key: key,
                with: md5
            )
            header.write(into: &bytes, at: ipByteCount)
        }
        var sum = InternetChecksum(
            source: source,
            destination: destination,
            payloadProtocol: .tcp,
            length: segmentByteCount
        )
        sum.add(bytes.bytes, in: ipByteCount..<bytes.byteCount)
        header.checksum = sum.value
        header.write(into: &bytes, at: ipByteCount)
        counters.segmentsSent &+= 1
        if header.flags.contains(.rst) { counters.resetsSent &+= 1 }
        actions.append(.transmit(packet: packet))
    }

    private func write(
        _ source: IPAddress,
        _ destination: IPAddress,
        _ options: TCPConnectionOptions,
        payloadByteCount: Int,
        into bytes: inout MutableRawSpan
    ) {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            let header = IPv4Header(
                source: source,
                destination: destination,
                payloadProtocol: .tcp,
                payloadByteCount: payloadByteCount,
                timeToLive: options.timeToLive,
                trafficClass: options.trafficClass,
                identification: identification
            )
            header.write(into: &bytes, at: 0)
        case (.v6(let source), .v6(let destination)):
            let header = IPv6Header(
                source: source,
                destination: destination,
                payloadProtocol: .tcp,
                payloadByteCount: payloadByteCount,
                hopLimit: options.timeToLive,
                trafficClass: options.trafficClass
            )
            header.write(into: &bytes, at: 0)
        case (.v4, .v6), (.v6, .v4):
            break
        }
    }
}
