import NetworkTypes

/// The connections of a stateful device, or of several that share them: a flat table with a bound.
///
/// Lookups take O(1). Connections whose time is over are not found any more, and leave when somebody looks for them or room is needed.
public struct ConnectionTable: Sendable {
    /// An entry and its links in the chains of its two keys.
    private struct Entry: Sendable, BitwiseCopyable {
        var connection: Connection
        var next: InlineArray<2, UInt32>
        var isUsed: Bool
    }

    /// More connections than this are not remembered.
    public let limit: Int
    public private(set) var count = 0
    /// How many were ever added.
    public private(set) var opened: UInt64 = 0
    private var entries: ContiguousArray<Entry> = []
    private var free: ContiguousArray<UInt32> = []
    /// First link of each chain; a link is the place of an entry and which of its keys is meant.
    private var buckets: ContiguousArray<UInt32>
    /// No connection expires before this.
    private var earliestExpiry = Instant.distantFuture

    private static var none: UInt32 { .max }

    public init(limit: Int) {
        self.limit = Swift.max(1, Swift.min(limit, 1 << 24))
        buckets = ContiguousArray(repeating: Self.none, count: 64)
    }

    /// Place of a connection whose original (`isReply` false) or reply key this is, if its time is not over.
    func find(_ key: ConnectionKey, at now: Instant) -> (place: Int, isReply: Bool)? {
        var link = buckets[bucket(of: key)]
        while link != Self.none {
            let (place, direction) = (Int(link >> 1), Int(link & 1))
            let connection = entries[place].connection
            if (direction == 0 ? connection.original : connection.reply) == key, connection.expires > now {
                return (place, direction == 1)
            }
            link = entries[place].next[direction]
        }
        return nil
    }

    subscript(place: Int) -> Connection { entries[place].connection }

    /// The connections that are remembered, in no order that means anything.
    public var connections: [Connection] { entries.lazy.filter(\.isUsed).map(\.connection) }

    /// Changes what may change of a connection: stage and expiry.
    mutating func update(_ place: Int, stage: Connection.Stage, expires: Instant) {
        entries[place].connection.stage = stage
        entries[place].connection.expires = expires
        earliestExpiry = Swift.min(earliestExpiry, expires)
    }

    /// Adds a connection; false if there is no room.
    mutating func insert(_ connection: Connection, at now: Instant) -> Bool {
        // An older one with the same keys whose time is over would stand in its way for ever.
        removeExpired(connection.original, at: now)
        removeExpired(connection.reply, at: now)
        if count >= limit { sweep(at: now) }
        guard count < limit else { return false }
        if count >= buckets.count { grow() }
        let entry = Entry(connection: connection, next: [Self.none, Self.none], isUsed: true)
        let place = free.popLast() ?? UInt32(entries.count)
        if Int(place) == entries.count { entries.append(entry) } else { entries[Int(place)] = entry }
        link(Int(place))
        count += 1
        opened &+= 1
        earliestExpiry = Swift.min(earliestExpiry, connection.expires)
        return true
    }

    mutating func remove(_ place: Int) {
        for direction in 0..<2 { unlink(place, direction) }
        entries[place].isUsed = false
        free.append(UInt32(place))
        count -= 1
    }

    /// Forgets everything, as a device does that starts anew.
    public mutating func removeAll() { self = ConnectionTable(limit: limit) }

    // MARK: - Private parts

    private func bucket(of key: ConnectionKey) -> Int { Int(truncatingIfNeeded: key.hash) & (buckets.count - 1) }

    private func key(_ place: Int, _ direction: Int) -> ConnectionKey {
        direction == 0 ? entries[place].connection.original : entries[place].connection.reply
    }

    private mutating func link(_ place: Int) {
        for direction in 0..<2 {
            let bucket = bucket(of: key(place, direction))
            entries[place].next[direction] = buckets[bucket]
            buckets[bucket] = UInt32(place) << 1 | UInt32(direction)
        }
    }

    private mutating func unlink(_ place: Int, _ direction: Int) {
        let wanted = UInt32(place) << 1 | UInt32(direction)
        let bucket = bucket(of: key(place, direction))
        var link = buckets[bucket]
        if link == wanted {
            buckets[bucket] = entries[place].next[direction]
            return
        }
        while link != Self.none {
            let (other, side) = (Int(link >> 1), Int(link & 1))
            let next = entries[other].next[side]
            if next == wanted {
                entries[other].next[side] = entries[place].next[direction]
                return
            }
            link = next
        }
    }

    private mutating func removeExpired(_ key: ConnectionKey, at now: Instant) {
        var link = buckets[bucket(of: key)]
        while link != Self.none {
            let (place, direction) = (Int(link >> 1), Int(link & 1))
            let next = entries[place].next[direction]
            if self.key(place, direction) == key, entries[place].connection.expires <= now { return remove(place) }
            link = next
        }
    }

    private mutating func sweep(at now: Instant) {
        guard earliestExpiry <= now else { return }
        earliestExpiry = .distantFuture
        for place in entries.indices where entries[place].isUsed {
            if entries[place].connection.expires <= now {
                remove(place)
            } else {
                earliestExpiry = Swift.min(earliestExpiry, entries[place].connection.expires)
            }
        }
    }

    private mutating func grow() {
        buckets = ContiguousArray(repeating: Self.none, count: buckets.count * 2)
        for place in entries.indices where entries[place].isUsed { link(place) }
    }
}
