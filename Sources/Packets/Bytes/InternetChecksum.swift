public import NetworkTypes

/// The Internet checksum (RFC 1071), gathered piece by piece.
///
/// Every piece but the last must have an even number of bytes.
public struct InternetChecksum: Sendable, BitwiseCopyable {
    /// Sum of 16-bit words; carries stand in the upper bits until the end.
    @usableFromInline var sum: UInt64 = 0

    @inlinable public init() {}

    @inlinable public mutating func add(_ word: UInt16) { sum &+= UInt64(word) }

    // A number of 32 bits and its two halves are the same modulo 65,535, so halves need not be taken apart before the end.
    @inlinable public mutating func add(_ word: UInt32) { sum &+= UInt64(word) }

    @inlinable public mutating func add(_ word: UInt64) { sum &+= (word >> 32) &+ (word & 0xFFFF_FFFF) }

    /// Adds the bytes in `range`; beyond the end is the caller's mistake and traps.
    ///
    /// About eight bytes per cycle.
    @inlinable public mutating func add(_ bytes: RawSpan, in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.byteCount)
        // The sum of words in the machine's order is the sum in network order with its bytes swapped (RFC 1071 §2).
        var native: UInt64 = 0
        var place = range.lowerBound
        let end = range.upperBound
        // SAFETY: `place` stays within the range that was checked above.
        while end &- place >= 8 {
            let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
            native &+= (word & 0xFFFF_FFFF) &+ (word >> 32)
            place &+= 8
        }
        if end &- place >= 4 {
            native &+= UInt64(bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt32.self))
            place &+= 4
        }
        sum &+= UInt64(Self.folded(native).bigEndian)
        if end &- place >= 2 {
            add(UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt16.self)))
            place &+= 2
        }
        if end > place {
            add(UInt16(bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt8.self)) << 8)
        }
    }

    /// The value for the checksum field; 0 if what was summed contains its own correct checksum.
    @inlinable public var value: UInt16 { ~Self.folded(sum) }

    @inlinable static func folded(_ sum: UInt64) -> UInt16 {
        var sum = (sum & 0xFFFF_FFFF) &+ (sum >> 32)
        sum = (sum & 0xFFFF) &+ (sum >> 16 & 0xFFFF) &+ (sum >> 32)
        sum = (sum & 0xFFFF) &+ (sum >> 16)
        sum = (sum & 0xFFFF) &+ (sum >> 16)
        return UInt16(truncatingIfNeeded: sum)
    }
}

extension InternetChecksum {
    /// The pseudo header of TCP and UDP over IPv4 (RFC 9293 §3.1, RFC 768).
    @inlinable public init(source: IPv4Address, destination: IPv4Address, payloadProtocol: IPProtocol, length: Int) {
        self.init()
        add(source.rawValue)
        add(destination.rawValue)
        add(UInt16(payloadProtocol.rawValue))
        add(UInt32(truncatingIfNeeded: length))
    }

    /// The pseudo header of everything over IPv6 (RFC 8200 §8.1).
    @inlinable public init(source: IPv6Address, destination: IPv6Address, payloadProtocol: IPProtocol, length: Int) {
        self.init()
        add(source.high)
        add(source.low)
        add(destination.high)
        add(destination.low)
        add(UInt16(payloadProtocol.rawValue))
        add(UInt32(truncatingIfNeeded: length))
    }

    /// The pseudo header of either family; ICMP over IPv4 has none, so the sum stays empty.
    ///
    /// Addresses of different families are the caller's mistake and trap.
    public init(source: IPAddress, destination: IPAddress, payloadProtocol: IPProtocol, length: Int) {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            if payloadProtocol == .icmp {
                self.init()
            } else {
                self.init(source: source, destination: destination, payloadProtocol: payloadProtocol, length: length)
            }
        case (.v6(let source), .v6(let destination)):
            self.init(source: source, destination: destination, payloadProtocol: payloadProtocol, length: length)
        default: preconditionFailure("addresses of different families")
        }
    }

    /// The checksum after one of the words under it changed (RFC 1624 §3, equation 3).
    @inlinable public static func updated(_ checksum: UInt16, from old: UInt16, to new: UInt16) -> UInt16 {
        ~folded(UInt64(~checksum) &+ UInt64(~old) &+ UInt64(new))
    }
}
