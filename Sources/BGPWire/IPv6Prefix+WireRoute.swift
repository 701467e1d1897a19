public import NetworkTypes

extension IPv6Prefix: VPNPrefix {
    @inlinable public static var family: RouteFamily { .ipv6Unicast }
    @inlinable public static var vpnFamily: RouteFamily { .vpnIPv6 }
    @inlinable public static var maximumLength: Int { 128 }

    @inlinable public var encodedByteCount: Int { 1 + (Int(length) + 7) >> 3 }

    @inlinable public static func read(_ bytes: RawSpan, at offset: inout Int, isWithdrawal: Bool) -> IPv6Prefix? {
        guard let length = bytes.loadUInt8(at: offset),
            let prefix = readBits(bytes, at: offset + 1, length: Int(length))
        else { return nil }
        offset += prefix.encodedByteCount
        return prefix
    }

    @inlinable public static func readBits(_ bytes: RawSpan, at offset: Int, length: Int) -> IPv6Prefix? {
        guard length >= 0, length <= 128 else { return nil }
        if let high = bytes.loadUInt64(at: offset), let low = bytes.loadUInt64(at: offset + 8) {
            return IPv6Prefix(IPv6Address(high: high, low: low), length: UInt8(length))
        }
        // The last prefixes of a message have fewer than sixteen octets behind their length.
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for index in 0..<(length + 7) >> 3 {
            guard let octet = bytes.loadUInt8(at: offset + index) else { return nil }
            if index < 8 {
                words.high |= UInt64(octet) << UInt64(56 - index * 8)
            } else {
                words.low |= UInt64(octet) << UInt64(120 - index * 8)
            }
        }
        return IPv6Prefix(IPv6Address(high: words.high, low: words.low), length: UInt8(length))
    }

    @inlinable public func append(to bytes: inout [UInt8], isWithdrawal: Bool) {
        bytes.append(length)
        appendBits(to: &bytes)
    }

    @inlinable public func appendBits(to bytes: inout [UInt8]) {
        for index in 0..<(Int(length) + 7) >> 3 {
            let word = index < 8 ? address.high : address.low
            bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - (index & 7) * 8)))
        }
    }
}
