import BGPSession
import Network

/// What routers have to do for their routes, in pieces, and whose turn it is.
///
/// What has just come up goes before what is long under way: one route must not wait for the hundred thousand that other routers
/// take in meanwhile. After two such pieces one of a long job is done.
struct WorkQueue {
    enum Piece {
        /// A router decides, installs, exports.
        case routes(NodeIndex, generation: UInt32)
        /// A router reads from a connection.
        case read(Source)
    }

    /// A connection of a router.
    struct Source: Hashable {
        var node: NodeIndex
        var neighbor: Int
        var slot: ConnectionSlot
    }

    private var fresh: [Piece] = []
    private var continued: [Piece] = []
    /// Connections whose turn comes; each stands in a queue once.
    private var waiting: Set<Source> = []
    /// Connections that had more than one piece the last time.
    private var busy: Set<Source> = []
    private var turnsOfFresh = 0
    /// What is being done, and whether it is part of a long job.
    private var current: (piece: Piece, isContinued: Bool)?

    var isEmpty: Bool { fresh.isEmpty && continued.isEmpty }

    mutating func push(routesOf node: NodeIndex, generation: UInt32) {
        var isContinued = current?.isContinued ?? false
        if case .routes(node, _) = current?.piece { isContinued = true }
        append(.routes(node, generation: generation), isContinued)
    }

    mutating func push(read source: Source) {
        guard waiting.insert(source).inserted else { return }
        append(.read(source), busy.contains(source))
    }

    private mutating func append(_ piece: Piece, _ isContinued: Bool) {
        if isContinued { continued.append(piece) } else { fresh.append(piece) }
    }

    /// The next piece; ``finish(hasMore:)`` is to follow.
    ///
    /// Complexity: O(routers and connections that wait).
    mutating func pop() -> Piece? {
        guard !isEmpty else { return nil }
        let isFresh = continued.isEmpty || !fresh.isEmpty && turnsOfFresh < 2
        let piece = isFresh ? fresh.removeFirst() : continued.removeFirst()
        turnsOfFresh = isFresh ? turnsOfFresh + 1 : 0
        if case .read(let source) = piece { waiting.remove(source) }
        current = (piece, !isFresh)
        return piece
    }

    /// - Parameter hasMore: whether a reading took all that a piece can be.
    mutating func finish(hasMore: Bool = false) {
        if case .read(let source) = current?.piece {
            if hasMore { busy.insert(source) } else { busy.remove(source) }
        }
        current = nil
    }
}
