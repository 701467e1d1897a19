/// What one process asks another that runs routers.
public enum ControlRequest: Codable, Hashable, Sendable {
    case bgpSummary
    /// Details of one neighbour, or of all.
    case neighbors(address: String?)
    /// The routes in use, or all paths; only the most specific one around a prefix or address if one is given.
    case bgpRoutes(prefix: String?, allPaths: Bool)
    case bfd
}

/// One line of an answer: a row, the reason why there is none, or the end.
struct ControlLine<Row: Codable>: Codable {
    var row: Row?
    var error: String?
    /// The answer is complete; without this line the other side has died.
    var isLast: Bool?
}
