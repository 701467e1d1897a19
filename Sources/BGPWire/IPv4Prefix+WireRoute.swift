public import NetworkTypes

extension IPv4Prefix: VPNPrefix {
    @inlinable public static var family: RouteFamily { .ipv4Unicast }
    @inlinable public static var vpnFamily: RouteFamily { .vpnIPv4 }
    @inlinable public static var maximumLength: Int { 32 }

    @inlinable public var encodedByteCount: Int { 1 + (Int(length) + 7) >> 3 }

    @inlinable public static func read(_ bytes: RawSpan, at offset: inout Int, isWithdrawal: Bool) -> IPv4Prefix? {
        guard let length = bytes.loadUInt8(at: offset),
            let prefix = readBits(bytes, at: offset + 1, length: Int(length))
        else { return nil }
        offset += prefix.encodedByteCount
        return prefix
    }

    @inlinable @inline(__always)
    public static func readBits(_ bytes: RawSpan, at offset: Int, length: Int) -> IPv4Prefix? {
        guard length >= 0, length <= 32,
            let word = bytes.loadUInt32(at: offset) ?? lastWord(bytes, at: offset, octets: (length + 7) >> 3)
        else { return nil }
        return IPv4Prefix(IPv4Address(rawValue: word), length: UInt8(length))
    }

    /// The last prefixes of a message have fewer than four octets behind their length.
    @usableFromInline static func lastWord(_ bytes: RawSpan, at offset: Int, octets: Int) -> UInt32? {
        let missing = offset + 4 - bytes.byteCount
        guard offset >= 0, octets + missing <= 4 else { return nil }
        if let word = bytes.loadUInt32(at: bytes.byteCount - 4) { return word << UInt32(missing * 8) }
        var word: UInt32 = 0
        for index in 0..<octets {
            guard let octet = bytes.loadUInt8(at: offset + index) else { return nil }
            word |= UInt32(octet) << UInt32(24 - index * 8)
        }
        return word
    }

    @inlinable public func append(to bytes: inout [UInt8], isWithdrawal: Bool) {
        // Length and address in one word, of which as many octets count as the length says.
        bytes.append(UInt64(length) << 56 | UInt64(address.rawValue) << 24, count: encodedByteCount)
    }

    @inlinable public func appendBits(to bytes: inout [UInt8]) {
        bytes.append(UInt64(address.rawValue) << 32, count: encodedByteCount - 1)
    }
}
