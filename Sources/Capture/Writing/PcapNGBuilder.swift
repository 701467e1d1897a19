public import NetworkTypes

/// Makes the bytes of a pcapng file (draft-ietf-opsawg-pcapng), block by block, in memory.
///
/// The bytes depend on nothing but the calls: no operating system, host or wall-clock time gets in. Time stamps have
/// nanoseconds. Whoever holds the builder takes ``bytes`` and calls ``removeAll()`` as often as it likes; what it takes
/// always ends with a whole block.
public struct PcapNGBuilder: ~Copyable {
    @usableFromInline var buffer: BlockBuffer
    /// Added to every instant, so that files can tell of a day although runs count from zero.
    @usableFromInline let epochNanoseconds: Int64
    /// Interfaces added so far; the next one gets this number.
    public private(set) var interfaceCount: UInt32 = 0

    /// Begins a section that names the `application`.
    ///
    /// `Instant.zero` is `epochSeconds` after 1970-01-01T00:00:00Z.
    public init(application: String, epochSeconds: Int64 = 0, capacity: Int = 1 << 18) {
        buffer = BlockBuffer(capacity: capacity)
        let (nanoseconds, overflow) = epochSeconds.multipliedReportingOverflow(by: 1_000_000_000)
        epochNanoseconds = overflow ? (epochSeconds < 0 ? .min : .max) : nanoseconds
        buffer.reserve(64)
        buffer.append(UInt32(0x0A0D_0D0A))
        buffer.append(UInt32(0))
        buffer.append(UInt32(0x1A2B_3C4D))
        buffer.append(UInt16(1))
        buffer.append(UInt16(0))
        // The length of the section is not known beforehand.
        buffer.append(UInt64.max)
        buffer.appendOption(4, text: application)
        buffer.appendEndOfOptions()
        buffer.closeBlock(from: 0)
    }

    /// What was made since the last ``removeAll()``.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get { buffer.bytes }
    }

    public var byteCount: Int { buffer.count }

    /// Forgets the bytes made so far, which the caller has taken.
    public mutating func removeAll() { buffer.removeAll() }

    /// Describes an interface and returns its number.
    ///
    /// It must come before its first packet.
    public mutating func addInterface(_ interface: CaptureInterface) -> UInt32 {
        let start = buffer.count
        buffer.reserve(16)
        buffer.append(UInt32(1))
        buffer.append(UInt32(0))
        buffer.append(interface.linkType)
        buffer.append(UInt16(0))
        buffer.append(interface.snapLength)
        buffer.appendOption(2, text: interface.name)
        if let description = interface.description { buffer.appendOption(3, text: description) }
        if let bitsPerSecond = interface.bitsPerSecond { buffer.appendOption(8, number: bitsPerSecond) }
        buffer.appendOption(9, bytes: [9])
        // A first byte of zero says that the filter is text for libpcap.
        if let filter = interface.filter { buffer.appendOption(11, bytes: [0] + BlockBuffer.wellFormed(filter)) }
        buffer.appendEndOfOptions()
        buffer.closeBlock(from: start)
        defer { interfaceCount += 1 }
        return interfaceCount
    }

    /// Adds a frame without comments.
    @inlinable public mutating func addPacket(
        _ frame: RawSpan,
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection = .unknown
    ) {
        let padded = (frame.byteCount &+ 3) & ~3
        let length = padded &+ 44
        buffer.reserve(length)
        appendPacketStart(frame, interface: interface, at: instant, direction: direction, blockLength: length)
        buffer.append(UInt32(0))
        buffer.append(UInt32(truncatingIfNeeded: length))
    }

    /// Adds a frame with comments, in their order.
    public mutating func addPacket(
        _ frame: RawSpan,
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection = .unknown,
        comments: [String]
    ) {
        let start = buffer.count
        buffer.reserve(((frame.byteCount + 3) & ~3) + 44)
        appendPacketStart(frame, interface: interface, at: instant, direction: direction, blockLength: 0)
        for comment in comments { buffer.appendOption(1, text: comment) }
        buffer.appendEndOfOptions()
        buffer.closeBlock(from: start)
    }

    /// An enhanced packet block up to its flags.
    @inlinable mutating func appendPacketStart(
        _ frame: RawSpan,
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection,
        blockLength: Int
    ) {
        let stamp = timeStamp(instant)
        let count = UInt64(truncatingIfNeeded: frame.byteCount)
        buffer.append(UInt64(truncatingIfNeeded: blockLength) << 32 | 6)
        buffer.append(stamp & 0xFFFF_FFFF_0000_0000 | UInt64(interface))
        buffer.append(count << 32 | stamp & 0xFFFF_FFFF)
        buffer.append(UInt32(truncatingIfNeeded: count))
        buffer.appendPadded(frame)
        buffer.append(UInt64(direction.rawValue) << 32 | 4 << 16 | 2)
    }

    /// Nanoseconds since 1970; earlier times cannot be written and become zero.
    @inlinable func timeStamp(_ instant: Instant) -> UInt64 {
        let (sum, overflow) = epochNanoseconds.addingReportingOverflow(instant.nanoseconds)
        return overflow ? (epochNanoseconds < 0 ? 0 : UInt64(Int64.max)) : UInt64(Swift.max(0, sum))
    }
}
