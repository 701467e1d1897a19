/// What one process asks another that runs routers.
///
/// A process that runs one router has no use for `node`; one that runs many answers for all of them without it.
public enum ControlRequest: Codable, Hashable, Sendable {
    case bgpSummary(node: String?)
    /// Details of one neighbour, or of all.
    case neighbors(node: String?, address: String?)
    /// The routes in use, or all paths; only the most specific one around a prefix or address if one is given.
    case bgpRoutes(node: String?, prefix: String?, allPaths: Bool)
    case bfd(node: String?)
    /// Which virtual routers a router takes part in, and as what.
    case virtualRouters(node: String?)
    /// What packets are forwarded by; only the most specific route around a prefix or address if one is given.
    case forwarding(node: String?, prefix: String?)
    /// Which way each flow goes, and what it lost.
    case flows
    case nodes
    /// What is wrong at present because somebody wanted it so.
    case faults
    /// What an operator of Azure sees of a circuit (`circuit/NAME/primary`) or of a gateway (`gateway/NAME`).
    case operatorView(OperatorViewName, of: String)
    /// The latest sample of each metric, or of those of a resource and what is below it.
    case metrics(resource: String?)
    /// How the whole lab is.
    case status
    /// Do something to the network: a step as in a topology file.
    case fault(step: String)
    /// End.
    case stop
}

/// A view that Azure has of circuits and gateways.
public enum OperatorViewName: String, Codable, Hashable, Sendable {
    case arpTable, routeTable, routeTableSummary, stats, learnedRoutes, advertisedRoutes, peerStatus
}

/// One line of an answer: a row, the reason why there is none, or the end.
struct ControlLine<Row: Codable>: Codable {
    var row: Row?
    var error: String?
    /// The answer is complete; without this line the other side has died.
    var isLast: Bool?
}
