extension FrameSummary {
    /// Whether the checksum of the TCP, UDP or ICMP message is right; true for what has none.
    ///
    /// A UDP checksum of zero is right over IPv4 only. Pieces of a packet cannot be checked and count as right.
    public func isTransportChecksumValid(in frame: RawSpan) -> Bool {
        fatalError()
    }
}
