import NetworkTypes

extension FrameSummary {
    /// Reads a frame that begins with an Ethernet header; IPv4 header checksums are verified.
    ///
    /// What is neither IP nor ARP is no error: its ``network`` says so, and only the Ethernet part counts.
    public init(_ frame: RawSpan) throws(HeaderError) {
        self.init()
        guard frame.byteCount >= 14, frame.byteCount <= 0xFFFF else {
            throw .truncated(offset: 0, needed: 14, available: frame.byteCount)
        }
        let first: UInt64 = frame.loadBigEndian(at: 0)
        let second: UInt32 = frame.loadBigEndian(at: 8)
        destinationMAC = MACAddress(rawValue: first >> 16)
        sourceMAC = MACAddress(rawValue: (first & 0xFFFF) << 32 | UInt64(second))
        var type = EtherType(rawValue: frame.loadBigEndian(at: 12))
        var offset = 14
        while type.isTag, tagCount < 2 {
            guard offset &+ 4 <= frame.byteCount else {
                throw .truncated(offset: offset, needed: 4, available: frame.byteCount &- offset)
            }
            let word: UInt32 = frame.loadBigEndian(at: offset)
            let control = UInt16(truncatingIfNeeded: word >> 16)
            if tagCount == 0 { outerTagControl = control } else { innerTagControl = control }
            tagCount &+= 1
            type = EtherType(rawValue: UInt16(truncatingIfNeeded: word))
            offset &+= 4
        }
        etherType = type
        networkOffset = UInt16(truncatingIfNeeded: offset)
        if type == .ipv4 {
            try readIPv4(frame, at: offset)
        } else if type == .ipv6 {
            try readIPv6(frame, at: offset)
        } else {
            network = type == .arp ? .arp : .other
            transportOffset = networkOffset
            endOffset = UInt16(truncatingIfNeeded: frame.byteCount)
        }
    }

    /// Reads a packet without Ethernet header at `offset`; its family is that of its first four bits.
    public init(packet bytes: RawSpan, at offset: Int = 0) throws(HeaderError) {
        self.init()
        try bytes.require(1, at: offset)
        guard bytes.byteCount <= 0xFFFF else { throw .packetLength(bytes.byteCount) }
        networkOffset = UInt16(truncatingIfNeeded: offset)
        let version = bytes.loadBigEndian(at: offset, as: UInt8.self) >> 4
        switch version {
        case 4:
            etherType = .ipv4
            try readIPv4(bytes, at: offset)
        case 6:
            etherType = .ipv6
            try readIPv6(bytes, at: offset)
        default: throw .version(version)
        }
    }

    private init() {
        destinationMAC = MACAddress(rawValue: 0)
        sourceMAC = MACAddress(rawValue: 0)
        (sourceHigh, sourceLow, destinationHigh, destinationLow) = (0, 0, 0, 0)
        etherType = EtherType(rawValue: 0)
        network = .other
        (tagCount, outerTagControl, innerTagControl) = (0, 0, 0)
        (networkOffset, transportOffset, endOffset) = (0, 0, 0)
        payloadProtocol = .noNextHeader
        (timeToLive, trafficClass, isFragment) = (0, 0, false)
        (sourcePort, destinationPort) = (0, 0)
    }

    /// As `IPv4Header` does it, without the parts that forwarding does not ask for.
    private mutating func readIPv4(_ bytes: RawSpan, at offset: Int) throws(HeaderError) {
        let available = bytes.byteCount &- offset
        guard available >= IPv4Header.byteCount else {
            throw .truncated(offset: offset, needed: IPv4Header.byteCount, available: available)
        }
        let first: UInt64 = bytes.loadBigEndian(at: offset)
        let second: UInt64 = bytes.loadBigEndian(at: offset &+ 8)
        let third: UInt32 = bytes.loadBigEndian(at: offset &+ 16)
        guard first >> 60 == 4 else { throw .version(UInt8(first >> 60)) }
        let headerLength = Int(first >> 56 & 15) &* 4
        let totalLength = Int(first >> 32 & 0xFFFF)
        guard headerLength >= IPv4Header.byteCount else { throw .headerLength(headerLength) }
        guard totalLength >= headerLength, totalLength <= available else { throw .packetLength(totalLength) }
        var sum = InternetChecksum()
        sum.add(first)
        sum.add(second)
        sum.add(third)
        if headerLength > IPv4Header.byteCount {
            sum.add(bytes, in: (offset &+ IPv4Header.byteCount)..<(offset &+ headerLength))
        }
        guard sum.value == 0 else { throw .checksum(UInt16(truncatingIfNeeded: second >> 32)) }
        network = .ipv4
        trafficClass = UInt8(truncatingIfNeeded: first >> 48)
        isFragment = first & 0x3FFF != 0
        timeToLive = UInt8(truncatingIfNeeded: second >> 56)
        payloadProtocol = IPProtocol(rawValue: UInt8(truncatingIfNeeded: second >> 48))
        sourceLow = second & 0xFFFF_FFFF
        destinationLow = UInt64(third)
        endOffset = UInt16(truncatingIfNeeded: offset &+ totalLength)
        readPorts(bytes, at: offset &+ headerLength)
    }

    private mutating func readIPv6(_ bytes: RawSpan, at offset: Int) throws(HeaderError) {
        let available = bytes.byteCount &- offset
        guard available >= IPv6Header.byteCount else {
            throw .truncated(offset: offset, needed: IPv6Header.byteCount, available: available)
        }
        let first: UInt64 = bytes.loadBigEndian(at: offset)
        guard first >> 60 == 6 else { throw .version(UInt8(first >> 60)) }
        let payloadLength = Int(first >> 16 & 0xFFFF)
        guard payloadLength <= available &- IPv6Header.byteCount else { throw .packetLength(payloadLength) }
        network = .ipv6
        trafficClass = UInt8(truncatingIfNeeded: first >> 52)
        payloadProtocol = IPProtocol(rawValue: UInt8(truncatingIfNeeded: first >> 8))
        timeToLive = UInt8(truncatingIfNeeded: first)
        sourceHigh = bytes.loadBigEndian(at: offset &+ 8)
        sourceLow = bytes.loadBigEndian(at: offset &+ 16)
        destinationHigh = bytes.loadBigEndian(at: offset &+ 24)
        destinationLow = bytes.loadBigEndian(at: offset &+ 32)
        endOffset = UInt16(truncatingIfNeeded: offset &+ IPv6Header.byteCount &+ payloadLength)
        var transport = offset &+ IPv6Header.byteCount
        if payloadProtocol.extensionUnit != nil {
            let header = try IPv6Header(decoding: bytes, at: offset)
            payloadProtocol = header.payloadProtocol
            isFragment = header.isFragment
            transport = header.payload.lowerBound
        }
        readPorts(bytes, at: transport)
    }

    /// A transport header that is cut short has no ports; whoever delivers the packet will find out.
    private mutating func readPorts(_ bytes: RawSpan, at offset: Int) {
        transportOffset = UInt16(truncatingIfNeeded: offset)
        guard payloadProtocol == .udp || payloadProtocol == .tcp, !isFragment, offset &+ 4 <= Int(endOffset) else {
            return
        }
        let ports: UInt32 = bytes.loadBigEndian(at: offset)
        sourcePort = UInt16(truncatingIfNeeded: ports >> 16)
        destinationPort = UInt16(truncatingIfNeeded: ports)
    }
}

extension FramePool {
    /// The summary of a frame that begins with an Ethernet header.
    public func summary(of handle: FrameHandle) throws(HeaderError) -> FrameSummary {
        try FrameSummary(bytes(of: handle))
    }
}
