internal import BGPWire

/// What is known of a prefix besides its paths: what was decided last, in 16 bytes.
struct RouteEntry: BitwiseCopyable, Sendable {
    /// Link of the first path; 0 if there is none.
    var firstPath: UInt32 = 0
    /// The best path's attributes as last decided, 0 for none; the entry holds one use of them.
    var attributes: UInt32 = 0
    var nextHops = NextHopSetHandle.none
    var peer = PeerIndex.local
    var tag: UInt8 = 0
    /// Low four bits: ``DecisionStep``; then two bits of ``Path/Source``; then whether the best path was imported, and whether the
    /// number belongs to a prefix.
    private var bits: UInt8 = 0

    init() {}

    /// The outcome of a decision, of a number that is in use; without its paths.
    init(_ best: Path?, _ step: DecisionStep, _ nextHops: NextHopSetHandle) {
        self.nextHops = nextHops
        bits = 0x80 | step.rawValue
        guard let best else { return }
        attributes = best.attributes
        peer = best.peer
        tag = best.tag
        source = best.source
        isImported = best.isImported
    }

    /// Whether peers may have to be told something else than of the other entry.
    @inline(__always)
    func looksOther(than old: RouteEntry) -> Bool {
        attributes != old.attributes || peer != old.peer || tag != old.tag || (bits ^ old.bits) & 0x70 != 0
    }

    var step: DecisionStep {
        get { DecisionStep(rawValue: bits & 15) ?? .noPath }
        set { bits = bits & 0xF0 | newValue.rawValue }
    }

    var source: Path.Source {
        get { Path.Source(rawValue: bits >> 4 & 3) ?? .local }
        set { bits = bits & 0xCF | newValue.rawValue << 4 }
    }

    var isImported: Bool {
        get { bits & 0x40 != 0 }
        set { bits = newValue ? bits | 0x40 : bits & ~0x40 }
    }

    var isInUse: Bool {
        get { bits & 0x80 != 0 }
        set { bits = newValue ? bits | 0x80 : bits & ~0x80 }
    }
}

/// One family's routes in one domain, numbered as in the ``PrefixIndex`` that goes with it.
struct RouteTable: ~Copyable {
    let domain: DomainIndex
    let family: RouteFamily
    /// Where its keys are, in the list for its family.
    let indexNumber: Int

    var routes = UniqueList<RouteEntry>()
    var dirty = BitSet()
    /// Routes without a path that may be forgotten as soon as no peer has to hear of their end.
    var empty = BitSet()
    /// Export groups that follow this table.
    var groups: [Int] = []
    /// Adjacencies of peers that are up.
    var adjacencies: [Int] = []
    /// Progress of a walk after a change of next hops; `nil` if there is none.
    var walk: Int?
    var walksAgain = false
    /// Size of `empty` at which it is next worth looking which can be forgotten.
    var sweepThreshold = 64
    var sweepCursor = 0

    init(domain: DomainIndex, family: RouteFamily, indexNumber: Int) {
        self.domain = domain
        self.family = family
        self.indexNumber = indexNumber
    }

    /// Makes the entry of a number that the index has just given out.
    @inline(__always)
    mutating func open(_ route: Int) {
        var entry = RouteEntry()
        entry.isInUse = true
        if route == routes.count { routes.append(entry) } else { routes[route] = entry }
    }

    var byteCount: Int {
        routes.byteCount + dirty.byteCount + empty.byteCount
    }
}
