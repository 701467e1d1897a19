import Forwarding
import NetworkTypes

/// Routes that were chosen and are not in the forwarder yet: these wait for a time, then go in one after another.
///
/// A prefix that is chosen anew while it waits keeps its place, so there are never more entries than prefixes.
struct FIBQueue: Sendable {
    struct Entry: Sendable {
        var domain: Int
        var prefix: IPPrefix
        /// One use of a group; `nil` removes the route.
        var group: GroupIndex?
        /// The decision that it comes of, and when that was.
        var cause: Int
        var since: Instant
        fileprivate var due: Instant
    }

    private struct Place: Hashable {
        var domain: Int
        var prefix: IPPrefix
    }

    let delay: Duration
    /// Between two routes.
    private let interval: Duration
    private var entries: [Entry] = []
    /// Entries before this one are in the forwarder, and so many more were before them.
    private var first = 0
    private var forgotten = 0
    /// Of those that wait: their places, counted from the beginning of time.
    private var places: [Place: Int] = [:]
    private var lastDue = Instant.zero

    init(delay: Duration, routesPerSecond: Int) {
        let interval = routesPerSecond > 0 ? Duration.nanoseconds(1_000_000_000 / Int64(routesPerSecond)) : .zero
        self.init(delay: delay, interval: interval)
    }

    private init(delay: Duration, interval: Duration) {
        self.delay = delay
        self.interval = interval
    }

    /// Whether routes wait at all.
    var isInUse: Bool { delay > .zero || interval > .zero }

    /// Programs do not take routes one by one: those that are due within this time go in together.
    private static let piece = Duration.milliseconds(1)

    var nextDeadline: Instant? {
        guard first < entries.count else { return nil }
        let due = entries[first].due
        return interval > .zero ? min(due + Self.piece, entries[entries.count - 1].due) : due
    }

    /// Whether a choice for the prefix waits.
    func holds(_ prefix: IPPrefix, domain: Int) -> Bool { places[Place(domain: domain, prefix: prefix)] != nil }

    /// Takes a choice up; returns the group of an older one that it replaces, whose use is the caller's to give back.
    mutating func add(
        _ prefix: IPPrefix,
        domain: Int,
        _ group: GroupIndex?,
        because cause: Int,
        at now: Instant
    ) -> GroupIndex? {
        let place = Place(domain: domain, prefix: prefix)
        if let known = places[place].map({ $0 - forgotten }) {
            let replaced = entries[known].group
            entries[known].group = group
            entries[known].cause = cause
            entries[known].since = now
            return replaced
        }
        lastDue = max(lastDue, now + delay) + interval
        places[place] = forgotten + entries.count
        entries.append(
            Entry(domain: domain, prefix: prefix, group: group, cause: cause, since: now, due: lastDue)
        )
        return nil
    }

    /// Forgets what waits; returns the groups, whose uses are the caller's to give back.
    mutating func removeAll() -> [GroupIndex] {
        let groups = entries[first...].compactMap(\.group)
        self = FIBQueue(delay: delay, interval: interval)
        return groups
    }

    /// The routes that are due, in the order in which they were chosen.
    mutating func take(at now: Instant) -> [Entry] {
        guard let deadline = nextDeadline, deadline <= now else { return [] }
        var end = first
        while end < entries.count, entries[end].due <= now {
            places[Place(domain: entries[end].domain, prefix: entries[end].prefix)] = nil
            end += 1
        }
        let due = Array(entries[first..<end])
        first = end
        // Amortized: each entry is moved once at most for each that leaves.
        if first * 2 >= entries.count {
            entries.removeFirst(first)
            forgotten += first
            first = 0
        }
        return due
    }
}
