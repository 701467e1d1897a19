import NetworkTypes

extension PathAttributes {
    /// Appends all attributes but MP_REACH_NLRI and MP_UNREACH_NLRI in canonical form: by ascending type, shortest headers.
    ///
    /// Equal values give equal octets, so the result serves as a key. NEXT_HOP is written only with
    /// `includingNextHop` and an IPv4 next hop. Without `fourOctetAS`, large AS numbers become AS_TRANS and AS4_PATH and
    /// AS4_AGGREGATOR follow (RFC 6793 §4.2.2). Empty lists are left out. Complexity: linear in the size written.
    public func append(to bytes: inout [UInt8], fourOctetAS: Bool, includingNextHop: Bool) {
        var unknown = self.unknown[...]
        bytes.appendHeader(AttributeType.transitiveFlag, AttributeType.origin, length: 1)
        bytes.append(origin.rawValue)
        let pathLength = asPath.encodedByteCount(fourOctetAS: fourOctetAS)
        bytes.appendHeader(AttributeType.transitiveFlag, AttributeType.asPath, length: pathLength)
        asPath.append(to: &bytes, fourOctetAS: fourOctetAS)
        if includingNextHop, let address = nextHop?.address.v4 {
            bytes.appendAttribute(AttributeType.transitiveFlag, AttributeType.nextHop, address.rawValue)
        }
        if let med { bytes.appendAttribute(AttributeType.optionalFlag, AttributeType.med, med) }
        if let localPreference {
            bytes.appendAttribute(AttributeType.transitiveFlag, AttributeType.localPreference, localPreference)
        }
        if isAtomicAggregate {
            bytes.appendHeader(AttributeType.transitiveFlag, AttributeType.atomicAggregate, length: 0)
        }
        if let aggregator {
            bytes.appendHeader(flags(AttributeType.aggregator), AttributeType.aggregator, length: fourOctetAS ? 8 : 6)
            aggregator.append(to: &bytes, fourOctetAS: fourOctetAS)
        }
        if !communities.isEmpty {
            let type = AttributeType.communities
            bytes.appendHeader(flags(type), type, length: communities.count * 4)
            for community in communities { bytes.append(bigEndian: community.rawValue) }
        }
        if let originatorID {
            bytes.appendAttribute(AttributeType.optionalFlag, AttributeType.originatorID, originatorID.rawValue)
        }
        if !clusterList.isEmpty {
            let type = AttributeType.clusterList
            bytes.appendHeader(AttributeType.optionalFlag, type, length: clusterList.count * 4)
            for identifier in clusterList { bytes.append(bigEndian: identifier.rawValue) }
        }
        bytes.append(unknown: &unknown, below: AttributeType.extendedCommunities)
        if !extendedCommunities.isEmpty {
            let type = AttributeType.extendedCommunities
            bytes.appendHeader(flags(type), type, length: extendedCommunities.count * 8)
            for community in extendedCommunities { bytes.append(bigEndian: community.rawValue) }
        }
        if !fourOctetAS { appendFourOctetAttributes(to: &bytes) }
        bytes.append(unknown: &unknown, below: AttributeType.largeCommunities)
        if !largeCommunities.isEmpty {
            let type = AttributeType.largeCommunities
            bytes.appendHeader(flags(type), type, length: largeCommunities.count * 12)
            for community in largeCommunities {
                bytes.append(bigEndian: community.globalAdministrator)
                bytes.append(bigEndian: community.localData1)
                bytes.append(bigEndian: community.localData2)
            }
        }
        bytes.append(unknown: &unknown, below: nil)
    }

    /// AS4_PATH and AS4_AGGREGATOR, each only if a number would be lost (RFC 6793 §4.2.2).
    private func appendFourOctetAttributes(to bytes: inout [UInt8]) {
        let flags = AttributeType.optionalFlag | AttributeType.transitiveFlag
        if asPath.hasFourOctetAS {
            var kept = asPath
            kept.removeConfederationSegments()
            if kept.hasFourOctetAS {
                let length = kept.encodedByteCount(fourOctetAS: true)
                bytes.appendHeader(flags, AttributeType.as4Path, length: length)
                kept.append(to: &bytes, fourOctetAS: true)
            }
        }
        if let aggregator, !aggregator.asn.isTwoOctet {
            bytes.appendHeader(flags, AttributeType.as4Aggregator, length: 8)
            aggregator.append(to: &bytes, fourOctetAS: true)
        }
    }

    /// The flags of an optional transitive attribute.
    private func flags(_ type: UInt8) -> UInt8 {
        let flags = AttributeType.optionalFlag | AttributeType.transitiveFlag
        return partialTypes >> UInt64(type) & 1 == 1 ? flags | AttributeType.partialFlag : flags
    }
}

extension Aggregator {
    fileprivate func append(to bytes: inout [UInt8], fourOctetAS: Bool) {
        if fourOctetAS {
            bytes.append(bigEndian: asn.rawValue)
        } else {
            bytes.append(bigEndian: UInt16(exactly: asn.rawValue) ?? 23456)
        }
        bytes.append(bigEndian: identifier.rawValue)
    }
}

extension [UInt8] {
    /// A length beyond 65535 cannot be written; no message has room for such an attribute, so the writer refuses it.
    fileprivate mutating func appendHeader(_ flags: UInt8, _ type: UInt8, length: Int) {
        if length > 255 {
            append(flags | AttributeType.extendedLengthFlag)
            append(type)
            append(bigEndian: UInt16(clamping: length))
        } else {
            append(flags)
            append(type)
            append(UInt8(truncatingIfNeeded: length))
        }
    }

    fileprivate mutating func appendAttribute(_ flags: UInt8, _ type: UInt8, _ value: UInt32) {
        appendHeader(flags, type, length: 4)
        append(bigEndian: value)
    }

    /// Appends the attributes whose type is below `limit`, and takes them off the list.
    fileprivate mutating func append(unknown: inout ArraySlice<UnknownAttribute>, below limit: UInt8?) {
        while let attribute = unknown.first {
            if let limit, attribute.type >= limit { return }
            let flags = AttributeType.optionalFlag | AttributeType.transitiveFlag
            appendHeader(
                attribute.isPartial ? flags | AttributeType.partialFlag : flags,
                attribute.type,
                length: attribute.value.count
            )
            append(contentsOf: attribute.value)
            unknown.removeFirst()
        }
    }
}
