public import NetworkTypes

/// Attributes that need no editing and no list: checked, and to be read and copied where they stand in a message.
///
/// By far the most UPDATE messages of a full table qualify. Made by ``UpdateReader/plainAttributes(for:)``, and worth as much as what
/// ``UpdateReader/decodeAttributes(for:)`` makes of the same octets, at a fraction of the cost.
public struct PlainAttributes: ~Escapable {
    let bytes: RawSpan
    /// All attributes from the first to the last, headers included, by ascending type.
    var field: Range<Int>
    /// Left out of the canonical form: NEXT_HOP, and the multiprotocol attributes.
    var nextHopAttribute = 0..<0
    /// Where LOCAL_PREF stands, or would stand if it is empty.
    var localPreferenceAttribute = 0..<0
    var asPath = 0..<0
    var communityValues = 0..<0

    public internal(set) var origin = Origin.igp
    public internal(set) var nextHop: NextHop
    public internal(set) var med: UInt32?
    public internal(set) var localPreference: UInt32?
    /// As ``ASPath/decisionLength``.
    public internal(set) var pathLength = 0
    /// As ``ASPath/firstAS``.
    public internal(set) var firstAS: ASN?

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, _ field: Range<Int>, nextHop: NextHop) {
        self.bytes = bytes
        self.field = field
        self.nextHop = nextHop
    }

    /// How often `asn` occurs in AS_PATH.
    public func count(of asn: ASN) -> Int {
        var count = 0
        var offset = asPath.lowerBound
        while offset < asPath.upperBound {
            let end = offset + 2 + 4 * Int(bytes.loadUInt8(at: offset + 1) ?? 0)
            offset += 2
            while offset < end {
                if bytes.loadUInt32(at: offset) == asn.rawValue { count += 1 }
                offset += 4
            }
        }
        return count
    }

    public var communityCount: Int { communityValues.count / 4 }

    /// One of the communities, of which there are ``communityCount``.
    public func community(_ index: Int) -> Community {
        Community(rawValue: bytes.loadUInt32(at: communityValues.lowerBound + index * 4) ?? 0)
    }

    /// Appends what ``PathAttributes/append(to:fourOctetAS:includingNextHop:)`` writes of the same attributes with four octets per AS,
    /// without next hop, and with another LOCAL_PREF.
    public func append(to target: inout [UInt8], localPreference: UInt32) {
        let (hop, preference) = (nextHopAttribute, localPreferenceAttribute)
        target.append(addingCapacity: field.count + 16) { octets in
            if hop.isEmpty {
                octets.append(bytes, field.lowerBound..<preference.lowerBound)
            } else {
                octets.append(bytes, field.lowerBound..<hop.lowerBound)
                octets.append(bytes, hop.upperBound..<preference.lowerBound)
            }
            octets.append(AttributeType.transitiveFlag)
            octets.append(AttributeType.localPreference)
            octets.append(4)
            octets.append(UInt64(localPreference) << 32, count: 4)
            octets.append(bytes, preference.upperBound..<field.upperBound)
        }
    }
}
