/// Storage for grouping a batch of pending routes by attribute handle.
struct ExportScratch: ~Copyable, Sendable {
    /// Routes to be announced, chained by handle in their order; `next` holds positions plus one.
    private(set) var routes = UniqueList<UInt32>()
    private(set) var next = UniqueList<UInt32>()
    /// By handle: position of the first and last route plus one, 0 outside of a batch.
    private var first = UniqueList<UInt32>()
    private var last = UniqueList<UInt32>()
    /// Handles in the order in which they were met.
    private(set) var handles = UniqueList<UInt32>()
    var withdrawn = UniqueList<UInt32>()

    mutating func add(_ route: Int, _ handle: UInt32) {
        let slot = Int(handle)
        if slot >= first.count {
            first.extend(to: slot + 1, with: 0)
            last.extend(to: slot + 1, with: 0)
        }
        routes.append(UInt32(truncatingIfNeeded: route))
        next.append(0)
        let position = UInt32(truncatingIfNeeded: routes.count)
        if first[slot] == 0 {
            first[slot] = position
            handles.append(handle)
        } else {
            next[Int(last[slot]) - 1] = position
        }
        last[slot] = position
    }

    /// Position plus one of the first route with a handle.
    func start(_ handle: UInt32) -> UInt32 { first[Int(handle)] }

    mutating func clear() {
        for place in handles.indices {
            first[Int(handles[place])] = 0
            last[Int(handles[place])] = 0
        }
        routes.removeAll()
        next.removeAll()
        handles.removeAll()
        withdrawn.removeAll()
    }
}
