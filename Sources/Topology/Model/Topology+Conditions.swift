public import NetworkTypes

extension Topology {
    /// Something that a router sees for itself, and does something while it is so.
    public enum Condition: Hashable, Sendable {
        /// A wire at one of the router's own ports has carrier.
        case wire(Target)
        /// A session of the router's with Microsoft is established.
        case session(attachment: Int, family: AddressFamily, peering: Peering)
        /// A session of the router's with another member of its LAN is established; `nil` is the core.
        case neighbor(router: Int?)
        /// The router forwards by a route to exactly this prefix.
        case route(IPPrefix)
    }

    /// A condition that costs a router priority in its virtual router as long as it does not hold.
    public struct Tracking: Hashable, Sendable {
        public var condition: Condition
        public var decrement: UInt8
    }

    /// A prefix that a router advertises as long as a condition holds, or as long as it does not.
    public struct ConditionalOrigination: Hashable, Sendable {
        public var prefix: IPPrefix
        public var condition: Condition
        /// `unless` rather than `while`.
        public var isNegated: Bool
    }

    /// A prefix that a router advertises as long as it knows a longer one inside of it (RFC 4271 §9.2.2.2).
    public struct Aggregate: Hashable, Sendable {
        public var prefix: IPPrefix
        /// The longer ones are not advertised to Microsoft.
        public var isSummaryOnly: Bool
    }
}
