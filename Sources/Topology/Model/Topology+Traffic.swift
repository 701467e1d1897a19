public import NetworkTypes

extension Topology {
    /// Traffic from one machine to another.
    public struct Flow: Hashable, Sendable {
        /// What the two machines do.
        public enum Application: String, Hashable, Sendable, CaseIterable {
            /// Numbered probes over UDP, which nobody answers.
            case udp
            /// Messages over a TCP connection for each 5-tuple.
            case tcp
            /// Requests over UDP that are answered; one that is not is repeated with exponential back-off.
            case request
        }

        public var name: String
        public var from: Endpoint
        public var to: Endpoint
        public var family: AddressFamily
        /// Time between two probes of the flow, whichever of its 5-tuples they belong to.
        public var interval: Duration
        /// How many 5-tuples the flow is spread over.
        public var count: Int
        /// Whether the other end sends the same back.
        public var isBidirectional: Bool
        /// Octets of each IP packet.
        public var size: Int
        /// When the first probe leaves, from time zero.
        public var start: Duration
        public var application = Application.udp
        /// Of a TCP connection, how long it waits for an acknowledgement; of a request, how long its first try waits.
        public var timeout = Duration.zero
        /// How often a request is repeated.
        public var retries = 0
        /// A volume without packets that takes the ways of the 5-tuples.
        public var load: BitRate?

        /// Where a flow begins or ends.
        public enum Endpoint: Hashable, Sendable {
            /// Index into `hosts`.
            case host(Int)
            /// Index into `machines`.
            case machine(Int)
            /// Index into `services`.
            case service(Int)
            /// Index into `internetHosts`.
            case internet(Int)
        }
    }

    /// What a router's table is expected to hold at a time.
    public struct TableLook: Hashable, Sendable {
        /// A router, core, MSEE or gateway instance.
        public var router: Target
        /// Name of the routing domain; `nil` is the only one, or the first that is not the underlay.
        public var domain: String?
        public var prefix: IPPrefix
        /// From time zero.
        public var at: Duration
        public var isPresent: Bool
        /// Of any path in use.
        public var nextHop: IPAddress?
        /// Of the best path, as numbers with spaces between them.
        public var asPath: String?
        /// Line of the file where it stands, for reports.
        public var line: Int
    }

    /// What a run expects to be true at its end.
    public struct Expectation: Hashable, Sendable {
        /// Index into `flows`.
        public var flow: Int
        /// Number of a step, from 1; `nil` speaks of the whole run.
        public var step: Int?
        public var phase: Phase
        /// `nil` speaks of both; a file that says nothing means `forward`.
        public var direction: Direction?
        /// Of the longest interruption.
        public var outage: [Comparison<Duration>]
        /// Of the packets that never arrived.
        public var lost: [Comparison<Int>]
        /// Of the time from the fault to its detection.
        public var detection: [Comparison<Duration>]
        /// Any of these; empty asks nothing.
        public var detectedBy: [Detector]
        /// Of the 5-tuples that changed path.
        public var moved: [Comparison<Int>]
        /// Of the longest wait of a TCP connection's receiver.
        public var stall: [Comparison<Duration>] = []
        /// Of the way there and back when the next step begins.
        public var roundTrip: [Comparison<Duration>] = []
        /// Of TCP connections, and of requests that were not answered, or late.
        public var broken: [Comparison<Int>] = []
        public var failed: [Comparison<Int>] = []
        public var delayed: [Comparison<Int>] = []
        /// Nodes that every 5-tuple passes in this order when the next step begins; empty asks nothing.
        public var path: [String] = []
        /// Whether every 5-tuple comes back over the same customer routers and MSEEs then.
        public var isSymmetric: Bool?
        /// Line of the file where it stands, for reports.
        public var line: Int

        public enum Phase: String, Hashable, Sendable, CaseIterable {
            case fault, restore
        }

        public enum Direction: String, Hashable, Sendable, CaseIterable {
            /// From the flow's `from` to its `to`.
            case forward
            case reverse
        }

        public enum Detector: String, Hashable, Sendable, CaseIterable {
            case carrier, bfd, holdTimer, notification, transport, administrative, prefixLimit, withdrawal, healthProbe,
                vrrp
        }
    }

    /// A bound, such as `<= 100ms`.
    public struct Comparison<Value: Hashable & Comparable & Sendable>: Hashable, Sendable {
        public enum Relation: String, Hashable, Sendable, CaseIterable {
            case less = "<"
            case lessOrEqual = "<="
            case equal = "=="
            case greaterOrEqual = ">="
            case greater = ">"
        }

        public var relation: Relation
        public var bound: Value

        public init(_ relation: Relation, _ bound: Value) {
            self.relation = relation
            self.bound = bound
        }

        public func holds(for value: Value) -> Bool {
            switch relation {
            case .less: value < bound
            case .lessOrEqual: value <= bound
            case .equal: value == bound
            case .greaterOrEqual: value >= bound
            case .greater: value > bound
            }
        }
    }
}
