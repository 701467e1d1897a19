/// Storage for grouping a batch of pending routes by attribute handle.
struct ExportScratch: Sendable {
    /// Routes to be announced, chained by handle in their order; `next` holds positions plus one.
    private(set) var routes: [UInt32] = []
    private(set) var next: [UInt32] = []
    /// By handle: position of the first and last route plus one, 0 outside of a batch.
    private var first: [UInt32] = []
    private var last: [UInt32] = []
    /// Handles in the order in which they were met.
    private(set) var handles: [UInt32] = []
    var withdrawn: [UInt32] = []

    mutating func add(_ route: Int, _ handle: UInt32) {
        let slot = Int(handle)
        if slot >= first.count {
            let missing = Swift.max(slot + 1, first.count * 2) - first.count
            first.append(contentsOf: repeatElement(0, count: missing))
            last.append(contentsOf: repeatElement(0, count: missing))
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
        for handle in handles {
            first[Int(handle)] = 0
            last[Int(handle)] = 0
        }
        routes.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        handles.removeAll(keepingCapacity: true)
        withdrawn.removeAll(keepingCapacity: true)
    }
}
