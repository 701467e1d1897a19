/// Sets of next hops, each distinct one once, with a count of the prefixes that use it.
struct NextHopSetTable: ~Copyable {
    struct Entry {
        var members: [ProtocolNextHop]
        var uses: UInt32
    }

    /// Entry 0 is the empty set.
    private var entries = UniqueList<Entry>()
    private var handles: [[ProtocolNextHop]: UInt32] = [:]
    private var released: [NextHopSetHandle] = []
    private var free: [UInt32] = []

    init() { entries.append(Entry(members: [], uses: 1)) }

    var byteCount: Int { entries.capacity * 128 }

    func members(_ handle: NextHopSetHandle) -> [ProtocolNextHop] {
        Int(handle.rawValue) < entries.count ? entries[Int(handle.rawValue)].members : []
    }

    /// Whether the handle is that of a set in use whose only member is this one.
    func isOnly(_ member: ProtocolNextHop, _ handle: NextHopSetHandle) -> Bool {
        let number = Int(handle.rawValue)
        return entries[number].uses > 0 && entries[number].members.count == 1 && entries[number].members[0] == member
    }

    /// The handle of a set whose members are sorted and distinct, with one use added.
    mutating func intern(_ members: [ProtocolNextHop]) -> NextHopSetHandle {
        if members.isEmpty { return .none }
        if let number = handles[members] {
            entries[Int(number)].uses += 1
            return NextHopSetHandle(rawValue: number)
        }
        let entry = Entry(members: members, uses: 1)
        let number: UInt32
        if let reused = free.popLast() {
            number = reused
            entries[Int(number)] = entry
        } else {
            number = UInt32(truncatingIfNeeded: entries.count)
            entries.append(entry)
        }
        handles[members] = number
        return NextHopSetHandle(rawValue: number)
    }

    @inline(__always)
    mutating func retain(_ handle: NextHopSetHandle, count: UInt32 = 1) {
        if handle != .none { entries[Int(handle.rawValue)].uses += count }
    }

    @inline(__always)
    mutating func release(_ handle: NextHopSetHandle) {
        if handle != .none { takeBack(handle) }
    }

    private mutating func takeBack(_ handle: NextHopSetHandle) {
        let number = Int(handle.rawValue)
        entries[number].uses -= 1
        if entries[number].uses == 0 {
            handles[entries[number].members] = nil
            released.append(handle)
        }
    }

    /// Hands out the sets that ended; only now may their handles mean something else.
    mutating func drainReleased(into list: inout [NextHopSetHandle]) {
        list.append(contentsOf: released)
        for handle in released {
            entries[Int(handle.rawValue)].members = []
            free.append(handle.rawValue)
        }
        released.removeAll(keepingCapacity: true)
    }
}
