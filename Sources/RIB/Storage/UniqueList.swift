/// A growing list of values that cannot be copied, with access in place.
///
/// The standard library's array holds copyable elements only; this is the least that tables need.
struct UniqueList<Element: ~Copyable>: ~Copyable {
    private(set) var count = 0
    private var capacity = 0
    // SAFETY: `base` has room for `capacity` elements, of which exactly the first `count` are initialised; every access
    // checks its index against `count` in all build modes; the list owns the memory and nobody else keeps the pointer.
    private var base: UnsafeMutablePointer<Element>

    init() { base = .allocate(capacity: 0) }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// Complexity: amortised constant.
    mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        unsafeAddress {
            precondition(index >= 0 && index < count)
            return UnsafePointer(base + index)
        }
        unsafeMutableAddress {
            precondition(index >= 0 && index < count)
            return base + index
        }
    }

    private mutating func grow() {
        let larger = Swift.max(4, capacity * 2)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        moved.moveInitialize(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }
}

// SAFETY: the list is the only owner of its memory, so sending it sends the elements.
extension UniqueList: @unchecked Sendable where Element: Sendable & ~Copyable {}
