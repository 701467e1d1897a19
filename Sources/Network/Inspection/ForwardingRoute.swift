public import NetworkTypes

/// A line of a router's forwarding table, for people and tests.
public struct ForwardingRoute: Hashable, Sendable {
    public var prefix: IPPrefix
    /// In an order that depends on the set only; more than one share the flows.
    public var nextHops: [NextHop]

    public struct NextHop: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// A neighbour on the interface with that place in the router's configuration.
            case neighbor(IPAddress, interface: Int)
            /// The destination is itself a neighbour on that interface.
            case attached(interface: Int)
            /// Another router of the backbone, where the label chooses the routing domain.
            case tunnel(IPv4Address, label: UInt32)
            case local
            case discard
        }

        public var kind: Kind
        /// Whether packets may take it: its interface is up, and nobody found the neighbour dead.
        public var isAlive: Bool
    }
}

extension ForwardingRoute.NextHop.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .neighbor(let address, _): "\(address)"
        case .attached: "attached"
        case .tunnel(let remote, let label): "\(remote)/\(label)"
        case .local: "local"
        case .discard: "discard"
        }
    }
}
