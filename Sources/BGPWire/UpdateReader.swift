/// The two places of an UPDATE where routes stand: its own fields, and MP_REACH_NLRI or MP_UNREACH_NLRI.
public enum UpdateSection: UInt8, Hashable, Sendable, CaseIterable {
    /// Withdrawn Routes and NLRI: IPv4 unicast (RFC 4271 §4.3).
    case body
    /// The multiprotocol attributes (RFC 4760).
    case multiprotocol
}

/// A view of an UPDATE that has passed every check whose failure resets the session (RFC 7606).
///
/// The initialiser looks at structure only: lengths, flags, duplicates, next hop length, every NLRI length. Values are read by
/// ``decodeAttributes(for:)``, which may be skipped if ``keyMatches(_:for:)`` finds the octets known from a
/// peer with the same context. Use:
///
///     let update = try UpdateReader(body, context: context)
///     for section in UpdateSection.allCases { /* withdrawn(…), then announced(…), as their families say */ }
///
/// Nothing is copied or allocated, except for an error's data.
public struct UpdateReader: ~Escapable {
    @usableFromInline let bytes: RawSpan
    let context: WireContext
    /// What the structure alone makes of the announced routes: they count as withdrawn.
    ///
    /// Look at it before looking up a key; ``decodeAttributes(for:)`` returns it too.
    public private(set) var attributeError: AttributeError?

    /// Fields of the message, as ranges of `bytes`.
    let withdrawnField: Range<Int>
    let attributeField: Range<Int>
    let announcedField: Range<Int>
    /// The two multiprotocol attributes with their headers, for cutting them out of the key.
    var reachableAttribute = 0..<0
    var unreachableAttribute = 0..<0
    /// AFI, SAFI, length and next hop of MP_REACH_NLRI, and its destinations.
    var nextHopField = 0..<0
    var reachableField = 0..<0
    var unreachableField = 0..<0
    var reachableFamily: RouteFamily?
    var unreachableFamily: RouteFamily?
    /// Bit per attribute type below 64 that is present.
    var presentTypes: UInt64 = 0
    var attributeCount = 0

    /// - Throws: the NOTIFICATION with which the session must end.
    @_lifetime(copy body)
    public init(_ body: RawSpan, context: WireContext) throws(NotificationError) {
        // The fields must add up, else nothing can be located (RFC 4271 §6.3).
        guard let withdrawnLength = body.loadUInt16(at: 0),
            let attributeLength = body.loadUInt16(at: 2 + Int(withdrawnLength))
        else { throw NotificationError(.malformedAttributeList) }
        let attributeStart = 4 + Int(withdrawnLength)
        guard Int(attributeLength) <= body.byteCount - attributeStart else {
            throw NotificationError(.malformedAttributeList)
        }
        bytes = body
        self.context = context
        withdrawnField = 2..<2 + Int(withdrawnLength)
        attributeField = attributeStart..<attributeStart + Int(attributeLength)
        announcedField = attributeField.upperBound..<body.byteCount
        guard IPv4NLRI.isWellFormed(body, withdrawnField), IPv4NLRI.isWellFormed(body, announcedField) else {
            throw NotificationError(.invalidNetworkField)
        }
        try scanAttributes()
        checkMandatoryAttributes()
    }

    /// The family whose initial routes are complete with this message (RFC 4724 §2).
    public var endOfRIB: RouteFamily? {
        guard withdrawnField.isEmpty, announcedField.isEmpty else { return nil }
        if attributeField.isEmpty { return .ipv4Unicast }
        guard attributeCount == 1, !unreachableAttribute.isEmpty, unreachableField.isEmpty else { return nil }
        return unreachableFamily
    }

    /// The family of the announced routes in a section; `nil` if there are none or the family was not negotiated.
    public func announcedFamily(in section: UpdateSection) -> RouteFamily? {
        switch section {
        case .body: announcedField.isEmpty || !context.families.contains(.ipv4Unicast) ? nil : .ipv4Unicast
        case .multiprotocol: reachableField.isEmpty ? nil : reachableFamily
        }
    }

    /// The family of the withdrawn routes in a section; `nil` if there are none or the family was not negotiated.
    public func withdrawnFamily(in section: UpdateSection) -> RouteFamily? {
        switch section {
        case .body: withdrawnField.isEmpty || !context.families.contains(.ipv4Unicast) ? nil : .ipv4Unicast
        case .multiprotocol: unreachableField.isEmpty ? nil : unreachableFamily
        }
    }

    /// The announced routes of a section; none if `type` is not the one of ``announcedFamily(in:)``.
    @_lifetime(copy self)
    public func announced<Route: WireRoute>(_ type: Route.Type, in section: UpdateSection) -> NLRICursor<Route> {
        let field = section == .body ? announcedField : reachableField
        let isMatching = announcedFamily(in: section) == Route.family
        return NLRICursor(bytes.extracting(isMatching ? field : 0..<0), isWithdrawal: false)
    }

    /// The withdrawn routes of a section; none if `type` is not the one of ``withdrawnFamily(in:)``.
    @_lifetime(copy self)
    public func withdrawn<Route: WireRoute>(_ type: Route.Type, in section: UpdateSection) -> NLRICursor<Route> {
        let field = section == .body ? withdrawnField : unreachableField
        let isMatching = withdrawnFamily(in: section) == Route.family
        return NLRICursor(bytes.extracting(isMatching ? field : 0..<0), isWithdrawal: true)
    }
}

extension UpdateReader {
    mutating func note(_ error: AttributeError) {
        if attributeError == nil { attributeError = error }
    }

    func isPresent(_ type: UInt8) -> Bool { presentTypes >> UInt64(type) & 1 == 1 }

    /// Announced routes need ORIGIN and AS_PATH, those in the body NEXT_HOP too (RFC 7606 §3 d).
    private mutating func checkMandatoryAttributes() {
        let hasBody = !announcedField.isEmpty
        guard attributeError == nil, hasBody || !reachableField.isEmpty else { return }
        if !isPresent(AttributeType.origin) {
            note(.missing(type: AttributeType.origin))
        } else if !isPresent(AttributeType.asPath) {
            note(.missing(type: AttributeType.asPath))
        } else if hasBody, !isPresent(AttributeType.nextHop) {
            note(.missing(type: AttributeType.nextHop))
        }
    }
}
