public import NetworkTypes

extension ASPath {
    /// Puts `asn` in front `count` times, in the leading sequence or a new one (RFC 4271 §5.1.2).
    public mutating func prepend(_ asn: ASN, count: Int = 1) {
        guard count > 0 else { return }
        var added = Array(repeating: asn, count: count)
        let leading = words.first.map { ($0 >> 24, Int($0 & 0xFF_FFFF)) }
        if let (kind, length) = leading, kind == UInt32(SegmentKind.sequence.rawValue) {
            let room = Swift.min(Self.maximumSegmentCount - length, added.count)
            if room > 0 {
                words[0] = Self.header(.sequence, count: length + room)
                words.insert(contentsOf: repeatElement(asn.rawValue, count: room), at: 1)
                added.removeLast(room)
            }
        }
        if !added.isEmpty { words = ASPath(added).words + words }
    }

    /// Puts `replacement` wherever `asn` stands.
    public mutating func replace(_ asn: ASN, with replacement: ASN) {
        self = mapping { $0 == asn ? replacement : $0 }
    }

    /// Takes every occurrence out; segments left empty disappear.
    public mutating func remove(_ asn: ASN) {
        self = mapping { $0 == asn ? nil : $0 }
    }

    /// Takes private AS numbers out (RFC 6996).
    public mutating func removePrivate() {
        self = mapping { $0.isPrivate ? nil : $0 }
    }

    /// Takes confederation segments out, as a path leaves its confederation (RFC 5065 §4.1).
    public mutating func removeConfederationSegments() {
        self = ASPath(segments: segments.filter { $0.kind == .sequence || $0.kind == .set })
    }

    private func mapping(_ transform: (ASN) -> ASN?) -> ASPath {
        ASPath(segments: segments.map { Segment($0.kind, $0.asns.compactMap(transform)) })
    }

    /// This path from a two-octet speaker with the large numbers that its AS4_PATH kept (RFC 6793 §4.2.3).
    func merged(with kept: ASPath) -> ASPath {
        let surplus = decisionLength - kept.decisionLength
        // An AS4_PATH that is longer than AS_PATH was not kept up to date: ignore it.
        guard surplus >= 0 else { return self }
        var leading: [Segment] = []
        var needed = surplus
        for segment in segments {
            switch segment.kind {
            case .confederationSequence, .confederationSet: leading.append(segment)
            case .set where needed > 0:
                leading.append(segment)
                needed -= 1
            case .sequence where needed > 0:
                leading.append(Segment(.sequence, Array(segment.asns.prefix(needed))))
                needed -= Swift.min(needed, segment.asns.count)
            case .set, .sequence: break
            }
            if needed == 0, segment.kind == .sequence || segment.kind == .set { break }
        }
        return ASPath(segments: Self.joiningSequences(leading + kept.segments))
    }

    private static func joiningSequences(_ segments: [Segment]) -> [Segment] {
        var result: [Segment] = []
        for segment in segments {
            if segment.kind == .sequence, let last = result.last, last.kind == .sequence {
                result[result.count - 1].asns += segment.asns
            } else {
                result.append(segment)
            }
        }
        return result
    }
}
