import NetworkTypes

extension UpdateReader {
    /// The attributes of a section's announced routes as they stand, if they stand in canonical form.
    ///
    /// - Returns: `nil` for everything unusual, wrong attributes included, for ``decodeAttributes(for:)`` to look into.
    ///   Complexity: linear in the size of the attributes; allocates nothing.
    @_lifetime(copy self)
    public func plainAttributes(for section: UpdateSection) -> PlainAttributes? {
        guard attributeError == nil, context.fourOctetAS, section == .body,
            reachableAttribute.isEmpty, unreachableAttribute.isEmpty,
            isPresent(AttributeType.origin), isPresent(AttributeType.asPath)
        else { return nil }
        var scan = PlainScan()
        var cursor = AttributeCursor(bytes, range: attributeField)
        while let attribute = cursor.next() {
            guard scan.take(attribute, of: bytes, isExternal: context.isExternal) else { return nil }
        }
        guard !scan.nextHop.isEmpty,
            let nextHop = NextHop(bytes, at: scan.nextHop.lowerBound + 3, length: 4, family: .ipv4Unicast)
        else { return nil }
        var plain = PlainAttributes(bytes, attributeField, nextHop: nextHop)
        plain.nextHopAttribute = scan.nextHop
        let place = scan.localPreference ?? attributeField.upperBound..<attributeField.upperBound
        plain.localPreferenceAttribute = place
        plain.asPath = scan.asPath
        plain.communityValues = scan.communities
        plain.origin = scan.origin
        plain.med = scan.med
        if !place.isEmpty { plain.localPreference = bytes.loadUInt32(at: place.lowerBound + 3) }
        plain.pathLength = scan.pathLength
        plain.firstAS = scan.firstAS
        return plain
    }
}

/// Notes what attributes say, as long as each is right, of a known type, and the way this package would write it.
private struct PlainScan {
    var origin = Origin.igp
    /// The whole attribute.
    var nextHop = 0..<0
    /// The whole attribute, or where it belongs.
    var localPreference: Range<Int>?
    var asPath = 0..<0
    var communities = 0..<0
    var med: UInt32?
    var pathLength = 0
    var firstAS: ASN?
    private var lastType: UInt8 = 0

    @inline(__always)
    mutating func take(_ attribute: AttributeCursor.Attribute, of bytes: RawSpan, isExternal: Bool) -> Bool {
        let (type, value) = (attribute.type, attribute.value)
        // By ascending type, with the flags that a type has to have and the shortest header.
        guard type > lastType, var flags = AttributeType.requiredFlags(type) else { return false }
        if value.count > 255 { flags |= AttributeType.extendedLengthFlag }
        guard attribute.flags == flags else { return false }
        lastType = type
        if type > AttributeType.localPreference, localPreference == nil {
            localPreference = attribute.range.lowerBound..<attribute.range.lowerBound
        }
        switch type {
        case AttributeType.origin:
            guard value.count == 1, let code = bytes.loadUInt8(at: value.lowerBound),
                let origin = Origin(rawValue: code)
            else { return false }
            self.origin = origin
            return true
        case AttributeType.asPath: return takePath(value, of: bytes)
        case AttributeType.nextHop:
            nextHop = attribute.range
            return value.count == 4
        case AttributeType.med:
            med = bytes.loadUInt32(at: value.lowerBound)
            return value.count == 4
        case AttributeType.localPreference:
            localPreference = attribute.range
            return !isExternal && value.count == 4
        case AttributeType.atomicAggregate: return value.isEmpty
        case AttributeType.aggregator: return value.count == 8 && bytes.loadUInt32(at: value.lowerBound) != 0
        case AttributeType.communities:
            communities = value
            return !value.isEmpty && value.count % 4 == 0
        case AttributeType.extendedCommunities: return !value.isEmpty && value.count % 8 == 0
        case AttributeType.largeCommunities: return !value.isEmpty && value.count % 12 == 0
        default: return false
        }
    }

    /// Sequences and sets, not empty, without AS 0.
    @inline(__always)
    private mutating func takePath(_ value: Range<Int>, of bytes: RawSpan) -> Bool {
        asPath = value
        var offset = value.lowerBound
        while offset < value.upperBound {
            guard value.upperBound - offset >= 2, let kind = bytes.loadUInt8(at: offset),
                let count = bytes.loadUInt8(at: offset + 1).map(Int.init),
                let kind = ASPath.SegmentKind(rawValue: kind), kind == .sequence || kind == .set,
                count > 0, count * 4 <= value.upperBound - offset - 2
            else { return false }
            if offset == value.lowerBound, kind == .sequence {
                firstAS = bytes.loadUInt32(at: offset + 2).map { ASN($0) }
            }
            pathLength += ASPath.decisionLength(kind, count: count)
            offset += 2
            for _ in 0..<count {
                if bytes.loadUInt32(at: offset) == 0 { return false }
                offset += 4
            }
        }
        return true
    }
}
