/// A request to send a family's routes again, or one of the markers around the answer (RFC 2918, RFC 7313).
public struct RouteRefresh: Hashable, Sendable, BitwiseCopyable {
    public var identifier: FamilyIdentifier
    /// 0 request, 1 beginning, 2 end of the refresh; others are ignored by receivers.
    public var subtype: UInt8

    public init(_ identifier: FamilyIdentifier, subtype: UInt8 = 0) {
        self.identifier = identifier
        self.subtype = subtype
    }

    public init(_ family: RouteFamily) { self.init(family.identifier) }

    /// Reads the body of a ROUTE-REFRESH; octets behind the fourth (outbound filters) are not looked at.
    ///
    /// - Throws: code 7 subcode 1 if it is too short (RFC 7313 §5).
    public init(body: RawSpan) throws(NotificationError) {
        guard let afi = body.loadUInt16(at: 0), let subtype = body.loadUInt8(at: 2),
            let safi = body.loadUInt8(at: 3)
        else { throw NotificationError(code: .routeRefresh, subcode: 1, data: body.copy(0..<body.byteCount)) }
        self.init(FamilyIdentifier(afi: afi, safi: safi), subtype: subtype)
    }

    /// Appends the whole message.
    public func appendMessage(to bytes: inout [UInt8]) {
        MessageHeader(type: .routeRefresh, bodyLength: 4).append(to: &bytes)
        bytes.append(bigEndian: identifier.afi)
        bytes.append(subtype)
        bytes.append(identifier.safi)
    }
}
