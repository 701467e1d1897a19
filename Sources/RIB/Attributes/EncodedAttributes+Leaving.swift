internal import BGPWire
internal import NetworkTypes

extension EncodedAttributes {
    /// Appends what a peer in another AS gets of these attributes where no policy edits them.
    ///
    /// The octets are those that decoding, leaving the AS, prepending and encoding would give, but no list is made.
    ///
    /// - Parameter count: how often `asn` is prepended, from 1 to 255.
    /// - Returns: `false`, with the target as it was, if there are attributes that have to be looked into.
    func appendLeavingAS(to target: inout [UInt8], prepending asn: ASN, count: Int, keepsMED: Bool) -> Bool {
        var isComplete = true
        target.append(addingCapacity: bytes.byteCount + 16 + count * 4) { octets in
            isComplete = appendLeavingAS(to: &octets, prepending: asn, count: count, keepsMED: keepsMED)
            if !isComplete { octets.removeAll() }
        }
        return isComplete
    }

    private func appendLeavingAS(
        to target: inout OutputSpan<UInt8>,
        prepending asn: ASN,
        count: Int,
        keepsMED: Bool
    ) -> Bool {
        var cursor = AttributeCursor(bytes)
        // Octets that go unchanged and have yet to be appended.
        var kept = 0..<0
        while let attribute = cursor.next() {
            switch attribute.type {
            case 2:
                target.append(bytes, kept)
                guard appendPath(attribute.value, to: &target, prepending: asn, count: count) else { return false }
                kept = attribute.value.upperBound..<attribute.value.upperBound
            case 4 where !keepsMED, 5, 9, 10:
                // MED mostly, LOCAL_PREF, ORIGINATOR_ID and CLUSTER_LIST stay in the AS.
                target.append(bytes, kept)
                kept = attribute.value.upperBound..<attribute.value.upperBound
            // Some extended communities do too.
            case 16: return false
            default: kept = kept.lowerBound..<attribute.value.upperBound
            }
        }
        target.append(bytes, kept)
        return true
    }

    /// Appends AS_PATH with `asn` in front, in the leading sequence or one of its own; `false` if the sequence has no room.
    private func appendPath(
        _ value: Range<Int>,
        to target: inout OutputSpan<UInt8>,
        prepending asn: ASN,
        count: Int
    ) -> Bool {
        let hasSequence = bytes.octet(at: value.lowerBound) == 2 && !value.isEmpty
        let length = hasSequence ? Int(bytes.octet(at: value.lowerBound + 1) ?? 0) : 0
        guard length + count <= 255 else { return false }
        let rest = value.lowerBound + (hasSequence ? 2 : 0)..<value.upperBound
        let size = 2 + count * 4 + rest.count
        target.append(size > 255 ? 0x50 : 0x40)
        target.append(2)
        if size > 255 { target.append(UInt8(size >> 8 & 255)) }
        target.append(UInt8(size & 255))
        target.append(2)
        target.append(UInt8(length + count))
        for _ in 0..<count {
            target.append(UInt8(asn.rawValue >> 24))
            target.append(UInt8(asn.rawValue >> 16 & 255))
            target.append(UInt8(asn.rawValue >> 8 & 255))
            target.append(UInt8(asn.rawValue & 255))
        }
        target.append(bytes, rest)
        return true
    }
}

extension AttributeRecord {
    /// The record that goes with ``EncodedAttributes/appendLeavingAS(to:prepending:count:keepsMED:)``.
    func leavingAS(prepending asn: ASN, count: Int, keepsMED: Bool, nextHop: UInt32) -> AttributeRecord {
        var record = self
        record.nextHop = nextHop
        record.weight = 0
        record.localPreference = 0
        if !keepsMED { record.med = 0 }
        record.originator = 0
        record.clusterListLength = 0
        record.neighborAS = asn.rawValue
        record.pathLength = UInt16(clamping: Int(pathLength) + count)
        return record
    }
}
