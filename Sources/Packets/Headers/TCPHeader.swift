/// A TCP header with the options that matter here (RFC 9293 §3.1).
public struct TCPHeader: Hashable, Sendable {
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    public var sequence: UInt32
    public var acknowledgment: UInt32
    public var flags: TCPFlags
    public var window: UInt16
    public var checksum: UInt16
    public var urgentPointer: UInt16
    public var options: TCPOptions
    /// Where the payload stands in the bytes that were read; in a header that was made, an empty range.
    public internal(set) var payload: Range<Int>

    public init(
        sourcePort: UInt16,
        destinationPort: UInt16,
        sequence: UInt32,
        acknowledgment: UInt32,
        flags: TCPFlags,
        window: UInt16,
        options: TCPOptions = .none
    ) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.sequence = sequence
        self.acknowledgment = acknowledgment
        self.flags = flags
        self.window = window
        self.options = options
        checksum = 0
        urgentPointer = 0
        payload = 0..<0
    }

    /// Reads the segment that fills `range`, an IP packet's payload.
    ///
    /// The checksum is not verified here.
    public init(decoding bytes: RawSpan, in range: Range<Int>) throws(HeaderError) {
        try bytes.require(Self.byteCount, in: range)
        let offset = range.lowerBound
        let headerLength = Int(bytes.loadBigEndian(at: offset + 12, as: UInt8.self) >> 4) * 4
        guard headerLength >= Self.byteCount, headerLength <= range.count else { throw .headerLength(headerLength) }
        sourcePort = bytes.loadBigEndian(at: offset)
        destinationPort = bytes.loadBigEndian(at: offset + 2)
        sequence = bytes.loadBigEndian(at: offset + 4)
        acknowledgment = bytes.loadBigEndian(at: offset + 8)
        flags = TCPFlags(rawValue: bytes.loadBigEndian(at: offset + 13))
        window = bytes.loadBigEndian(at: offset + 14)
        checksum = bytes.loadBigEndian(at: offset + 16)
        urgentPointer = bytes.loadBigEndian(at: offset + 18)
        options = try TCPOptions(decoding: bytes, in: (offset + Self.byteCount)..<(offset + headerLength))
        payload = (offset + headerLength)..<range.upperBound
    }

    /// Bytes of a header without options.
    @inlinable public static var byteCount: Int { 20 }

    /// Bytes of this header, options included.
    public var headerByteCount: Int { Self.byteCount + options.byteCount }

    /// Writes ``headerByteCount`` bytes at `offset`, with ``checksum`` as it stands.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        bytes.storeBigEndian(sourcePort, at: offset)
        bytes.storeBigEndian(destinationPort, at: offset + 2)
        bytes.storeBigEndian(sequence, at: offset + 4)
        bytes.storeBigEndian(acknowledgment, at: offset + 8)
        bytes.storeBigEndian(UInt16(headerByteCount / 4) << 12 | UInt16(flags.rawValue), at: offset + 12)
        bytes.storeBigEndian(window, at: offset + 14)
        bytes.storeBigEndian(checksum, at: offset + 16)
        bytes.storeBigEndian(urgentPointer, at: offset + 18)
        options.write(into: &bytes, at: offset + Self.byteCount)
    }
}
