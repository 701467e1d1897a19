extension FrameSummary {
    /// Whether the checksum of the TCP, UDP or ICMP message is right; true for what has none.
    ///
    /// A UDP checksum of zero is right over IPv4 only. Pieces of a packet cannot be checked alone and count as right.
    public func isTransportChecksumValid(in frame: RawSpan) -> Bool {
        guard isIP, !isFragment else { return true }
        let range = Int(transportOffset)..<Int(endOffset)
        guard range.upperBound <= frame.byteCount else { return false }
        switch payloadProtocol {
        case .udp:
            guard range.count >= UDPHeader.byteCount else { return false }
            let length = Int(frame.loadBigEndian(at: range.lowerBound + 4, as: UInt16.self))
            guard length >= UDPHeader.byteCount, length <= range.count else { return false }
            if frame.loadBigEndian(at: range.lowerBound + 6, as: UInt16.self) == 0 { return network == .ipv4 }
            return isSumZero(frame, range.lowerBound..<(range.lowerBound + length))
        case .tcp: return range.count >= TCPHeader.byteCount && isSumZero(frame, range)
        case .icmp: return network != .ipv4 || (range.count >= ICMPv4Header.byteCount && isSumZero(frame, range))
        case .icmpv6: return network != .ipv6 || (range.count >= ICMPv6Header.byteCount && isSumZero(frame, range))
        default: return true
        }
    }

    private func isSumZero(_ frame: RawSpan, _ range: Range<Int>) -> Bool {
        var sum = InternetChecksum(
            source: source,
            destination: destination,
            payloadProtocol: payloadProtocol,
            length: range.count
        )
        sum.add(frame, in: range)
        return sum.value == 0
    }
}
