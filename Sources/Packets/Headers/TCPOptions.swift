/// The TCP options that are understood here: MSS, window scale, SACK permitted and the MD5 signature.
///
/// They are written in this order: MSS, SACK permitted, window scale, MD5, then padding to a multiple of four bytes.
public struct TCPOptions: Hashable, Sendable, BitwiseCopyable {
    /// Kind 2 (RFC 9293 §3.7.1).
    public var maximumSegmentSize: UInt16?
    /// Kind 3 (RFC 7323 §2).
    public var windowScale: UInt8?
    /// Kind 4 (RFC 2018 §2).
    public var isSACKPermitted: Bool
    /// Kind 19 (RFC 2385 §3).
    public var md5Signature: MD5Signature?

    /// Sixteen bytes in the order of the wire.
    public struct MD5Signature: Hashable, Sendable, BitwiseCopyable {
        public var high: UInt64
        public var low: UInt64

        @inlinable public init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }
    }

    public init(
        maximumSegmentSize: UInt16? = nil,
        windowScale: UInt8? = nil,
        isSACKPermitted: Bool = false,
        md5Signature: MD5Signature? = nil
    ) {
        self.maximumSegmentSize = maximumSegmentSize
        self.windowScale = windowScale
        self.isSACKPermitted = isSACKPermitted
        self.md5Signature = md5Signature
    }

    @inlinable public static var none: TCPOptions { TCPOptions() }

    /// Reads the options that fill `range`.
    ///
    /// Unknown ones are skipped; of a repeated one the first counts.
    public init(decoding bytes: RawSpan, in range: Range<Int>) throws(HeaderError) {
        try bytes.require(0, in: range)
        self.init()
        var place = range.lowerBound
        while place < range.upperBound {
            let kind: UInt8 = bytes.loadBigEndian(at: place)
            if kind == 0 { break }
            if kind == 1 {
                place += 1
                continue
            }
            guard place + 1 < range.upperBound else { throw .optionLength(0) }
            let length: UInt8 = bytes.loadBigEndian(at: place + 1)
            guard length >= 2, Int(length) <= range.upperBound - place else { throw .optionLength(length) }
            switch (kind, length) {
            case (2, 4): maximumSegmentSize = maximumSegmentSize ?? bytes.loadBigEndian(at: place + 2)
            case (3, 3): windowScale = windowScale ?? bytes.loadBigEndian(at: place + 2)
            case (4, 2): isSACKPermitted = true
            case (19, 18) where md5Signature == nil:
                md5Signature = MD5Signature(
                    high: bytes.loadBigEndian(at: place + 2),
                    low: bytes.loadBigEndian(at: place + 10)
                )
            case (2, _), (3, _), (4, _): throw .optionLength(length)
            case (19, let length) where length != 18: throw .optionLength(length)
            default: break
            }
            place += Int(length)
        }
    }

    /// Bytes in a header, padding included; 0 to 28.
    public var byteCount: Int {
        let count =
            (maximumSegmentSize == nil ? 0 : 4) + (windowScale == nil ? 0 : 3) + (isSACKPermitted ? 2 : 0)
            + (md5Signature == nil ? 0 : 18)
        return (count + 3) & ~3
    }

    /// Writes ``byteCount`` bytes at `offset`.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        let end = offset + byteCount
        var place = offset
        if let maximumSegmentSize {
            bytes.storeBigEndian(0x0204_0000 | UInt32(maximumSegmentSize), at: place)
            place += 4
        }
        if isSACKPermitted {
            bytes.storeBigEndian(UInt16(0x0402), at: place)
            place += 2
        }
        if let windowScale {
            bytes.storeBigEndian(UInt16(0x0303), at: place)
            bytes.storeBigEndian(windowScale, at: place + 2)
            place += 3
        }
        if let md5Signature {
            bytes.storeBigEndian(UInt16(0x1312), at: place)
            bytes.storeBigEndian(md5Signature.high, at: place + 2)
            bytes.storeBigEndian(md5Signature.low, at: place + 10)
            place += 18
        }
        while place < end {
            // No-operation: the padding of the end-of-list kind would have to be zero, and both are understood.
            bytes.storeBigEndian(UInt8(1), at: place)
            place += 1
        }
    }
}
