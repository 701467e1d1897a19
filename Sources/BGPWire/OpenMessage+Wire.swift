import NetworkTypes

extension OpenMessage {
    private static let version: UInt8 = 4
    private static let capabilitiesParameter: UInt8 = 2
    /// Announces two-octet lengths where the first parameter's type would stand (RFC 9072).
    private static let extendedLengthType: UInt8 = 255

    /// Reads the body of an OPEN.
    ///
    /// - Throws: code 2 of RFC 4271 §6.2, of what can be said without knowing who the peer should be.
    public init(body: RawSpan) throws(NotificationError) {
        guard let version = body.loadUInt8(at: 0), let twoOctetASN = body.loadUInt16(at: 1),
            let holdTime = body.loadUInt16(at: 3), let identifier = body.loadUInt32(at: 5),
            let parametersLength = body.loadUInt8(at: 9).map(Int.init)
        else { throw NotificationError(.unspecificOpen) }
        guard version == Self.version else { throw NotificationError(.unsupportedVersion, data: [0, Self.version]) }
        let capabilities = try Self.readParameters(body, statedLength: parametersLength)
        var asn = ASN(UInt32(twoOctetASN))
        for case .fourOctetAS(let fourOctetASN) in capabilities { asn = fourOctetASN }
        guard twoOctetASN != 0, asn.rawValue != 0 else { throw NotificationError(.badPeerAS) }
        guard holdTime == 0 || holdTime >= 3 else { throw NotificationError(.unacceptableHoldTime) }
        guard identifier != 0 else { throw NotificationError(.badIdentifier) }
        self.init(
            asn: asn,
            holdTimeSeconds: holdTime,
            identifier: RouterID(rawValue: identifier),
            capabilities: capabilities
        )
    }

    private static func readParameters(_ body: RawSpan, statedLength: Int) throws(NotificationError) -> [Capability] {
        var offset = 10
        var length = statedLength
        let isExtended = statedLength > 0 && body.loadUInt8(at: 10) == extendedLengthType
        if isExtended {
            guard let extended = body.loadUInt16(at: 11) else { throw NotificationError(.unspecificOpen) }
            length = Int(extended)
            offset = 13
        }
        let end = offset + length
        guard end == body.byteCount else { throw NotificationError(.unspecificOpen) }
        var capabilities: [Capability] = []
        while offset < end {
            let type = body.loadUInt8(at: offset)
            let size =
                isExtended
                ? body.loadUInt16(at: offset + 1).map(Int.init) : body.loadUInt8(at: offset + 1).map(Int.init)
            offset += isExtended ? 3 : 2
            guard let type, let size, offset <= end, size <= end - offset else {
                throw NotificationError(.unspecificOpen)
            }
            guard type == capabilitiesParameter else { throw NotificationError(.unsupportedOptionalParameter) }
            try Capability.read(body, offset..<offset + size, into: &capabilities)
            offset += size
        }
        return capabilities
    }

    /// Appends the whole message, all capabilities in one parameter (RFC 5492 §4).
    public func appendMessage(to bytes: inout [UInt8]) {
        var list: [UInt8] = []
        for capability in capabilities { capability.append(to: &list) }
        var parameters: [UInt8] = []
        if list.count > 253 {
            parameters += [255, Self.extendedLengthType]
            parameters.append(bigEndian: UInt16(clamping: list.count + 3))
            parameters.append(Self.capabilitiesParameter)
            parameters.append(bigEndian: UInt16(clamping: list.count))
        } else if !list.isEmpty {
            parameters.append(UInt8(list.count + 2))
            parameters += [Self.capabilitiesParameter, UInt8(list.count)]
        } else {
            parameters.append(0)
        }
        parameters += list
        MessageHeader(type: .open, bodyLength: 9 + parameters.count).append(to: &bytes)
        bytes.append(Self.version)
        bytes.append(bigEndian: UInt16(exactly: asn.rawValue) ?? UInt16(ASN.trans.rawValue))
        bytes.append(bigEndian: holdTimeSeconds)
        bytes.append(bigEndian: identifier.rawValue)
        bytes += parameters
    }
}
