/// Why the routes of an UPDATE count as withdrawn although the session stays up (RFC 7606 §2).
public enum AttributeError: Error, Hashable, Sendable {
    /// An attribute, or its header, reaches beyond the Total Path Attribute Length (RFC 7606 §4).
    case overrun
    /// Optional or transitive bits contradict the type (RFC 7606 §3 c).
    case flags(type: UInt8, flags: UInt8)
    /// A length that the type does not allow.
    case length(type: UInt8, length: Int)
    /// A value that the type does not allow, such as ORIGIN 3.
    case value(type: UInt8)
    /// A mandatory attribute is not there (RFC 7606 §3 d).
    case missing(type: UInt8)

    /// The UPDATE error subcode that RFC 4271 §6.3 names for it, for the journal.
    public var subcode: UpdateSubcode {
        switch self {
        case .overrun: .malformedAttributeList
        case .flags: .attributeFlags
        case .length: .attributeLength
        case .value(type: 1): .invalidOrigin
        case .value(type: 2): .malformedASPath
        case .value(type: 3): .invalidNextHop
        case .value: .optionalAttribute
        case .missing: .missingWellKnownAttribute
        }
    }
}

/// What the attributes of an UPDATE amount to.
public enum AttributeOutcome: Equatable, Sendable {
    /// The routes may be used. `discarded` counts attributes that were left out as malformed or out of place.
    case usable(PathAttributes, discarded: Int)
    /// The routes that the UPDATE announces are to be withdrawn instead.
    case treatAsWithdraw(AttributeError)
}
