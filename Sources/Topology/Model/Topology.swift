/// A topology file that was understood: every value typed, every address allotted, every reference an index.
///
/// Things of one kind stand in one array, in the order of the file, and refer to one another by their place in these
/// arrays. A value of this type comes from ``load(text:file:)`` only, so whoever builds a network from it need not
/// check anything again.
public struct Topology: Hashable, Sendable {
    public internal(set) var name: String
    public internal(set) var description: String

    public internal(set) var regions: [Region] = []
    public internal(set) var virtualNetworks: [VirtualNetwork] = []
    public internal(set) var machines: [Machine] = []
    public internal(set) var gateways: [Gateway] = []

    public internal(set) var peeringLocations: [PeeringLocation] = []
    /// Two per peering location: numbers 1 and 2 of the first location, then of the second, and so on.
    public internal(set) var msees: [MSEE] = []
    public internal(set) var directPorts: [DirectPort] = []
    public internal(set) var circuits: [Circuit] = []
    public internal(set) var connections: [Connection] = []
    public internal(set) var globalReach: [GlobalReach] = []
    public internal(set) var services: [Service] = []
    public internal(set) var internetHosts: [InternetHost] = []

    public internal(set) var sites: [CustomerSite] = []
    public internal(set) var hosts: [Host] = []
    public internal(set) var routers: [Router] = []
    /// Every use of a circuit's connection by a router.
    public internal(set) var attachments: [Attachment] = []

    public internal(set) var flows: [Flow] = []
    public internal(set) var scenario = Scenario()
    public internal(set) var expectations: [Expectation] = []
    public internal(set) var firewalls: [Firewall] = []
    public internal(set) var tableLooks: [TableLook] = []

    public internal(set) var timing = Timing.documented
    public internal(set) var latency = Latency()
    /// Time between two samples of the metrics; zero is never.
    public internal(set) var metricsInterval = Defaults.metricsInterval.value

    init(name: String, description: String) {
        self.name = name
        self.description = description
    }
}

extension Topology {
    /// One of the two connections of a circuit.
    public enum Role: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        case primary
        case secondary

        public var description: String { self == .primary ? "primary" : "secondary" }
        /// 1 for the primary, 2 for the secondary: the number of the MSEE at its location.
        public var number: Int { self == .primary ? 1 : 2 }
        public var other: Role { self == .primary ? .secondary : .primary }
    }

    /// One of the two halves of a circuit's connection.
    public enum Segment: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// CPE to provider edge.
        case customer
        /// Provider edge to MSEE. A direct circuit has this one only in name: its single segment is both.
        case microsoft

        public var description: String { self == .customer ? "customer" : "microsoft" }
    }

    /// How BFD is run at one end (RFC 5880 §6.8.1).
    public struct BFD: Hashable, Sendable {
        /// Desired transmit and required receive interval.
        public var interval: Duration
        public var multiplier: UInt8
        /// It goes on while the control plane restarts, and says so (the C bit of RFC 5880).
        public var isControlPlaneIndependent = false

        public init(interval: Duration, multiplier: UInt8) {
            self.interval = interval
            self.multiplier = multiplier
        }

        /// Interval × multiplier, if the other end agrees to the interval.
        public var detectionTime: Duration { interval * Int(multiplier) }
    }

    /// The timers that one end of a BGP session proposes or uses.
    public struct BGPTimers: Hashable, Sendable {
        /// Whole seconds; 0 means that the session is held without keepalives.
        public var holdTime: Duration
        public var keepalive: Duration
        /// The smallest hold time that this end accepts from its peer; below it OPEN is refused with 2/6.
        public var minimumHoldTime: Duration
        public var connectRetry: Duration
        /// MinRouteAdvertisementInterval; 0 sends at once.
        public var advertisementInterval: Duration
    }
}
