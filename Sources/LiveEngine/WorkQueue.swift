import BGPSession
import Network
import NetworkTypes

/// What routers have to do for their routes, in pieces, and whose turn it is.
///
/// The router that has used the engine least of late goes first: one route must not wait for the hundred thousand that other routers
/// take in meanwhile. What a router has used is forgotten with time, half of it every ``halfLife``.
struct WorkQueue {
    enum Piece {
        /// A router decides, installs, exports.
        case routes(NodeIndex, generation: UInt32)
        /// A router reads from a connection.
        case read(Source)

        var node: NodeIndex {
            switch self {
            case .routes(let node, _): node
            case .read(let source): source.node
            }
        }
    }

    /// A connection of a router.
    struct Source: Hashable {
        var node: NodeIndex
        var neighbor: Int
        var slot: ConnectionSlot
    }

    private static let halfLife = Duration.milliseconds(16)

    /// What a router has used, as of an instant.
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

    private var pieces: [Piece] = []
    /// Connections whose turn comes; each stands in the queue once.
    private var waiting: Set<Source> = []
    private var accounts: [NodeIndex: Account] = [:]

    var isEmpty: Bool { pieces.isEmpty }

    mutating func push(routesOf node: NodeIndex, generation: UInt32) {
        pieces.append(.routes(node, generation: generation))
    }

    mutating func push(read source: Source) {
        guard waiting.insert(source).inserted else { return }
        pieces.append(.read(source))
    }

    /// The next piece; of routers that have used as much, the one that has waited longer.
    ///
    /// Complexity: O(routers and connections that wait).
    mutating func pop(at now: Instant) -> Piece? {
        var next: (place: Int, used: Duration)?
        for (place, piece) in pieces.enumerated() {
            let used = used(by: piece.node, at: now)
            if next.map({ used < $0.used }) ?? true { next = (place, used) }
        }
        guard let next else { return nil }
        let piece = pieces.remove(at: next.place)
        if case .read(let source) = piece { waiting.remove(source) }
        return piece
    }

    /// Sets down what a piece of a router's work took.
    mutating func charge(_ node: NodeIndex, _ cost: Duration, at now: Instant) {
        accounts[node, default: Account(since: now)].age(to: now)
        accounts[node, default: Account(since: now)].used += cost
    }

    private func used(by node: NodeIndex, at now: Instant) -> Duration {
        guard var account = accounts[node] else { return .zero }
        account.age(to: now)
        return account.used
    }
}
