import NetworkTypes
import Packets

/// All neighbours of a forwarder, in places that stay the same while they live.
struct NeighborTable: Sendable {
    /// Neighbours that may be asked for at a time.
    static var incompleteLimit: Int { 1024 }
    /// Neighbours that may be learnt.
    static var dynamicLimit: Int { 1 << 16 }

    private(set) var entries: ContiguousArray<Neighbor> = []
    private var free: [UInt32] = []
    private var table = IndexTable()
    private(set) var incompleteCount = 0
    private var dynamicCount = 0
    /// Learned ones that are not believed for ever.
    private var ageingCount = 0
    /// Not later than the earliest deadline of a neighbour that is asked for, or has an age.
    private(set) var nextDeadline: Instant?

    init() {}

    @inline(__always) func find(_ interface: InterfaceIndex, _ address: IPAddress) -> Int? {
        let hash = Self.hash(interface, address)
        let found = table.find(hash) { place in
            let entry = entries[Int(place)]
            return entry.interface == interface && entry.address == address
        }
        return found.map { Int($0) }
    }

    /// Adds a neighbour that is not there; `nil` if there are too many of its kind.
    mutating func add(_ neighbor: Neighbor) -> Int? {
        switch neighbor.state {
        case .incomplete where incompleteCount >= Self.incompleteLimit: return nil
        case .incomplete, .reachable: if dynamicCount >= Self.dynamicLimit { return nil }
        case .free, .programmed: break
        }
        let place = free.popLast() ?? UInt32(entries.count)
        if Int(place) == entries.count { entries.append(neighbor) } else { entries[Int(place)] = neighbor }
        table.insert(Self.hash(neighbor.interface, neighbor.address), place)
        count(neighbor, by: 1)
        note(neighbor)
        return Int(place)
    }

    /// Changes a neighbour, though not its name.
    mutating func update(_ index: Int, _ change: (inout Neighbor) -> Void) {
        let before = entries[index]
        change(&entries[index])
        let after = entries[index]
        count(before, by: -1)
        count(after, by: 1)
        note(after)
        if incompleteCount + ageingCount == 0 { nextDeadline = nil }
    }

    /// Removes a neighbour and returns what it was.
    mutating func remove(_ index: Int) -> Neighbor {
        let neighbor = entries[index]
        table.remove(Self.hash(neighbor.interface, neighbor.address), UInt32(index))
        entries[index].state = .free
        free.append(UInt32(index))
        count(neighbor, by: -1)
        if incompleteCount + ageingCount == 0 { nextDeadline = nil }
        return neighbor
    }

    private mutating func count(_ neighbor: Neighbor, by step: Int) {
        if neighbor.state == .incomplete { incompleteCount += step }
        if neighbor.state == .incomplete || neighbor.state == .reachable { dynamicCount += step }
        if neighbor.isAgeing { ageingCount += step }
    }

    private mutating func note(_ neighbor: Neighbor) {
        guard neighbor.state == .incomplete || neighbor.isAgeing else { return }
        nextDeadline = nextDeadline.map { Swift.min($0, neighbor.deadline) } ?? neighbor.deadline
    }

    /// The earliest deadline of all neighbours, by looking at each.
    mutating func recomputeDeadline() {
        nextDeadline = nil
        for entry in entries { note(entry) }
    }

    private static func hash(_ interface: InterfaceIndex, _ address: IPAddress) -> UInt64 {
        var hash = FlowHash(seed: UInt64(interface.rawValue))
        hash.combine(address)
        return hash.value
    }
}
