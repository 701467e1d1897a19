internal import NetworkTypes

/// The next hops of all attribute sets, each with the domain in which it is looked up, and what the router said about it.
struct NextHopTable: ~Copyable {
    /// Where a next hop's address means something.
    enum Scope: Hashable {
        /// The router has to resolve it in this domain, or in the backbone.
        case tracked(DomainIndex)
        /// Always reachable: addresses of this router, written into what it exports.
        case own
    }

    private struct Key: Hashable {
        var scope: Scope
        var address: IPAddress
    }

    struct Entry {
        var scope: Scope
        var address: IPAddress
        var uses: UInt32 = 0
        /// `nil`: not reachable.
        var metric: UInt32?
        /// Whether the router was told that paths use it.
        var isReported = false
        var isListed = false
        /// Set from a change of metric until the tables concerned were walked.
        var isChanged = false
        /// A set of which it is the only member, to be tried first.
        var onlySet = NextHopSetHandle.none
    }

    /// Entry 0 is the router itself.
    private var entries = UniqueList<Entry>()
    private var numbers: [Key: UInt32] = [:]
    private var free: [UInt32] = []
    /// Entries whose use may have begun or ended since the last report.
    private var listed: [UInt32] = []
    private var lastNumber: UInt32 = 0

    static let local: UInt32 = 0

    init() { entries.append(Entry(scope: .own, address: .v4(.any), uses: 1, metric: 0)) }

    var count: Int { entries.count - 1 - free.count }
    var byteCount: Int { entries.byteCount + entries.capacity * 48 }

    @inline(__always)
    subscript(number: UInt32) -> Entry {
        _read { yield entries[Int(number)] }
        _modify { yield &entries[Int(number)] }
    }

    @inline(__always)
    func metric(_ number: UInt32) -> UInt32? { entries[Int(number)].metric }

    func find(_ address: IPAddress, _ scope: Scope) -> UInt32? { numbers[Key(scope: scope, address: address)] }

    /// The number of a next hop, new ones without a use.
    mutating func number(of address: IPAddress, _ scope: Scope) -> UInt32 {
        // Consecutive messages of a peer mostly have the same next hop.
        let last = entries[Int(lastNumber)]
        if lastNumber != 0, last.address == address, last.scope == scope { return lastNumber }
        let key = Key(scope: scope, address: address)
        if let number = numbers[key] {
            lastNumber = number
            return number
        }
        var entry = Entry(scope: scope, address: address)
        if scope == .own { entry.metric = 0 }
        let number: UInt32
        if let reused = free.popLast() {
            number = reused
            entries[Int(number)] = entry
        } else {
            number = UInt32(truncatingIfNeeded: entries.count)
            entries.append(entry)
        }
        numbers[key] = number
        lastNumber = number
        list(number)
        return number
    }

    mutating func retain(_ number: UInt32) {
        entries[Int(number)].uses += 1
        if entries[Int(number)].uses == 1 { list(number) }
    }

    mutating func release(_ number: UInt32) {
        entries[Int(number)].uses -= 1
        if entries[Int(number)].uses == 0 { list(number) }
    }

    /// Reports what began and what ended; a next hop that did both in between is not mentioned.
    ///
    /// Unused ones are forgotten.
    mutating func drain(into uses: inout [NextHopUse]) {
        for number in listed {
            entries[Int(number)].isListed = false
            let entry = entries[Int(number)]
            if case .tracked(let domain) = entry.scope, entry.isReported != (entry.uses > 0) {
                entries[Int(number)].isReported = entry.uses > 0
                uses.append(NextHopUse(domain: domain, address: entry.address, isUsed: entry.uses > 0))
            }
            if entry.uses == 0, !entry.isChanged {
                numbers[Key(scope: entry.scope, address: entry.address)] = nil
                if lastNumber == number { lastNumber = 0 }
                free.append(number)
            }
        }
        listed.removeAll(keepingCapacity: true)
    }

    mutating func list(_ number: UInt32) {
        if number == 0 || entries[Int(number)].isListed { return }
        entries[Int(number)].isListed = true
        listed.append(number)
    }
}
