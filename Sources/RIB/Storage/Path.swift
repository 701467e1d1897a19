/// A path of a prefix: 16 bytes, so that ten peers with a million routes each take 160 MB and not gigabytes.
struct Path: BitwiseCopyable, Sendable {
    /// Who stands behind a path, as far as the decision and the rules of RFC 4456 §6 ask.
    enum Source: UInt8 {
        case local = 0
        case external = 1
        case client = 2
        case nonClient = 3
    }

    /// Handle of the interned attributes; the path holds one use of them.
    var attributes: UInt32
    /// The next path of the same prefix, plus one; 0 at the end.
    var next: UInt32
    /// Of an imported path: the number of the VPN route.
    var origin: UInt32
    var peer: PeerIndex
    var tag: UInt8
    private var bits: UInt8

    init(attributes: UInt32, origin: UInt32, peer: PeerIndex, tag: UInt8, source: Source, isImported: Bool) {
        self.attributes = attributes
        next = 0
        self.origin = origin
        self.peer = peer
        self.tag = tag
        bits = source.rawValue | (isImported ? 4 : 0)
    }

    var source: Source {
        switch bits & 3 {
        case 0: .local
        case 1: .external
        case 2: .client
        default: .nonClient
        }
    }

    /// Whether another path of another prefix differs in nothing that decides or is told.
    @inline(__always)
    func isAlike(_ other: Path) -> Bool {
        attributes == other.attributes && peer == other.peer && tag == other.tag && (bits ^ other.bits) & 23 == 0
    }

    /// Whether the path came from the backbone's table into a domain.
    var isImported: Bool { bits & 4 != 0 }

    /// One of two alternating marks: which session of the peer, the present or the last, the path is known from.
    var epoch: Bool {
        get { bits & 8 != 0 }
        set { bits = newValue ? bits | 8 : bits & ~8 }
    }

    /// It flaps too much to be used (RFC 2439).
    var isSuppressed: Bool {
        get { bits & 16 != 0 }
        set { bits = newValue ? bits | 16 : bits & ~16 }
    }
}

/// All paths of all tables, chained per prefix.
struct PathPool: ~Copyable {
    private var paths = UniqueList<Path>()
    private var firstFree: UInt32 = 0
    private(set) var count = 0

    var byteCount: Int { paths.byteCount }

    /// `link` is the path's number plus one.
    @inline(__always)
    subscript(link: UInt32) -> Path {
        get { paths[Int(link) - 1] }
        set { paths[Int(link) - 1] = newValue }
    }

    /// Puts a path into the pool and gives its link.
    @inline(__always)
    mutating func add(_ path: Path) -> UInt32 {
        count += 1
        if firstFree != 0 {
            let link = firstFree
            firstFree = self[link].next
            self[link] = path
            return link
        }
        paths.append(path)
        return UInt32(truncatingIfNeeded: paths.count)
    }

    mutating func free(_ link: UInt32) {
        count -= 1
        self[link].next = firstFree
        firstFree = link
    }
}
