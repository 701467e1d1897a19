import BGPSession
import Network
import NetworkTypes

/// What routers have to do for their routes, in pieces, and whose turn it is.
///
/// Who has used the engine least of late goes first, be it a connection that is read or a router that decides: one route must not wait for
/// the hundred thousand that others take in meanwhile. What was used is forgotten with time, half of it every ``halfLife``.
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

    private static let halfLife = Duration.milliseconds(16)

    /// What somebody has used, as of an instant.
    private struct Account {
        var used = Duration.zero
        var since: Instant

        mutating func age(to now: Instant) {
            guard now > since else { return }
            let halves = (now - since).nanoseconds / halfLife.nanoseconds
            used = .nanoseconds(used.nanoseconds >> min(halves, 63))
            since += .nanoseconds(halves * halfLife.nanoseconds)
        }
    }

    /// Whose account a piece goes to.
    private enum Holder: Hashable {
        case router(NodeIndex)
        case connection(Source)

        init(_ piece: Piece) {
            switch piece {
            case .routes(let node, _): self = .router(node)
            case .read(let source): self = .connection(source)
            }
        }
    }

    private var pieces: [Piece] = []
    /// Connections whose turn comes; each stands in the queue once.
    private var waiting: Set<Source> = []
    private var accounts: [Holder: Account] = [:]
    /// Routers that have to decide about something urgent, and how little its source has used: the next piece counts as that source's.
    private var favours: [NodeIndex: Duration] = [:]

    var isEmpty: Bool { pieces.isEmpty }

    mutating func push(routesOf node: NodeIndex, generation: UInt32) {
        pieces.append(.routes(node, generation: generation))
    }

    mutating func push(read source: Source) {
        guard waiting.insert(source).inserted else { return }
        pieces.append(.read(source))
    }

    /// A router has lost a session, or learned something from a connection that has used as little as this.
    mutating func favour(_ node: NodeIndex, _ used: Duration = .zero) {
        favours[node] = favours[node].map { min($0, used) } ?? used
    }

    /// The next piece; of those whose holders have used as much, the one that has waited longer.
    ///
    /// Complexity: O(routers and connections that wait).
    mutating func pop(at now: Instant) -> Piece? {
        var next: (place: Int, rank: Duration)?
        for (place, piece) in pieces.enumerated() {
            let rank = rank(of: piece, at: now)
            if next.map({ rank < $0.rank }) ?? true { next = (place, rank) }
        }
        guard let next else { return nil }
        let piece = pieces.remove(at: next.place)
        switch piece {
        case .routes(let node, _): favours[node] = nil
        case .read(let source):
            waiting.remove(source)
            favour(source.node, next.rank)
        }
        return piece
    }

    /// Sets down what a piece took.
    mutating func charge(_ piece: Piece, _ cost: Duration, at now: Instant) {
        accounts[Holder(piece), default: Account(since: now)].age(to: now)
        accounts[Holder(piece), default: Account(since: now)].used += cost
    }

    private func rank(of piece: Piece, at now: Instant) -> Duration {
        var rank = Duration.zero
        if var account = accounts[Holder(piece)] {
            account.age(to: now)
            rank = account.used
        }
        if case .routes(let node, _) = piece, let favour = favours[node] { return min(rank, favour) }
        return rank
    }
}
