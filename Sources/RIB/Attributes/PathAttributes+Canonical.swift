internal import BGPWire
internal import NetworkTypes

extension PathAttributes {
    /// Decodes what ``PathAttributes/append(to:fourOctetAS:includingNextHop:)`` wrote with four octets per AS.
    init(canonical bytes: RawSpan) {
        // An UPDATE without destinations, from a peer that may send everything, has the same attributes.
        var body: [UInt8] = []
        body.reserveCapacity(bytes.byteCount + 4)
        body.append(contentsOf: [0, 0, UInt8(bytes.byteCount >> 8 & 255), UInt8(bytes.byteCount & 255)])
        body.append(bytes, 0..<bytes.byteCount)
        self.init()
        if let update = try? UpdateReader(body.span.bytes, context: WireContext(isExternal: false)),
            case .usable(let set, discarded: _) = update.decodeAttributes(for: .body)
        {
            self = set
        }
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
        for community in attributes.communities { note(community) }
    }

    /// The same of attributes that were not decoded; label, weight and originator are left for later.
    init(_ attributes: borrowing PlainAttributes, localPreference: UInt32, nextHop: UInt32) {
        self.init()
        self.nextHop = nextHop
        self.localPreference = localPreference
        med = attributes.med ?? 0
        neighborAS = attributes.firstAS?.rawValue ?? 0
        pathLength = UInt16(clamping: attributes.pathLength)
        origin = attributes.origin.rawValue
        for index in 0..<attributes.communityCount { note(attributes.community(index)) }
    }

    private mutating func note(_ community: Community) {
        if community == .noExport || community == .noExportSubconfed { isNoExport = true }
        if community == .noAdvertise { isNoAdvertise = true }
        if community == .longLivedStale { isLongLivedStale = true }
        if community == .gracefulShutdown { isShuttingDown = true }
    }
}
