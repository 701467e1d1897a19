import NetworkTypes

extension FramePool {
    /// Fills in the lengths and checksums of the IP packet at `networkOffset`, after its payload was written or
    /// changed.
    ///
    /// The packet reaches to the end of the frame. TCP, UDP and ICMP get their checksums; other protocols have none
    /// here, nor is anything looked for behind IPv6 extension headers. Headers that do not fit the frame are an error,
    /// and the frame is left as it was.
    public mutating func seal(_ handle: FrameHandle, networkOffset: Int) throws(HeaderError) {
        var bytes = mutableBytes(of: handle)
        try sealPacket(in: &bytes, at: networkOffset)
    }
}

/// See ``FramePool/seal(_:networkOffset:)``.
func sealPacket(in bytes: inout MutableRawSpan, at offset: Int) throws(HeaderError) {
    try bytes.bytes.require(1, at: offset)
    let version = bytes.loadBigEndian(at: offset, as: UInt8.self) >> 4
    switch version {
    case 4: try sealIPv4(in: &bytes, at: offset)
    case 6: try sealIPv6(in: &bytes, at: offset)
    default: throw .version(version)
    }
}

private func sealIPv4(in bytes: inout MutableRawSpan, at offset: Int) throws(HeaderError) {
    try bytes.bytes.require(IPv4Header.byteCount, at: offset)
    let length = bytes.byteCount - offset
    let headerLength = Int(bytes.loadBigEndian(at: offset, as: UInt8.self) & 15) * 4
    guard headerLength >= IPv4Header.byteCount, headerLength <= length else { throw .headerLength(headerLength) }
    guard length <= 0xFFFF else { throw .packetLength(length) }
    let payloadProtocol = IPProtocol(rawValue: bytes.loadBigEndian(at: offset + 9))
    // Of a piece of a packet the transport checksum cannot be known.
    if bytes.loadBigEndian(at: offset + 6, as: UInt16.self) & 0x3FFF == 0 {
        let sum = InternetChecksum(
            source: .v4(IPv4Address(rawValue: bytes.loadBigEndian(at: offset + 12))),
            destination: .v4(IPv4Address(rawValue: bytes.loadBigEndian(at: offset + 16))),
            payloadProtocol: payloadProtocol,
            length: length - headerLength
        )
        let range = (offset + headerLength)..<bytes.byteCount
        try sealTransport(payloadProtocol, in: &bytes, range: range, pseudoHeader: sum)
    }
    bytes.storeBigEndian(UInt16(length), at: offset + 2)
    bytes.storeBigEndian(UInt16(0), at: offset + 10)
    var sum = InternetChecksum()
    sum.add(bytes.bytes, in: offset..<(offset + headerLength))
    bytes.storeBigEndian(sum.value, at: offset + 10)
}

private func sealIPv6(in bytes: inout MutableRawSpan, at offset: Int) throws(HeaderError) {
    try bytes.bytes.require(IPv6Header.byteCount, at: offset)
    let length = bytes.byteCount - offset - IPv6Header.byteCount
    guard length <= 0xFFFF else { throw .packetLength(length) }
    let payloadProtocol = IPProtocol(rawValue: bytes.loadBigEndian(at: offset + 6))
    let sum = InternetChecksum(
        source: IPv6Address(high: bytes.loadBigEndian(at: offset + 8), low: bytes.loadBigEndian(at: offset + 16)),
        destination: IPv6Address(high: bytes.loadBigEndian(at: offset + 24), low: bytes.loadBigEndian(at: offset + 32)),
        payloadProtocol: payloadProtocol,
        length: length
    )
    let range = (bytes.byteCount - length)..<bytes.byteCount
    try sealTransport(payloadProtocol, in: &bytes, range: range, pseudoHeader: sum)
    bytes.storeBigEndian(UInt16(length), at: offset + 4)
}

private func sealTransport(
    _ payloadProtocol: IPProtocol,
    in bytes: inout MutableRawSpan,
    range: Range<Int>,
    pseudoHeader: InternetChecksum
) throws(HeaderError) {
    let place: Int
    let header: Int
    switch payloadProtocol {
    case .udp: (place, header) = (6, UDPHeader.byteCount)
    case .tcp: (place, header) = (16, TCPHeader.byteCount)
    case .icmp, .icmpv6: (place, header) = (2, ICMPv4Header.byteCount)
    default: return
    }
    try bytes.bytes.require(header, in: range)
    if payloadProtocol == .udp { bytes.storeBigEndian(UInt16(range.count), at: range.lowerBound + 4) }
    bytes.storeBigEndian(UInt16(0), at: range.lowerBound + place)
    var sum = pseudoHeader
    sum.add(bytes.bytes, in: range)
    bytes.storeChecksum(sum.value, at: range.lowerBound + place, of: payloadProtocol)
}
