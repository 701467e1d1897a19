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

    @inlinable public static func readBits(_ bytes: RawSpan, at offset: Int, length: Int) -> IPv4Prefix? {
        guard length >= 0, length <= 32 else { return nil }
        if let word = bytes.loadUInt32(at: offset) {
            return IPv4Prefix(IPv4Address(rawValue: word), length: UInt8(length))
        }
        // The last prefixes of a message have fewer than four octets behind their length.
        var word: UInt32 = 0
        for index in 0..<(length + 7) >> 3 {
            guard let octet = bytes.loadUInt8(at: offset + index) else { return nil }
            word |= UInt32(octet) << UInt32(24 - index * 8)
        }
        return IPv4Prefix(IPv4Address(rawValue: word), length: UInt8(length))
    }

    @inlinable public func append(to bytes: inout [UInt8], isWithdrawal: Bool) {
        bytes.append(length)
        appendBits(to: &bytes)
    }

    @inlinable public func appendBits(to bytes: inout [UInt8]) {
        let octets = (Int(length) + 7) >> 3
        let word = address.rawValue
        if octets > 0 { bytes.append(UInt8(truncatingIfNeeded: word >> 24)) }
        if octets > 1 { bytes.append(UInt8(truncatingIfNeeded: word >> 16)) }
        if octets > 2 { bytes.append(UInt8(truncatingIfNeeded: word >> 8)) }
        if octets > 3 { bytes.append(UInt8(truncatingIfNeeded: word)) }
    }
}
