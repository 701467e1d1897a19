/// Reads numbers and options of one pcapng block, in the byte order of its section.
struct BlockCursor: ~Escapable {
    let bytes: RawSpan
    let isBigEndian: Bool
    var offset: Int

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, isBigEndian: Bool, offset: Int = 0) {
        self.bytes = bytes
        self.isBigEndian = isBigEndian
        self.offset = offset
    }

    var remaining: Int { bytes.byteCount - offset }

    mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type = T.self) throws(PcapNGError) -> T {
        let size = MemoryLayout<T>.size
        guard remaining >= size else { throw .truncated(needed: size, available: remaining) }
        let raw = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
        offset += size
        return isBigEndian ? T(bigEndian: raw) : T(littleEndian: raw)
    }

    /// `count` bytes, and the padding behind them as far as it is there.
    @_lifetime(copy self)
    mutating func read(count: Int) throws(PcapNGError) -> RawSpan {
        guard count >= 0, remaining >= count else { throw .truncated(needed: count, available: remaining) }
        let result = bytes.extracting(offset..<(offset + count))
        offset = Swift.min(offset + ((count + 3) & ~3), bytes.byteCount)
        return result
    }
}

extension Array where Element == UInt8 {
    init(copying span: RawSpan) { self = span.withUnsafeBytes { Array($0) } }
}

extension String {
    /// UTF-8 up to the first zero byte; what is not UTF-8 becomes replacement characters.
    init(captureText span: RawSpan) {
        self = span.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
