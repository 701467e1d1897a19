/// An ICMP message of IPv4 (RFC 792): its type, code and second word; the rest is its payload.
public struct ICMPv4Header: Hashable, Sendable {
    public struct Kind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
        public var rawValue: UInt8
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

        @inlinable public static var echoReply: Kind { Kind(rawValue: 0) }
        @inlinable public static var unreachable: Kind { Kind(rawValue: 3) }
        @inlinable public static var redirect: Kind { Kind(rawValue: 5) }
        @inlinable public static var echoRequest: Kind { Kind(rawValue: 8) }
        @inlinable public static var timeExceeded: Kind { Kind(rawValue: 11) }
        @inlinable public static var parameterProblem: Kind { Kind(rawValue: 12) }

        /// Errors quote the packet that caused them and must not cause others (RFC 1122 §3.2.2).
        @inlinable public var isError: Bool { (3...5).contains(rawValue) || (11...12).contains(rawValue) }
    }

    public var kind: Kind
    public var code: UInt8
    /// The second word: identifier and sequence of an echo, next-hop MTU of "fragmentation needed", else 0.
    public var word: UInt32
    /// Echo data, or the packet that an error quotes; in a header that was made, an empty range.
    public internal(set) var payload: Range<Int>

    public init(kind: Kind, code: UInt8 = 0, word: UInt32 = 0) {
        self.kind = kind
        self.code = code
        self.word = word
        payload = 0..<0
    }

    /// Reads the message that fills `range`, an IPv4 packet's payload.
    ///
    /// The checksum is not verified here.
    public init(decoding bytes: RawSpan, in range: Range<Int>) throws(HeaderError) {
        try bytes.require(Self.byteCount, in: range)
        kind = Kind(rawValue: bytes.loadBigEndian(at: range.lowerBound))
        code = bytes.loadBigEndian(at: range.lowerBound + 1)
        word = bytes.loadBigEndian(at: range.lowerBound + 4)
        payload = (range.lowerBound + Self.byteCount)..<range.upperBound
    }

    @inlinable public static var byteCount: Int { 8 }

    /// Of an echo.
    @inlinable public var identifier: UInt16 { UInt16(truncatingIfNeeded: word >> 16) }
    /// Of an echo.
    @inlinable public var sequence: UInt16 { UInt16(truncatingIfNeeded: word) }

    /// Writes 8 bytes at `offset`, with a checksum of zero.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        bytes.storeBigEndian(UInt32(kind.rawValue) << 24 | UInt32(code) << 16, at: offset)
        bytes.storeBigEndian(word, at: offset + 4)
    }
}
