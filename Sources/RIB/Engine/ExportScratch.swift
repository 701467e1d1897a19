/// Storage for grouping a batch of pending routes by attribute handle.
struct ExportScratch: ~Copyable, Sendable {
    /// Routes with one handle: those numbered `base`, a multiple of 64, plus the place of each bit.
    struct Run: BitwiseCopyable {
        var routes: UInt64
        var base: UInt32
        /// Position plus one of the next run with the same handle; 0 at the end.
        var next: UInt32 = 0
    }

    /// Routes to be announced, chained by handle in their order.
    private(set) var runs = UniqueList<Run>()
    /// By handle: position of the first and last run plus one, 0 outside of a batch.
    private var first = UniqueList<UInt32>()
    private var last = UniqueList<UInt32>()
    /// Handles in the order in which they were met.
    private(set) var handles = UniqueList<UInt32>()
    var withdrawn = UniqueList<UInt32>()

    mutating func add(_ routes: UInt64, above base: Int, _ handle: UInt32) {
        let slot = Int(handle)
        if slot >= first.count {
            first.extend(to: slot + 1, with: 0)
            last.extend(to: slot + 1, with: 0)
        }
        runs.append(Run(routes: routes, base: UInt32(truncatingIfNeeded: base)))
        let position = UInt32(truncatingIfNeeded: runs.count)
        if first[slot] == 0 {
            first[slot] = position
            handles.append(handle)
        } else {
            runs[Int(last[slot]) - 1].next = position
        }
        last[slot] = position
    }

    /// Position plus one of the first run with a handle.
    func start(_ handle: UInt32) -> UInt32 { first[Int(handle)] }

    mutating func clear() {
        for place in handles.indices {
            first[Int(handles[place])] = 0
            last[Int(handles[place])] = 0
        }
        runs.removeAll()
        handles.removeAll()
        withdrawn.removeAll()
    }
}
