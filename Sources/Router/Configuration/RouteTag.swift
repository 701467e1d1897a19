public import RIB

/// Where a route entered the router, as far as the rules of who may learn it are concerned.
public enum RouteTag: UInt8, Hashable, Sendable, CaseIterable {
    /// Announced by the router itself.
    case local
    /// Learned inside the same site or system.
    case `internal`
    /// Learned from a customer.
    case customer
    /// Learned from a gateway that keeps to itself.
    case gateway
    /// Learned from a gateway that takes part in the exchange between virtual networks.
    case openGateway
    /// Brought by the backbone from another MSEE.
    case backbone
    /// Learned from Microsoft.
    case microsoft
}

extension TagMask {
    /// The mask of the given tags.
    public init(_ tags: [RouteTag]) {
        self = tags.reduce(into: .none) { $0.rawValue |= 1 << UInt64($1.rawValue) }
    }
}
