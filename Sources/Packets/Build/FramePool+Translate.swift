public import NetworkTypes

extension FramePool {
    /// Which end of a packet is given another address.
    public enum TranslatedEnd: Sendable {
        case source, destination
    }

    /// Replaces an IPv4 address and the port that goes with it, or the identifier of an ICMP query, and corrects the checksums (RFC 1624).
    ///
    /// Of anything but IPv4, and of fragments behind the first, nothing changes but the address.
    public mutating func translate(
        _ end: TranslatedEnd,
        of handle: FrameHandle,
        _ summary: FrameSummary,
        to address: IPv4Address,
        port: UInt16
    ) {
        guard summary.network == .ipv4 else { return }
        let network = Int(summary.networkOffset)
        let transport = Int(summary.transportOffset)
        let length = Int(summary.endOffset) - transport
        var bytes = mutableBytes(of: handle)
        let place = network + (end == .source ? 12 : 16)
        let old: UInt32 = bytes.loadBigEndian(at: place)
        bytes.storeBigEndian(address.rawValue, at: place)
        Self.correct(&bytes, at: network + 10, old, address.rawValue)
        guard !summary.isFragment else { return }
        let portPlace = transport + (end == .source ? 0 : 2)
        switch summary.payloadProtocol {
        case .udp where length >= 8:
            let sum: UInt16 = bytes.loadBigEndian(at: transport + 6)
            let oldPort: UInt16 = bytes.loadBigEndian(at: portPlace)
            bytes.storeBigEndian(port, at: portPlace)
            // Zero is "none" (RFC 768).
            guard sum != 0 else { return }
            Self.correct(&bytes, at: transport + 6, old, address.rawValue)
            Self.correct(&bytes, at: transport + 6, UInt32(oldPort), UInt32(port))
            let new: UInt16 = bytes.loadBigEndian(at: transport + 6)
            if new == 0 { bytes.storeBigEndian(UInt16.max, at: transport + 6) }
        case .tcp where length >= 20:
            let oldPort: UInt16 = bytes.loadBigEndian(at: portPlace)
            bytes.storeBigEndian(port, at: portPlace)
            Self.correct(&bytes, at: transport + 16, old, address.rawValue)
            Self.correct(&bytes, at: transport + 16, UInt32(oldPort), UInt32(port))
        case .icmp where length >= 8:
            let oldIdentifier: UInt16 = bytes.loadBigEndian(at: transport + 4)
            bytes.storeBigEndian(port, at: transport + 4)
            Self.correct(&bytes, at: transport + 2, UInt32(oldIdentifier), UInt32(port))
        default: break
        }
    }

    /// Gives a frame another destination MAC address.
    public mutating func setDestination(_ mac: MACAddress, of handle: FrameHandle) {
        guard byteCount(of: handle) >= EthernetHeader.untaggedByteCount else { return }
        var bytes = mutableBytes(of: handle)
        bytes.storeMAC(mac.rawValue, at: 0)
    }

    private static func correct(_ bytes: inout MutableRawSpan, at place: Int, _ old: UInt32, _ new: UInt32) {
        var sum: UInt16 = bytes.loadBigEndian(at: place)
        sum = InternetChecksum.updated(sum, from: UInt16(old >> 16), to: UInt16(new >> 16))
        sum = InternetChecksum.updated(sum, from: UInt16(truncatingIfNeeded: old), to: UInt16(truncatingIfNeeded: new))
        bytes.storeBigEndian(sum, at: place)
    }
}
