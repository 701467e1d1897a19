/// Where a frame's tags and its VXLAN's inner frame stand, as far as filters need to know.
enum FrameViews {
    /// Bytes of the VLAN tags behind the addresses; 0, 4 or 8.
    static func tagByteCount(of frame: RawSpan) -> Int {
        var place = 12
        while place < 20, let type = frame.sixteenBits(at: place), type == 0x8100 || type == 0x88A8,
            frame.byteCount >= place + 6
        {
            place += 4
        }
        return place - 12
    }

    /// The inner frame of VXLAN (RFC 7348) over IPv4 or IPv6, whatever tags the outer frame has.
    static func innerFrame(of frame: RawSpan) -> Range<Int>? {
        let network = 14 + tagByteCount(of: frame)
        guard let etherType = frame.sixteenBits(at: network - 2), let first = frame.eightBits(at: network) else {
            return nil
        }
        let transport: Int
        let end: Int
        switch etherType {
        case 0x0800:
            // UDP, and not a later piece of a packet.
            guard first >> 4 == 4, frame.eightBits(at: network + 9) == 17,
                let total = frame.sixteenBits(at: network + 2),
                let fragment = frame.sixteenBits(at: network + 6), fragment & 0x1FFF == 0
            else { return nil }
            transport = network + Int(first & 15) * 4
            end = network + Int(total)
        case 0x86DD:
            guard first >> 4 == 6, frame.eightBits(at: network + 6) == 17,
                let length = frame.sixteenBits(at: network + 4)
            else { return nil }
            transport = network + 40
            end = transport + Int(length)
        default: return nil
        }
        // Four bytes of ports, four of length and checksum, eight of VXLAN whose flag says that it names a network.
        guard frame.sixteenBits(at: transport + 2) == 4789, let flags = frame.eightBits(at: transport + 8),
            flags & 0x08 != 0
        else { return nil }
        let start = transport + 16
        let stop = Swift.min(end, frame.byteCount)
        return stop - start >= 14 ? start..<stop : nil
    }
}

extension RawSpan {
    fileprivate func eightBits(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < byteCount else { return nil }
        return unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    fileprivate func sixteenBits(at offset: Int) -> UInt16? {
        guard offset >= 0, offset <= byteCount - 2 else { return nil }
        return UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
}
