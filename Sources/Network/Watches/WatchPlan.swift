import NetworkTypes

/// Something that a router watches, and what it does about it.
public struct WatchPlan: Sendable {
    enum Condition: Sendable {
        /// The wire at that place has carrier.
        case wire(Int)
        /// Any of the sessions at these places is up at the router's end.
        case anySession([Int])
        case route(IPPrefix)
        /// A route to a longer prefix inside of this one.
        case routeInside(IPPrefix)
    }

    enum Consequence: Sendable {
        /// A prefix is advertised while the condition holds, or while it does not.
        case origination(IPPrefix, isNegated: Bool)
        /// The same with the attributes of an aggregate, and what is not known of it is discarded.
        case aggregate(IPPrefix)
        /// The router's priority in its virtual routers is lower while it does not hold.
        case priority(decrement: UInt8)
    }

    var condition: Condition
    var consequence: Consequence
    /// The condition as it is written, for people.
    var text: String
}
