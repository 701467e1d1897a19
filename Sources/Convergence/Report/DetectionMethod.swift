/// What told a node that something had changed.
public enum DetectionMethod: String, Hashable, Sendable, CaseIterable {
    /// A port lost or regained carrier.
    case carrier
    /// A BFD session left or reached Up.
    case bfd
    /// A BGP hold timer expired.
    case holdTimer
    /// The peer said so in a NOTIFICATION.
    case notification
    /// The peer took its routes back in an UPDATE.
    case withdrawal
    /// Health probing of a gateway instance.
    case healthProbe
    /// The virtual first hop moved.
    case vrrp
    /// The transport under a session was closed or timed out.
    case transport
    /// A session was shut down or reset where it ended.
    case administrative
    /// A session exceeded its prefix limit.
    case prefixLimit
    /// A session broke over what its peer sent.
    case error
    /// A BGP session came up: how a restore is noticed where nothing lower tells.
    case session
    /// A neighbour's link-layer address could no longer, or could again, be resolved.
    case neighbor
}
