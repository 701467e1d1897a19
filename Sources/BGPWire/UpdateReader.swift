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
    let bytes: RawSpan
    /// What the structure alone makes of the routes: treat as withdrawn. Check it before looking up a key.
    public let attributeError: AttributeError?
    /// The family whose initial routes are complete with this message (RFC 4724 §2).
    public let endOfRIB: RouteFamily?

    /// - Throws: the NOTIFICATION with which the session must end.
    @_lifetime(copy body)
    public init(_ body: RawSpan, context: WireContext) throws(NotificationError) { fatalError() }

    /// The family of the announced routes in a section; `nil` if there are none or the family was not negotiated.
    public func announcedFamily(in section: UpdateSection) -> RouteFamily? { fatalError() }

    /// The family of the withdrawn routes in a section; `nil` if there are none or the family was not negotiated.
    public func withdrawnFamily(in section: UpdateSection) -> RouteFamily? { fatalError() }

    /// The announced routes of a section. `type` must be the one of ``announcedFamily(in:)``; else there are none.
    @_lifetime(copy self)
    public func announced<Route: WireRoute>(_ type: Route.Type, in section: UpdateSection) -> NLRICursor<Route> {
        fatalError()
    }

    /// The withdrawn routes of a section. `type` must be the one of ``withdrawnFamily(in:)``; else there are none.
    @_lifetime(copy self)
    public func withdrawn<Route: WireRoute>(_ type: Route.Type, in section: UpdateSection) -> NLRICursor<Route> {
        fatalError()
    }

    /// Reads the attributes of a section's announced routes, the next hop of that section included.
    public func decodeAttributes(for section: UpdateSection) -> AttributeOutcome { fatalError() }
}
