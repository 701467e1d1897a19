import NetworkTypes

extension FramePool {
    /// Puts a frame that begins with its Ethernet header into the tunnel, in place.
    ///
    /// `flowHash` is that of the inner packet: the outer source port comes from it, so that the underlay can spread
    /// flows (RFC 7348 §5, ports 49152 to 65535). The outer UDP checksum is zero, as that section wants.
    /// Returns `false`, and changes nothing, if the headroom is used up or the frame too long for IPv4.
    public mutating func encapsulate(_ handle: FrameHandle, into tunnel: VXLANTunnel, flowHash: UInt64) -> Bool {
        let inner = byteCount(of: handle)
        guard inner <= 0xFFFF - VXLANTunnel.byteCount, prepend(VXLANTunnel.byteCount, to: handle) else { return false }
        var bytes = mutableBytes(of: handle)
        bytes.storeMAC(tunnel.destinationMAC.rawValue, at: 0)
        bytes.storeMAC(tunnel.sourceMAC.rawValue, at: 6)
        bytes.storeBigEndian(EtherType.ipv4.rawValue, at: 12)
        let total = UInt16(truncatingIfNeeded: inner + VXLANTunnel.byteCount - 14)
        // Version, no class, length; no identification, since "don't fragment" is set (RFC 6864 §4); hop count, UDP.
        let first = 0x4500 << 48 | UInt64(total) << 32 | 0x4000
        let second = UInt32(tunnel.timeToLive) << 24 | UInt32(IPProtocol.udp.rawValue) << 16
        var sum = InternetChecksum()
        sum.add(first)
        sum.add(second)
        sum.add(tunnel.source.rawValue)
        sum.add(tunnel.destination.rawValue)
        bytes.storeBigEndian(first, at: 14)
        bytes.storeBigEndian(second | UInt32(sum.value), at: 22)
        bytes.storeBigEndian(tunnel.source.rawValue, at: 26)
        bytes.storeBigEndian(tunnel.destination.rawValue, at: 30)
        let sourcePort = UInt16(truncatingIfNeeded: flowHash >> 48 ^ flowHash) & 0x3FFF | 0xC000
        bytes.storeBigEndian(sourcePort, at: 34)
        bytes.storeBigEndian(VXLANHeader.port, at: 36)
        bytes.storeBigEndian(total &- UInt16(IPv4Header.byteCount), at: 38)
        VXLANHeader(networkIdentifier: tunnel.networkIdentifier).write(into: &bytes, at: 42)
        return true
    }

    /// Takes the outer headers off a VXLAN frame, in place, whatever tags the outer frame has.
    ///
    /// The frame begins with the inner Ethernet header afterwards, and padding behind the outer packet is gone. A frame
    /// that is not VXLAN over IPv4 stays as it is.
    public mutating func decapsulate(_ handle: FrameHandle) throws(HeaderError) -> VXLANArrival {
        let summary = try FrameSummary(bytes(of: handle))
        return try decapsulate(handle, summary: summary)
    }

    /// The same for a frame whose summary is known already.
    public mutating func decapsulate(_ handle: FrameHandle, summary: FrameSummary) throws(HeaderError) -> VXLANArrival {
        let (identifier, inner) = try innerFrame(of: handle, summary: summary)
        _ = truncate(handle, to: inner.upperBound)
        _ = removeFirst(inner.lowerBound, from: handle)
        return VXLANArrival(
            networkIdentifier: identifier,
            source: summary.sourceIPv4,
            destination: summary.destinationIPv4
        )
    }

    /// The network identifier of a VXLAN frame, and where its inner frame stands.
    private func innerFrame(
        of handle: FrameHandle,
        summary: FrameSummary
    ) throws(HeaderError) -> (identifier: UInt32, range: Range<Int>) {
        let bytes = bytes(of: handle)
        guard summary.network == .ipv4 else { throw .etherType(summary.etherType.rawValue) }
        guard summary.payloadProtocol == .udp, summary.destinationPort == VXLANHeader.port else {
            throw .kind(UInt16(summary.payloadProtocol.rawValue))
        }
        let udp = try UDPHeader(decoding: bytes, in: Int(summary.transportOffset)..<Int(summary.endOffset))
        let header = try VXLANHeader(decoding: bytes, in: udp.payload)
        let start = udp.payload.lowerBound + VXLANHeader.byteCount
        let end = udp.payload.upperBound
        guard end - start >= EthernetHeader.untaggedByteCount else {
            throw .truncated(offset: start, needed: EthernetHeader.untaggedByteCount, available: end - start)
        }
        return (header.networkIdentifier, start..<end)
    }
}
