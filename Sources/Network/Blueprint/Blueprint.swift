public import NetworkTypes
public import Router
public import Topology

/// A topology taken apart into devices: every node, wire, session and flow, with addresses on everything.
///
/// Engines build a network from it, `inspect` and `graph` print it. It is a pure function of the topology; nothing in it
/// depends on the engine.
public struct Blueprint: Sendable {
    public var nodes: [Node] = []
    public var wires: [Wire] = []
    public var sessions: [Session] = []
    public var gateways: [Gateway] = []
    public var flows: [FlowPlan] = []
    /// The room in each table of connections that firewalls have.
    public var connectionTables: [Int] = []
    /// Where the things of the topology went.
    public var places = Places()
    public let topology: Topology

    init(topology: Topology) { self.topology = topology }
}

extension Blueprint {
    /// A device.
    public struct Node: Sendable {
        public enum Role: String, Hashable, Sendable {
            case backbone, routeReflector, fabric, msee, gatewayInstance, machine, service, providerEdge, router, core
            case lan, firewall, host, outbound, internet
        }

        public var path: String
        public var role: Role
        public var works: Works
        public var portCount = 0
        /// Index of a customer router in the topology.
        public var router: Int?
        /// By port of a customer router: index of the attachment that it serves; none for the LAN.
        public var attachments: [UInt16: Int] = [:]
        /// A router that a live engine leaves to a real device, whose configuration is then what it should be told.
        public var isReal = false
        /// Of a real router: frames at its ports have their VLAN tags, as on a cable.
        public var seesTags = false
        /// Of a machine: the namespace whose kernel speaks for it when a live engine runs it.
        public var kernel: MachineKernel?
        /// Its part in virtual routers.
        public var firstHops: [FirstHopPlan] = []
        /// What it does as long as something holds.
        public var watches: [WatchPlan] = []
    }

    /// What is inside a device.
    public enum Works: Sendable {
        case router(RouterConfiguration)
        case crossConnect(CrossConnect)
        case lanSwitch(LANSwitch)
        case firewall(FirewallPlan)
    }

    /// A BGP session with both of its ends.
    public struct Session: Sendable {
        public struct End: Hashable, Sendable {
            public var node: NodeIndex
            /// Place among the neighbours of the node's configuration.
            public var neighbor: Int
        }

        public var path: String
        public var a: End
        public var b: End

        subscript(side: WireSide) -> End { side == .a ? a : b }

        public func other(than node: NodeIndex) -> End { a.node == node ? b : a }
    }

    /// A virtual network gateway, as its fabric controller sees it.
    public struct Gateway: Sendable {
        public var path: String
        public var instances: [NodeIndex]
        /// The machines of the virtual network, which are programmed with what the instances learn.
        public var hosts: [NodeIndex]
        public var bypasses: [Bypass]
        /// Sessions of each instance, as places in `sessions`.
        public var instanceSessions: [[Int]]
    }

    /// FastPath of one connection at one MSEE: routes that skip the gateway.
    public struct Bypass: Sendable {
        /// The connection's path.
        public var path: String
        public var msee: NodeIndex
        /// Routing domain of the circuit at the MSEE.
        public var domain: Int
        /// Index of the circuit, whose limit all of its connections share.
        public var circuit: Int
        public var routes: [Route]
        /// The MSEE's sessions with the gateway, as places in `sessions`.
        public var sessions: [Int]

        /// The way to one address past the gateway.
        public struct Route: Hashable, Sendable {
            public var address: IPAddress
            /// The machine that packets go to first; `nil` discards them, as a user-defined route may want.
            public var nextHop: IPAddress?
            /// The MSEE's endpoint in the overlay of the virtual network that has it.
            public var interface: Int
        }
    }

    /// Indices of nodes, wires and sessions by the indices of the topology's own arrays.
    public struct Places: Sendable {
        public struct Link: Sendable {
            public var provider: NodeIndex?
            /// Wires of the customer and the microsoft segment; a direct circuit has the latter only.
            public var customer: Int?
            public var microsoft: Int
        }

        public var backbone = NodeIndex(0)
        public var reflectors: [NodeIndex] = []
        public var fabrics: [NodeIndex] = []
        public var msees: [NodeIndex] = []
        public var instances: [[NodeIndex]] = []
        public var machines: [NodeIndex] = []
        public var services: [NodeIndex] = []
        /// Everything on the Internet, if there is anything.
        public var internet: NodeIndex?
        public var hosts: [NodeIndex] = []
        public var routers: [NodeIndex] = []
        public var cores: [NodeIndex?] = []
        public var lans: [NodeIndex?] = []
        /// By firewall.
        public var firewalls: [NodeIndex] = []
        /// By circuit, then primary and secondary.
        public var links: [[Link]] = []
        /// Wire between router and LAN, by router.
        public var lanWires: [Int?] = []
        /// Wire between core and LAN, by site.
        public var coreWires: [Int?] = []
        /// Sessions with the MSEE by attachment: IPv4 and IPv6.
        public var attachmentSessions: [[AddressFamily: Int]] = []
        /// The same on Microsoft peerings.
        public var microsoftSessions: [[AddressFamily: Int]] = []
        /// Sessions between MSEEs and instances, by connection.
        public var connectionSessions: [[Int]] = []

        /// Sessions of a customer router on one of its links, in the order of families.
        public func sessions(attachment: Int, _ peering: Topology.Peering) -> [Int] {
            AddressFamily.allCases.compactMap { session(attachment: attachment, peering, $0) }
        }

        public func session(attachment: Int, _ peering: Topology.Peering, _ family: AddressFamily) -> Int? {
            switch peering {
            case .private: attachmentSessions[attachment][family]
            case .microsoft: microsoftSessions[attachment][family]
            }
        }

        /// Those of all its peerings.
        public func sessions(attachment: Int) -> [Int] {
            Topology.Peering.allCases.flatMap { sessions(attachment: attachment, $0) }
        }
    }
}
