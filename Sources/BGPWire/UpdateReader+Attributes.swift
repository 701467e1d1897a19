import NetworkTypes

extension UpdateReader {
    /// Reads the attributes of a section's announced routes, the next hop of that section included.
    ///
    /// Complexity: linear in the size of the attributes; one allocation per list that is present.
    public func decodeAttributes(for section: UpdateSection) -> AttributeOutcome {
        if let attributeError { return .treatAsWithdraw(attributeError) }
        var decoder = AttributeDecoder(context: context)
        var seen: UInt64 = 0
        var cursor = AttributeCursor(bytes, range: attributeField)
        do throws(AttributeError) {
            while let attribute = cursor.next() {
                let type = attribute.type
                if type < 64 {
                    if seen >> UInt64(type) & 1 == 1 { continue }
                    seen |= 1 << UInt64(type)
                }
                // The multiprotocol routes have a next hop of their own (RFC 4760 §3).
                if type == AttributeType.nextHop, section == .multiprotocol { continue }
                try decoder.decode(attribute, of: bytes)
            }
            if section == .multiprotocol, let family = reachableFamily {
                let length = nextHopField.count - 4
                guard let nextHop = NextHop(bytes, at: nextHopField.lowerBound + 4, length: length, family: family)
                else { throw .value(type: AttributeType.reachable) }
                decoder.attributes.nextHop = nextHop
            }
        } catch {
            return .treatAsWithdraw(error)
        }
        return .usable(decoder.merged(), discarded: decoder.discarded)
    }
}

/// Collects the values of attributes, each checked as RFC 7606 §7 asks.
struct AttributeDecoder {
    let context: WireContext
    var attributes = PathAttributes()
    var discarded = 0
    private var as4Path: ASPath?
    private var as4Aggregator: Aggregator?

    init(context: WireContext) { self.context = context }

    mutating func decode(
        _ attribute: AttributeCursor.Attribute,
        of bytes: RawSpan
    ) throws(AttributeError) {
        let value = attribute.value
        let type = attribute.type
        if attribute.flags & AttributeType.partialFlag != 0, type < 64 {
            attributes.partialTypes |= PathAttributes.partialMask & 1 << UInt64(type)
        }
        switch type {
        case AttributeType.origin:
            try require(value.count == 1, attribute)
            guard let origin = bytes.loadUInt8(at: value.lowerBound).flatMap(Origin.init) else {
                throw .value(type: type)
            }
            attributes.origin = origin
        case AttributeType.asPath:
            guard let path = ASPath(bytes, range: value, fourOctetAS: context.fourOctetAS),
                !context.isExternal || !path.hasConfederationSegments
            else { throw .value(type: type) }
            attributes.asPath = path
        case AttributeType.nextHop:
            try require(value.count == 4, attribute)
            guard let nextHop = NextHop(bytes, at: value.lowerBound, length: 4, family: .ipv4Unicast) else {
                throw .value(type: type)
            }
            attributes.nextHop = nextHop
        case AttributeType.med:
            try require(value.count == 4, attribute)
            attributes.med = bytes.loadUInt32(at: value.lowerBound)
        case AttributeType.localPreference, AttributeType.originatorID, AttributeType.clusterList:
            try decodeInternal(attribute, of: bytes)
        case AttributeType.atomicAggregate, AttributeType.aggregator, AttributeType.as4Path,
            AttributeType.as4Aggregator:
            decodeDiscardable(attribute, of: bytes)
        case AttributeType.communities, AttributeType.extendedCommunities, AttributeType.largeCommunities:
            try decodeCommunities(attribute, of: bytes)
        case AttributeType.reachable, AttributeType.unreachable: break
        default: decodeUnknown(attribute, of: bytes)
        }
    }

    /// The attributes with the four-octet numbers that travelled beside the path (RFC 6793 §4.2.3).
    consuming func merged() -> PathAttributes {
        guard !context.fourOctetAS else { return attributes }
        if let aggregator = attributes.aggregator, let as4Aggregator {
            // Somebody who knows two octets only aggregated after the last one who knew four: both are stale.
            guard aggregator.asn == .trans else { return attributes }
            attributes.aggregator = as4Aggregator
        }
        if let as4Path { attributes.asPath = attributes.asPath.merged(with: as4Path) }
        return attributes
    }

    private func require(_ isValid: Bool, _ attribute: AttributeCursor.Attribute) throws(AttributeError) {
        guard isValid else { throw .length(type: attribute.type, length: attribute.value.count) }
    }

    /// Attributes that an external peer has no business sending: discarded from it (RFC 7606 §7.5, §7.9, §7.10).
    private mutating func decodeInternal(
        _ attribute: AttributeCursor.Attribute,
        of bytes: RawSpan
    ) throws(AttributeError) {
        if context.isExternal {
            discarded += 1
            return
        }
        let value = attribute.value
        switch attribute.type {
        case AttributeType.localPreference:
            try require(value.count == 4, attribute)
            attributes.localPreference = bytes.loadUInt32(at: value.lowerBound)
        case AttributeType.originatorID:
            try require(value.count == 4, attribute)
            attributes.originatorID = bytes.loadUInt32(at: value.lowerBound).map { RouterID(rawValue: $0) }
        default:
            try require(!value.isEmpty && value.count % 4 == 0, attribute)
            attributes.clusterList = bytes.loadList(value, stride: 4) { bytes, offset in
                RouterID(rawValue: bytes.loadUInt32(at: offset) ?? 0)
            }
        }
    }

    /// Attributes that are left out if they are malformed (RFC 7606 §7.6, §7.7, RFC 6793 §6).
    private mutating func decodeDiscardable(_ attribute: AttributeCursor.Attribute, of bytes: RawSpan) {
        let value = attribute.value
        switch attribute.type {
        case AttributeType.atomicAggregate where value.isEmpty:
            attributes.isAtomicAggregate = true
        case AttributeType.aggregator:
            attributes.aggregator = Self.aggregator(bytes, value, fourOctetAS: context.fourOctetAS)
            if attributes.aggregator == nil { discarded += 1 }
        case AttributeType.as4Path where !context.fourOctetAS:
            as4Path = value.isEmpty ? nil : ASPath(bytes, range: value, fourOctetAS: true)
            as4Path?.removeConfederationSegments()
            if as4Path == nil { discarded += 1 }
        case AttributeType.as4Aggregator where !context.fourOctetAS:
            as4Aggregator = Self.aggregator(bytes, value, fourOctetAS: true)
            if as4Aggregator == nil { discarded += 1 }
        default: discarded += 1
        }
    }

    /// RFC 7606 §7.8, §7.14, RFC 8092 §6: a non-zero multiple of the size of one.
    private mutating func decodeCommunities(
        _ attribute: AttributeCursor.Attribute,
        of bytes: RawSpan
    ) throws(AttributeError) {
        let value = attribute.value
        switch attribute.type {
        case AttributeType.communities:
            try require(!value.isEmpty && value.count % 4 == 0, attribute)
            attributes.communities = bytes.loadList(value, stride: 4) { bytes, offset in
                Community(rawValue: bytes.loadUInt32(at: offset) ?? 0)
            }
        case AttributeType.extendedCommunities:
            try require(!value.isEmpty && value.count % 8 == 0, attribute)
            attributes.extendedCommunities = bytes.loadList(value, stride: 8) { bytes, offset in
                ExtendedCommunity(rawValue: bytes.loadUInt64(at: offset) ?? 0)
            }
        default:
            try require(!value.isEmpty && value.count % 12 == 0, attribute)
            attributes.largeCommunities = bytes.loadList(value, stride: 12) { bytes, offset in
                LargeCommunity(
                    bytes.loadUInt32(at: offset) ?? 0,
                    bytes.loadUInt32(at: offset + 4) ?? 0,
                    bytes.loadUInt32(at: offset + 8) ?? 0
                )
            }
        }
    }

    /// Optional transitive ones are kept for passing on with the Partial bit, others quietly ignored (RFC 4271 §5).
    private mutating func decodeUnknown(_ attribute: AttributeCursor.Attribute, of bytes: RawSpan) {
        guard attribute.flags & AttributeType.transitiveFlag != 0 else { return }
        let unknown = UnknownAttribute(type: attribute.type, isPartial: true, value: bytes.copy(attribute.value))
        let place = attributes.unknown.firstIndex { $0.type >= attribute.type } ?? attributes.unknown.count
        if place < attributes.unknown.count, attributes.unknown[place].type == attribute.type { return }
        attributes.unknown.insert(unknown, at: place)
    }

    /// `nil` for a wrong length or AS 0 (RFC 7607).
    private static func aggregator(_ bytes: RawSpan, _ value: Range<Int>, fourOctetAS: Bool) -> Aggregator? {
        let size = fourOctetAS ? 4 : 2
        let number =
            fourOctetAS
            ? bytes.loadUInt32(at: value.lowerBound) : bytes.loadUInt16(at: value.lowerBound).map(UInt32.init)
        guard value.count == size + 4, let number, number != 0,
            let identifier = bytes.loadUInt32(at: value.lowerBound + size)
        else { return nil }
        return Aggregator(asn: ASN(number), identifier: IPv4Address(rawValue: identifier))
    }
}
