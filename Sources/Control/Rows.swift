/// A line of `show bgp summary`, in the columns of Azure's route table summary.
public struct SummaryRow: Codable, Hashable, Sendable {
    /// The router, where one process runs many.
    public var node: String?
    public var neighbor: String
    /// The version of BGP: 4.
    public var v: Int
    public var `as`: UInt32
    /// Time since the session came up or went down, or `never`.
    public var upDown: String
    /// How many prefixes were received while the session is up, else its state.
    public var statePfxRcd: String
}

/// A path of `show bgp routes`, in the columns of Azure's route table and some more.
public struct RouteRow: Codable, Hashable, Sendable {
    /// The router, where one process runs many.
    public var node: String?
    /// The routing domain, where a router has several.
    public var domain: String?
    public var network: String
    public var nextHop: String
    public var locPrf: UInt32?
    public var weight: UInt32
    public var path: String
    public var origin: String
    public var med: UInt32?
    public var communities: [String]
    /// The neighbour that sent it; `nil` for a route of the router's own.
    public var from: String?
    /// The one that the decision process chose.
    public var isBest: Bool
    /// Whether packets use it: the best one and its equals.
    public var isUsed: Bool
    /// Whether its next hop can be reached.
    public var isValid: Bool
    /// The step of the decision process that told the best path from the others.
    public var decidedBy: String
}

/// A line of `show bfd`.
public struct BFDRow: Codable, Hashable, Sendable {
    /// The router, where one process runs many.
    public var node: String?
    public var neighbor: String
    public var state: String
    public var remoteState: String
    public var diagnostic: String
    /// The agreed interval between packets sent.
    public var transmitSeconds: Double
    /// `nil` while the neighbour is unknown.
    public var detectionSeconds: Double?
    public var localDiscriminator: UInt32
    public var remoteDiscriminator: UInt32
    public var sent: UInt64
    public var received: UInt64
}

/// What `show neighbors` says of a neighbour.
public struct NeighborRow: Codable, Hashable, Sendable {
    public struct Family: Codable, Hashable, Sendable {
        public var family: String
        public var accepted: Int
        public var advertised: Int
    }

    /// The router, where one process runs many.
    public var node: String?
    public var neighbor: String
    public var remoteAS: UInt32
    public var localAddress: String
    public var localAS: UInt32
    public var state: String
    public var upDown: String
    /// The peer's BGP identifier, while the session is up.
    public var routerID: String?
    public var holdSeconds: Double?
    public var keepaliveSeconds: Double?
    public var fourOctetAS: Bool?
    public var routeRefresh: Bool?
    public var families: [Family]
    public var updatesReceived: Int
    public var updatesSent: Int
    public var announcementsRejected: Int
    public var treatedAsWithdraw: Int
    /// Routes wait for the peer to read.
    public var isBlocked: Bool
    public var usesMD5: Bool
    public var minimumTimeToLive: UInt8?
    public var bfd: String?
    /// Why the last session, or the last attempt at one, ended.
    public var lastDown: String?
}
