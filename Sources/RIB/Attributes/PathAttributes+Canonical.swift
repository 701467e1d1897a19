internal import BGPWire
internal import NetworkTypes

extension PathAttributes {
    /// Decodes what ``PathAttributes/append(to:fourOctetAS:includingNextHop:)`` wrote with four octets per AS.
    init(canonical bytes: RawSpan) {
        self.init()
        var cursor = AttributeCursor(bytes)
        while let attribute = cursor.next() {
            let start = attribute.value.lowerBound
            let words = attribute.value.count / 4
            func word(_ index: Int) -> UInt32 { bytes.number(at: start + index * 4, as: UInt32.self) ?? 0 }
            switch attribute.type {
            case 1: origin = bytes.octet(at: start).flatMap(Origin.init(rawValue:)) ?? .incomplete
            case 2: asPath = ASPath(canonical: bytes, attribute.value)
            case 4: med = word(0)
            case 5: localPreference = word(0)
            case 6: isAtomicAggregate = true
            case 7: aggregator = Aggregator(asn: ASN(word(0)), identifier: IPv4Address(rawValue: word(1)))
            case 8: communities = (0..<words).map { Community(rawValue: word($0)) }
            case 9: originatorID = RouterID(rawValue: word(0))
            case 10: clusterList = (0..<words).map { RouterID(rawValue: word($0)) }
            case 16:
                extendedCommunities = (0..<words / 2).map {
                    ExtendedCommunity(rawValue: UInt64(word($0 * 2)) << 32 | UInt64(word($0 * 2 + 1)))
                }
            case 32:
                largeCommunities = (0..<words / 3).map {
                    LargeCommunity(word($0 * 3), word($0 * 3 + 1), word($0 * 3 + 2))
                }
            default:
                unknown.append(
                    UnknownAttribute(
                        type: attribute.type,
                        isPartial: attribute.flags & 0x20 != 0,
                        value: attribute.value.map { bytes.octet(at: $0) ?? 0 }
                    )
                )
            }
        }
    }
}

extension ASPath {
    init(canonical bytes: RawSpan, _ range: Range<Int>) {
        var segments: [Segment] = []
        var offset = range.lowerBound
        while offset + 2 <= range.upperBound, let kind = bytes.octet(at: offset), let count = bytes.octet(at: offset + 1) {
            let asns = (0..<Int(count)).map { ASN(bytes.number(at: offset + 2 + $0 * 4, as: UInt32.self) ?? 0) }
            segments.append(Segment(SegmentKind(rawValue: kind) ?? .set, asns))
            offset += 2 + Int(count) * 4
        }
        self.init(segments: segments)
    }
}

extension AttributeRecord {
    /// What the decision needs of a set of attributes.
    ///
    /// - Parameter originator: the identifier of an iBGP peer, which stands in for a missing ORIGINATOR_ID (RFC 4456 §9).
    init(_ attributes: PathAttributes, nextHop: UInt32, label: UInt32, weight: UInt32, originator: RouterID?) {
        self.init()
        self.nextHop = nextHop
        self.label = label
        self.weight = weight
        localPreference = attributes.localPreference ?? 0
        med = attributes.med ?? 0
        self.originator = (attributes.originatorID ?? originator)?.rawValue ?? 0
        neighborAS = attributes.asPath.firstAS?.rawValue ?? 0
        pathLength = UInt16(clamping: attributes.asPath.decisionLength)
        clusterListLength = UInt16(clamping: attributes.clusterList.count)
        origin = attributes.origin.rawValue
        for community in attributes.communities {
            if community == .noExport || community == .noExportSubconfed { isNoExport = true }
            if community == .noAdvertise { isNoAdvertise = true }
        }
    }
}
