import NetworkTypes

extension UpdateReader {
    /// Walks the attributes once: flags, duplicates, overruns, and the insides of the multiprotocol ones.
    mutating func scanAttributes() throws(NotificationError) {
        var cursor = AttributeCursor(bytes, range: attributeField)
        var unknownTypes: (UInt64, UInt64, UInt64) = (0, 0, 0)
        while let attribute = cursor.next() {
            attributeCount += 1
            let type = attribute.type
            let isDuplicate = type < 64 ? isPresent(type) : Self.insert(type, into: &unknownTypes)
            if isDuplicate {
                // All but the first are discarded, except where routes would be lost (RFC 7606 §3 g).
                if type == AttributeType.reachable || type == AttributeType.unreachable {
                    throw NotificationError(.malformedAttributeList)
                }
                continue
            }
            if type < 64 { presentTypes |= 1 << UInt64(type) }
            try checkFlags(of: attribute)
            if type == AttributeType.reachable {
                try scanReachable(attribute)
            } else if type == AttributeType.unreachable {
                try scanUnreachable(attribute)
            }
        }
        guard cursor.hasOverrun else { return }
        // Routes inside a cut attribute cannot be treated as withdrawn, since they cannot be read (RFC 7606 §3 j).
        if cursor.overrunType == AttributeType.reachable || cursor.overrunType == AttributeType.unreachable {
            throw NotificationError(.malformedAttributeList)
        }
        note(.overrun)
    }

    /// RFC 7606 §3 c for known types; an unknown type must be optional (RFC 4271 §6.3).
    private mutating func checkFlags(of attribute: AttributeCursor.Attribute) throws(NotificationError) {
        let mask = AttributeType.optionalFlag | AttributeType.transitiveFlag
        if let required = AttributeType.requiredFlags(attribute.type) {
            if attribute.flags & mask != required { note(.flags(type: attribute.type, flags: attribute.flags)) }
        } else if attribute.flags & AttributeType.optionalFlag == 0 {
            throw NotificationError(.unrecognizedWellKnownAttribute, data: bytes.copy(attribute.range))
        }
    }

    /// RFC 4760 §3; what cannot be read resets the session (RFC 7606 §7.11).
    private mutating func scanReachable(_ attribute: AttributeCursor.Attribute) throws(NotificationError) {
        reachableAttribute = attribute.range
        let value = attribute.value
        guard value.count >= 5, let afi = bytes.loadUInt16(at: value.lowerBound),
            let safi = bytes.loadUInt8(at: value.lowerBound + 2),
            let nextHopLength = bytes.loadUInt8(at: value.lowerBound + 3).map(Int.init),
            value.count >= 5 + nextHopLength
        else { throw NotificationError(.optionalAttribute, data: bytes.copy(attribute.range)) }
        guard let family = negotiated(FamilyIdentifier(afi: afi, safi: safi)) else { return }
        nextHopField = value.lowerBound..<value.lowerBound + 4 + nextHopLength
        reachableField = value.lowerBound + 5 + nextHopLength..<value.upperBound
        reachableFamily = family
        guard NextHop.isValidLength(nextHopLength, for: family),
            isWellFormed(reachableField, family: family, isWithdrawal: false)
        else { throw NotificationError(.optionalAttribute, data: bytes.copy(attribute.range)) }
    }

    /// RFC 4760 §4, RFC 7606 §7.12.
    private mutating func scanUnreachable(_ attribute: AttributeCursor.Attribute) throws(NotificationError) {
        unreachableAttribute = attribute.range
        let value = attribute.value
        guard value.count >= 3, let afi = bytes.loadUInt16(at: value.lowerBound),
            let safi = bytes.loadUInt8(at: value.lowerBound + 2)
        else { throw NotificationError(.optionalAttribute, data: bytes.copy(attribute.range)) }
        guard let family = negotiated(FamilyIdentifier(afi: afi, safi: safi)) else { return }
        unreachableField = value.lowerBound + 3..<value.upperBound
        unreachableFamily = family
        guard isWellFormed(unreachableField, family: family, isWithdrawal: true) else {
            throw NotificationError(.optionalAttribute, data: bytes.copy(attribute.range))
        }
    }

    private func negotiated(_ identifier: FamilyIdentifier) -> RouteFamily? {
        guard let family = identifier.family, context.families.contains(family) else { return nil }
        return family
    }

    private func isWellFormed(_ field: Range<Int>, family: RouteFamily, isWithdrawal: Bool) -> Bool {
        switch family {
        case .ipv4Unicast: IPv4NLRI.isWellFormed(bytes, field)
        case .ipv6Unicast: isReadable(IPv6Prefix.self, field, isWithdrawal: isWithdrawal)
        case .vpnIPv4: isReadable(VPNRoute<IPv4Prefix>.self, field, isWithdrawal: isWithdrawal)
        case .vpnIPv6: isReadable(VPNRoute<IPv6Prefix>.self, field, isWithdrawal: isWithdrawal)
        }
    }

    private func isReadable<Route: WireRoute>(_ type: Route.Type, _ field: Range<Int>, isWithdrawal: Bool) -> Bool {
        let destinations = bytes.extracting(field)
        var offset = 0
        while offset < destinations.byteCount {
            guard Route.read(destinations, at: &offset, isWithdrawal: isWithdrawal) != nil else { return false }
        }
        return true
    }

    /// Adds a type from 64 up to a set; `true` if it was there.
    private static func insert(_ type: UInt8, into set: inout (UInt64, UInt64, UInt64)) -> Bool {
        let bit: UInt64 = 1 << UInt64(type & 63)
        switch type >> 6 {
        case 1:
            defer { set.0 |= bit }
            return set.0 & bit != 0
        case 2:
            defer { set.1 |= bit }
            return set.1 & bit != 0
        default:
            defer { set.2 |= bit }
            return set.2 & bit != 0
        }
    }
}

/// The NLRI of IPv4 unicast, which full tables consist of: checked by lengths alone.
enum IPv4NLRI {
    static func isWellFormed(_ bytes: RawSpan, _ field: Range<Int>) -> Bool {
        var offset = field.lowerBound
        while offset < field.upperBound {
            guard let length = bytes.loadUInt8(at: offset), length <= 32 else { return false }
            offset += 1 + (Int(length) + 7) >> 3
        }
        return offset == field.upperBound
    }
}
