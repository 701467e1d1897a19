/// Why bytes are not the header that they were taken for.
public enum HeaderError: Error, Equatable, Sendable {
    /// `needed` bytes were wanted at `offset`, where `available` are left.
    case truncated(offset: Int, needed: Int, available: Int)
    /// A version field holds something else than its protocol's number.
    case version(UInt8)
    /// A header length below the fixed part or beyond the packet.
    case headerLength(Int)
    /// A packet length below its header or beyond the bytes that are there.
    case packetLength(Int)
    case checksum(UInt16)
    /// More IPv6 extension headers than anybody sends.
    case tooManyExtensionHeaders
    /// An option whose length is zero, or reaches beyond the options.
    case optionLength(UInt8)
    /// ARP for something else than IPv4 over Ethernet.
    case hardware(UInt16)
    /// An ARP operation, ICMP type or flag byte outside of what is understood here.
    case kind(UInt16)
    /// Not a packet of IPv4 or IPv6.
    case etherType(UInt16)
}
