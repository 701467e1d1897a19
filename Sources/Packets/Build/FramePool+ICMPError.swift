public import NetworkTypes

extension FramePool {
    /// The ICMP error that a router at `source` sends about the packet whose summary is `summary`, as a bare IP packet.
    ///
    /// It quotes as much of the packet as keeps the error within 576 bytes (RFC 1812 §4.3.2.3) or 1,280 bytes (RFC
    /// 4443 §2.4 (c)). `nil` where the RFCs forbid an error (see ``mayReport(_:about:summary:)``), if `source` is of
    /// the other family, or if the pool is full.
    public mutating func build(
        _ error: ICMPError,
        quoting offender: FrameHandle,
        summary: FrameSummary,
        from source: IPAddress
    ) -> FrameHandle? {
        guard mayReport(error, about: offender, summary: summary), source.family == summary.source.family else {
            return nil
        }
        let isIPv4 = summary.network == .ipv4
        let template = PacketTemplate(
            source: source,
            destination: summary.source,
            transport: isIPv4 ? .icmpv4(error.icmpv4) : .icmpv6(error.icmpv6),
            // RFC 1812 §4.3.2.5: errors travel with the precedence of routing traffic.
            trafficClass: 0xC0
        )
        let start = Int(summary.networkOffset)
        let quoteLimit = (isIPv4 ? 576 : 1280) - template.headerByteCount
        let quoted = Swift.min(summary.packetByteCount, quoteLimit, byteCount(of: offender) - start)
        guard let handle = allocate(byteCount: template.headerByteCount + quoted) else { return nil }
        copyBytes(of: offender, in: start..<(start + quoted), to: handle, at: template.headerByteCount)
        var bytes = mutableBytes(of: handle)
        template.write(into: &bytes, payloadInPlace: quoted)
        return handle
    }

    /// Whether the RFCs allow an error about a packet (RFC 1122 §3.2.2, RFC 1812 §4.3.2.7, RFC 4443 §2.4 (e)).
    ///
    /// Not about ICMP errors, about any but the first piece of a packet, about what was sent to many (save "packet too
    /// big" over IPv6), nor where the source does not name one host.
    public func mayReport(_ error: ICMPError, about offender: FrameHandle, summary: FrameSummary) -> Bool {
        let bytes = bytes(of: offender)
        let transport = Int(summary.transportOffset)
        guard transport <= bytes.byteCount, Int(summary.endOffset) <= bytes.byteCount else { return false }
        let firstByte: UInt8? =
            transport < Int(summary.endOffset) ? bytes.loadBigEndian(at: transport, as: UInt8.self) : nil
        switch summary.network {
        case .ipv4:
            let source = summary.sourceIPv4
            let isLater =
                bytes.loadBigEndian(at: Int(summary.networkOffset) + 6, as: UInt16.self) & 0x1FFF != 0
            if source == .any || source.isMulticast || source.isLoopback || source == .broadcast || isLater {
                return false
            }
            if summary.destinationIPv4.isMulticast || summary.destinationIPv4 == .broadcast { return false }
            if summary.destinationMAC.isMulticast { return false }
            guard summary.payloadProtocol == .icmp else { return true }
            guard let firstByte else { return false }
            return !ICMPv4Header.Kind(rawValue: firstByte).isError
        case .ipv6:
            let source = summary.sourceIPv6
            if source == .any || source.isMulticast || source.isLoopback { return false }
            if summary.destinationIPv6.isMulticast || summary.destinationMAC.isMulticast {
                guard case .tooBig = error else { return false }
            }
            guard summary.payloadProtocol == .icmpv6 else { return true }
            // A later piece does not begin with a type; better no error than one about an error.
            guard let firstByte, !summary.isFragment else { return false }
            let kind = ICMPv6Header.Kind(rawValue: firstByte)
            return !kind.isError && kind != .redirect
        case .arp, .other: return false
        }
    }
}
