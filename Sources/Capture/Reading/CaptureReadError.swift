/// Why a capture cannot be read, or not any further.
public enum CaptureReadError: Error, Hashable, Sendable {
    /// The system refuses to open or read the file.
    case file(path: String, errno: Int32)
    /// Neither pcap nor pcapng.
    case notACapture(path: String)
    /// A pcapng block that begins at `offset` is broken.
    case pcapng(PcapNGError, offset: UInt64)
    /// A pcap file is broken, in libpcap's words.
    case pcap(message: String)
}
