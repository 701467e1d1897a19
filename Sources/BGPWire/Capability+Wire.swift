import NetworkTypes

extension Capability {
    /// The code that stands for the capability (RFC 5492 §4).
    public var code: UInt8 {
        switch self {
        case .multiprotocol: 1
        case .routeRefresh: 2
        case .extendedMessage: 6
        case .gracefulRestart: 64
        case .fourOctetAS: 65
        case .enhancedRouteRefresh: 70
        case .longLivedGracefulRestart: 71
        case .unknown(let code, _): code
        }
    }

    /// Reads the capabilities of one optional parameter.
    ///
    /// - Throws: OPEN error, unspecific, for a length that reaches too far or that a known capability cannot have.
    static func read(
        _ bytes: RawSpan,
        _ range: Range<Int>,
        into capabilities: inout [Capability]
    ) throws(NotificationError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard range.upperBound - offset >= 2, let code = bytes.loadUInt8(at: offset),
                let length = bytes.loadUInt8(at: offset + 1).map(Int.init), length <= range.upperBound - offset - 2,
                let capability = Capability(code: code, bytes, offset + 2..<offset + 2 + length)
            else { throw NotificationError(.unspecificOpen) }
            capabilities.append(capability)
            offset += 2 + length
        }
    }

    private init?(code: UInt8, _ bytes: RawSpan, _ value: Range<Int>) {
        let start = value.lowerBound
        switch code {
        case 1:
            guard value.count == 4, let afi = bytes.loadUInt16(at: start), let safi = bytes.loadUInt8(at: start + 3)
            else { return nil }
            self = .multiprotocol(FamilyIdentifier(afi: afi, safi: safi))
        case 2, 6, 70:
            guard value.isEmpty else { return nil }
            self = code == 2 ? .routeRefresh : code == 6 ? .extendedMessage : .enhancedRouteRefresh
        case 64:
            guard let restart = GracefulRestart(bytes, value) else { return nil }
            self = .gracefulRestart(restart)
        case 65:
            guard value.count == 4, let number = bytes.loadUInt32(at: start) else { return nil }
            self = .fourOctetAS(ASN(number))
        case 71:
            guard let restart = LongLivedGracefulRestart(bytes, value) else { return nil }
            self = .longLivedGracefulRestart(restart)
        default: self = .unknown(code: code, value: bytes.copy(value))
        }
    }

    /// Appends code, length and value; a value that is longer than a capability can be is left out altogether.
    func append(to bytes: inout [UInt8]) {
        var value: [UInt8] = []
        switch self {
        case .multiprotocol(let identifier):
            value.append(bigEndian: identifier.afi)
            value.append(0)
            value.append(identifier.safi)
        case .routeRefresh, .extendedMessage, .enhancedRouteRefresh: break
        case .gracefulRestart(let restart): restart.append(to: &value)
        case .longLivedGracefulRestart(let restart): restart.append(to: &value)
        case .fourOctetAS(let asn): value.append(bigEndian: asn.rawValue)
        case .unknown(_, let raw): value = raw
        }
        guard let length = UInt8(exactly: value.count) else { return }
        bytes += [code, length]
        bytes += value
    }
}

extension GracefulRestart {
    private static let restartingFlag: UInt16 = 0x8000
    private static let notificationFlag: UInt16 = 0x4000
    private static let forwardingFlag: UInt8 = 0x80

    fileprivate init?(_ bytes: RawSpan, _ value: Range<Int>) {
        guard value.count >= 2, value.count % 4 == 2, let word = bytes.loadUInt16(at: value.lowerBound) else {
            return nil
        }
        var families: [Family] = []
        for offset in stride(from: value.lowerBound + 2, to: value.upperBound, by: 4) {
            guard let afi = bytes.loadUInt16(at: offset), let safi = bytes.loadUInt8(at: offset + 2),
                let flags = bytes.loadUInt8(at: offset + 3)
            else { return nil }
            let identifier = FamilyIdentifier(afi: afi, safi: safi)
            families.append(Family(identifier, preservesForwarding: flags & Self.forwardingFlag != 0))
        }
        self.init(
            isRestarting: word & Self.restartingFlag != 0,
            honoursNotification: word & Self.notificationFlag != 0,
            restartTimeSeconds: word & 0xFFF,
            families: families
        )
    }

    fileprivate func append(to bytes: inout [UInt8]) {
        var word = restartTimeSeconds & 0xFFF
        if isRestarting { word |= Self.restartingFlag }
        if honoursNotification { word |= Self.notificationFlag }
        bytes.append(bigEndian: word)
        for family in families {
            bytes.append(bigEndian: family.identifier.afi)
            bytes.append(family.identifier.safi)
            bytes.append(family.preservesForwarding ? Self.forwardingFlag : 0)
        }
    }
}

extension LongLivedGracefulRestart {
    private static let forwardingFlag: UInt8 = 0x80
    private static let familyLength = 7

    fileprivate init?(_ bytes: RawSpan, _ value: Range<Int>) {
        guard value.count % Self.familyLength == 0 else { return nil }
        var families: [Family] = []
        for offset in stride(from: value.lowerBound, to: value.upperBound, by: Self.familyLength) {
            guard let afi = bytes.loadUInt16(at: offset), let safi = bytes.loadUInt8(at: offset + 2),
                // The stale time's three octets stand behind the one of the flags.
                let word = bytes.loadUInt32(at: offset + 3)
            else { return nil }
            families.append(
                Family(
                    FamilyIdentifier(afi: afi, safi: safi),
                    preservesForwarding: UInt8(truncatingIfNeeded: word >> 24) & Self.forwardingFlag != 0,
                    staleTimeSeconds: word & 0xFF_FFFF
                )
            )
        }
        self.init(families: families)
    }

    fileprivate func append(to bytes: inout [UInt8]) {
        for family in families {
            bytes.append(bigEndian: family.identifier.afi)
            bytes.append(family.identifier.safi)
            let flags: UInt32 = family.preservesForwarding ? UInt32(Self.forwardingFlag) << 24 : 0
            bytes.append(bigEndian: flags | family.staleTimeSeconds & 0xFF_FFFF)
        }
    }
}
