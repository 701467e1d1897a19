public import NetworkTypes

extension VPNRoute: WireRoute {
    @inlinable public static var family: RouteFamily { Prefix.vpnFamily }

    /// A length octet, one label, the route distinguisher, the prefix.
    @inlinable public var encodedByteCount: Int { prefix.encodedByteCount + 11 }

    @inlinable public static func read(_ bytes: RawSpan, at offset: inout Int, isWithdrawal: Bool) -> VPNRoute? {
        guard let bits = bytes.loadUInt8(at: offset) else { return nil }
        var remaining = Int(bits)
        var position = offset + 1
        var topLabel: UInt32?
        while true {
            guard remaining >= 24, let high = bytes.loadUInt16(at: position),
                let low = bytes.loadUInt8(at: position + 2)
            else { return nil }
            let field = UInt32(high) << 8 | UInt32(low)
            position += 3
            remaining -= 24
            if topLabel == nil { topLabel = isWithdrawal ? 0 : field >> 4 }
            // The bottom of the stack, or the values with which older speakers withdraw (RFC 8277 §2.4).
            if isWithdrawal || field & 1 == 1 || field == 0x80_0000 || field == 0 { break }
        }
        guard remaining >= 64, let distinguisher = bytes.loadUInt64(at: position),
            let prefix = Prefix.readBits(bytes, at: position + 8, length: remaining - 64)
        else { return nil }
        offset = position + 8 + (remaining - 64 + 7) >> 3
        return VPNRoute(
            label: topLabel ?? 0,
            distinguisher: RouteDistinguisher(rawValue: distinguisher),
            prefix: prefix
        )
    }

    @inlinable public func append(to bytes: inout [UInt8], isWithdrawal: Bool) {
        bytes.append(88 + prefix.length)
        let field: UInt32 = isWithdrawal ? 0x80_0000 : label << 4 | 1
        bytes.append(UInt8(truncatingIfNeeded: field >> 16))
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: field))
        bytes.append(bigEndian: distinguisher.rawValue)
        prefix.appendBits(to: &bytes)
    }
}
