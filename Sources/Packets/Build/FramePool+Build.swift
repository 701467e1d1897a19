public import NetworkTypes

extension FramePool {
    /// A frame of `template`'s headers and `payload`; `nil` if the pool is full or it would be too long.
    public mutating func build(_ template: PacketTemplate, payload: RawSpan) -> FrameHandle? {
        fatalError()
    }

    /// An Ethernet frame with an ARP packet; `link`'s type is set here.
    public mutating func build(_ packet: ARPPacket, link: EthernetHeader) -> FrameHandle? {
        fatalError()
    }

    /// An Ethernet frame with a neighbour solicitation or advertisement; `link`'s type is set here.
    public mutating func build(
        _ message: NeighborMessage,
        link: EthernetHeader,
        source: IPv6Address,
        destination: IPv6Address
    ) -> FrameHandle? {
        fatalError()
    }

    /// The ICMP error that a router at `source` sends about the packet whose summary is `summary`, as a bare IP packet.
    ///
    /// `nil` where the RFCs forbid one: about ICMP errors, later fragments, multicast and broadcast, or an unspecified
    /// source (RFC 1122 §3.2.2, RFC 4443 §2.4 (e)); also if the pool is full.
    public mutating func build(
        _ error: ICMPError,
        quoting offender: FrameHandle,
        summary: FrameSummary,
        from source: IPAddress
    ) -> FrameHandle? {
        fatalError()
    }
}
