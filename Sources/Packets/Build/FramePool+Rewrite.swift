extension FramePool {
    /// Puts a tag in front of any that the frame has (802.1Q push); `false`, and no change, if the headroom is used up.
    public mutating func pushTag(_ tag: VLANTag, onto handle: FrameHandle) -> Bool {
        fatalError()
    }

    /// Takes the outermost tag off (802.1Q pop); `nil`, and no change, if there is none.
    public mutating func popTag(from handle: FrameHandle) -> VLANTag? {
        fatalError()
    }

    /// Puts an Ethernet header in front of a bare packet; `false`, and no change, if the headroom is used up.
    public mutating func prependHeader(_ header: EthernetHeader, to handle: FrameHandle) -> Bool {
        fatalError()
    }

    /// Takes one off time to live or hop limit and corrects the IPv4 checksum (RFC 1624); it must be above zero.
    public mutating func decrementTimeToLive(of handle: FrameHandle, summary: FrameSummary) {
        fatalError()
    }

    /// Fills in the lengths and checksums of the IP packet at `networkOffset`, after its payload was written or changed.
    public mutating func seal(_ handle: FrameHandle, networkOffset: Int) throws(HeaderError) {
        fatalError()
    }
}
