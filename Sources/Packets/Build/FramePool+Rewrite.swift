extension FramePool {
    /// Puts a tag in front of any that the frame has (802.1Q push).
    ///
    /// `false`, and no change, if the headroom is used up or the frame is shorter than an Ethernet header.
    public mutating func pushTag(_ tag: VLANTag, onto handle: FrameHandle) -> Bool {
        guard byteCount(of: handle) >= EthernetHeader.untaggedByteCount, prepend(VLANTag.byteCount, to: handle) else {
            return false
        }
        var bytes = mutableBytes(of: handle)
        let addresses: UInt64 = bytes.loadBigEndian(at: 4)
        let rest: UInt32 = bytes.loadBigEndian(at: 12)
        bytes.storeBigEndian(addresses, at: 0)
        bytes.storeBigEndian(rest, at: 8)
        bytes.storeBigEndian(tag.tagType.rawValue, at: 12)
        bytes.storeBigEndian(tag.control, at: 14)
        return true
    }

    /// Takes the outermost tag off (802.1Q pop); `nil`, and no change, if there is none.
    public mutating func popTag(from handle: FrameHandle) -> VLANTag? {
        guard byteCount(of: handle) >= EthernetHeader.untaggedByteCount + VLANTag.byteCount else { return nil }
        var bytes = mutableBytes(of: handle)
        let tagType = EtherType(rawValue: bytes.loadBigEndian(at: 12))
        guard tagType.isTag else { return nil }
        let tag = VLANTag(tagType: tagType, control: bytes.loadBigEndian(at: 14))
        let addresses: UInt64 = bytes.loadBigEndian(at: 0)
        let rest: UInt32 = bytes.loadBigEndian(at: 8)
        bytes.storeBigEndian(addresses, at: 4)
        bytes.storeBigEndian(rest, at: 12)
        _ = removeFirst(VLANTag.byteCount, from: handle)
        return tag
    }

    /// Puts an Ethernet header in front of a bare packet; `false`, and no change, if the headroom is used up.
    public mutating func prependHeader(_ header: EthernetHeader, to handle: FrameHandle) -> Bool {
        guard makeRoom(header.byteCount, inFrontOf: handle) else { return false }
        var bytes = mutableBytes(of: handle)
        header.write(into: &bytes)
        return true
    }

    /// Takes one off time to live or hop limit and corrects the IPv4 checksum (RFC 1624).
    ///
    /// The caller has made sure that it is above zero; of frames without IP nothing changes.
    public mutating func decrementTimeToLive(of handle: FrameHandle, summary: FrameSummary) {
        let offset = Int(summary.networkOffset)
        var bytes = mutableBytes(of: handle)
        switch summary.network {
        case .ipv4:
            let old: UInt16 = bytes.loadBigEndian(at: offset + 8)
            let new = old &- 0x100
            let checksum: UInt16 = bytes.loadBigEndian(at: offset + 10)
            bytes.storeBigEndian(new, at: offset + 8)
            bytes.storeBigEndian(InternetChecksum.updated(checksum, from: old, to: new), at: offset + 10)
        case .ipv6:
            let limit: UInt8 = bytes.loadBigEndian(at: offset + 7)
            bytes.storeBigEndian(limit &- 1, at: offset + 7)
        case .arp, .other: break
        }
    }
}
