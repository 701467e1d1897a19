public import NetworkTypes

extension FramePool {
    /// A frame of `template`'s headers and `payload`; `nil` if the pool is full or it would be too long.
    public mutating func build(_ template: PacketTemplate, payload: RawSpan) -> FrameHandle? {
        guard let handle = reserve(template.headerByteCount + payload.byteCount) else { return nil }
        var bytes = mutableBytes(of: handle)
        template.write(into: &bytes, payload: payload)
        return handle
    }

    /// An Ethernet frame with an ARP packet; `link`'s type is set here.
    public mutating func build(_ packet: ARPPacket, link: EthernetHeader) -> FrameHandle? {
        var link = link
        link.etherType = .arp
        guard let handle = allocate(byteCount: link.byteCount + ARPPacket.byteCount) else { return nil }
        var bytes = mutableBytes(of: handle)
        link.write(into: &bytes)
        packet.write(into: &bytes, at: link.byteCount)
        return handle
    }

    /// An Ethernet frame with a neighbour solicitation or advertisement; `link`'s type is set here.
    ///
    /// The hop limit is 255, as receivers demand (RFC 4861 §7.1).
    public mutating func build(
        _ message: NeighborMessage,
        link: EthernetHeader,
        source: IPv6Address,
        destination: IPv6Address
    ) -> FrameHandle? {
        var link = link
        link.etherType = .ipv6
        let offset = link.byteCount
        let transport = offset + IPv6Header.byteCount
        guard let handle = allocate(byteCount: transport + message.byteCount) else { return nil }
        var bytes = mutableBytes(of: handle)
        link.write(into: &bytes)
        IPv6Header(
            source: source,
            destination: destination,
            payloadProtocol: .icmpv6,
            payloadByteCount: message.byteCount,
            hopLimit: 255
        ).write(into: &bytes, at: offset)
        message.write(into: &bytes, at: transport)
        var sum = InternetChecksum(
            source: source,
            destination: destination,
            payloadProtocol: .icmpv6,
            length: message.byteCount
        )
        sum.add(bytes.bytes, in: transport..<(transport + message.byteCount))
        bytes.storeChecksum(sum.value, at: transport + 2, of: .icmpv6)
        return handle
    }
}
