import NetworkTypes

extension PacketTemplate {
    /// Writes headers and payload to the start of `bytes`, which must have room for both.
    ///
    /// Lengths and checksums come out right. A payload that makes the packet longer than IP allows is the caller's
    /// mistake and traps.
    public func write(into bytes: inout MutableRawSpan, payload: RawSpan) {
        bytes.copyBytes(payload, at: headerByteCount)
        write(into: &bytes, payloadInPlace: payload.byteCount)
    }

    /// Writes the headers in front of a payload of `payloadByteCount` bytes that stands behind their place already.
    public func write(into bytes: inout MutableRawSpan, payloadInPlace payloadByteCount: Int) {
        let transportLength = transport.byteCount + payloadByteCount
        var offset = 0
        if var link {
            link.etherType = source.family == .ipv4 ? .ipv4 : .ipv6
            link.write(into: &bytes)
            offset = link.byteCount
        }
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            IPv4Header(
                source: source,
                destination: destination,
                payloadProtocol: transport.payloadProtocol,
                payloadByteCount: transportLength,
                timeToLive: timeToLive,
                trafficClass: trafficClass,
                identification: identification,
                dontFragment: dontFragment
            ).write(into: &bytes, at: offset)
            offset += IPv4Header.byteCount
        case (.v6(let source), .v6(let destination)):
            IPv6Header(
                source: source,
                destination: destination,
                payloadProtocol: transport.payloadProtocol,
                payloadByteCount: transportLength,
                hopLimit: timeToLive,
                trafficClass: trafficClass,
                flowLabel: flowLabel
            ).write(into: &bytes, at: offset)
            offset += IPv6Header.byteCount
        default: preconditionFailure("the initialiser lets no mixed families through")
        }
        writeTransport(into: &bytes, at: offset, length: transportLength)
    }

    /// Writes the transport header and its checksum; the payload stands behind it already.
    private func writeTransport(into bytes: inout MutableRawSpan, at offset: Int, length: Int) {
        let checksumOffset: Int
        switch transport {
        case .udp(let sourcePort, let destinationPort):
            UDPHeader(
                sourcePort: sourcePort,
                destinationPort: destinationPort,
                payloadByteCount: length - UDPHeader.byteCount
            ).write(into: &bytes, at: offset)
            checksumOffset = 6
        case .tcp(var header):
            header.checksum = 0
            header.write(into: &bytes, at: offset)
            checksumOffset = 16
        case .icmpv4(let header):
            header.write(into: &bytes, at: offset)
            checksumOffset = 2
        case .icmpv6(let header):
            header.write(into: &bytes, at: offset)
            checksumOffset = 2
        case .raw: return
        }
        var sum = InternetChecksum(
            source: source,
            destination: destination,
            payloadProtocol: transport.payloadProtocol,
            length: length
        )
        sum.add(bytes.bytes, in: offset..<(offset + length))
        bytes.storeChecksum(sum.value, at: offset + checksumOffset, of: transport.payloadProtocol)
    }
}

extension MutableRawSpan {
    /// Writes a finished checksum.
    ///
    /// UDP sends all ones for a computed zero, which means "none" there (RFC 768).
    mutating func storeChecksum(_ value: UInt16, at offset: Int, of payloadProtocol: IPProtocol) {
        storeBigEndian(payloadProtocol == .udp && value == 0 ? 0xFFFF : value, at: offset)
    }
}
