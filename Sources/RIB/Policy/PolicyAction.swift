public import BGPWire
public import NetworkTypes

/// A change that a policy term makes to a route.
public enum PolicyAction: Hashable, Sendable {
    case setLocalPreference(UInt32)
    case setMED(UInt32)
    case removeMED
    case setWeight(UInt32)
    /// Prepends `asn` (this router's own if `nil`) the given number of times.
    case prepend(asn: ASN?, count: UInt8)
    /// Takes the private ASNs of RFC 6996 out of AS_PATH, wherever they stand.
    case removePrivateASNs
    case addCommunities([Community])
    case addLargeCommunities([LargeCommunity])
    case removeCommunities([Community])
    case setCommunities([Community])
    /// AS_PATH, MED and communities are lost, and ORIGIN is INCOMPLETE: what is left of a route that went through another protocol.
    case redistribute
}
