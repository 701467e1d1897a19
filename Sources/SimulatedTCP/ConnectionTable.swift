import NetworkTypes

/// The connections of a stack in numbered places, found by identifier, by addresses and by deadline.
struct ConnectionTable: Sendable {
    struct Key: Hashable, Sendable {
        var local: Endpoint
        var remote: Endpoint
    }

    /// The place that identifiers of connections name which never had one.
    private static let nowhere = 0xFFFF

    private(set) var places: [Connection?] = []
    private var free: [Int] = []
    private var byKey: [Key: Int] = [:]
    /// Beside `places`, in nanoseconds: the earliest is found without touching the connections themselves.
    private var deadlines: [Int64] = []
    private var earliest: Int64 = .max
    private var nextSerial: UInt64 = 1
    private let capacity: Int

    init(capacity: Int) { self.capacity = min(max(1, capacity), Self.nowhere) }

    var count: Int { places.count - free.count }
    var isFull: Bool { count >= capacity }
    var nextDeadline: Instant? { earliest == .max ? nil : Instant(nanoseconds: earliest) }

    func place(of id: ConnectionID) -> Int? {
        let place = Int(id.rawValue & UInt64(Self.nowhere))
        guard place < places.count, places[place]?.id == id else { return nil }
        return place
    }

    func place(of key: Key) -> Int? { byKey[key] }

    /// An identifier for a connection that cannot be made.
    mutating func unplacedID() -> ConnectionID {
        defer { nextSerial &+= 1 }
        return ConnectionID(rawValue: nextSerial << 16 | UInt64(Self.nowhere))
    }

    /// Adds the connection that `make` returns for its identifier; the caller has made sure that there is room.
    mutating func insert(_ make: (ConnectionID) -> Connection) -> Int {
        let place = free.popLast() ?? places.count
        let connection = make(ConnectionID(rawValue: nextSerial << 16 | UInt64(place)))
        nextSerial &+= 1
        byKey[Key(local: connection.local, remote: connection.remote)] = place
        if place == places.count {
            places.append(connection)
            deadlines.append(.max)
        } else {
            places[place] = connection
        }
        return place
    }

    /// Lets `body` work on a connection, then keeps the tables in step with what became of it.
    mutating func update<Result>(_ place: Int, _ body: (inout Connection) -> Result) -> Result? {
        guard place < places.count else { return nil }
        // Through optional chaining the connection is changed where it stands, not copied.
        let result = places[place]?.update(body)
        settle(place)
        return result
    }

    /// Frees the TIME-WAIT that would end first; false if there is none.
    mutating func evictOldestTimeWait() -> Bool {
        let candidates = places.indices.filter { places[$0]?.state == .timeWait }
        guard let oldest = candidates.min(by: { deadlines[$0] < deadlines[$1] }) else { return false }
        remove(oldest)
        return true
    }

    /// The places whose deadlines have come, in their order.
    func due(at now: Instant) -> [Int] {
        guard earliest <= now.nanoseconds else { return [] }
        return deadlines.indices.filter { deadlines[$0] <= now.nanoseconds }
    }

    private mutating func settle(_ place: Int) {
        switch places[place]?.state {
        case nil: break
        case .closed: remove(place)
        default: setDeadline(places[place]?.nextDeadline?.nanoseconds ?? .max, at: place)
        }
    }

    private mutating func remove(_ place: Int) {
        guard let connection = places[place] else { return }
        byKey[Key(local: connection.local, remote: connection.remote)] = nil
        places[place] = nil
        free.append(place)
        setDeadline(.max, at: place)
    }

    private mutating func setDeadline(_ deadline: Int64, at place: Int) {
        let previous = deadlines[place]
        deadlines[place] = deadline
        if deadline <= earliest {
            earliest = deadline
        } else if previous == earliest {
            earliest = deadlines.min() ?? .max
        }
    }
}

extension Connection {
    fileprivate mutating func update<Result>(_ body: (inout Connection) -> Result) -> Result { body(&self) }
}
