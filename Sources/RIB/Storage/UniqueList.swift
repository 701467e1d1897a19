/// A growing list with access in place, of values that cannot be copied or that are too many to be looked after one by one.
///
/// The standard library's array holds copyable elements only, and asks at every write whether it is shared, which is most of the
/// work where a table has millions of small entries.
struct UniqueList<Element: ~Copyable>: ~Copyable {
    private(set) var count = 0
    private(set) var capacity = 0
    // SAFETY: `base` has room for `capacity` elements, of which exactly the first `count` are initialised; every access
    // checks its index against `count` in all build modes; the list owns the memory and nobody else keeps the pointer.
    private var base: UnsafeMutablePointer<Element>

    init() { base = .allocate(capacity: 0) }

    deinit {
        base.deinitialize(count: count)
        TableMemory.deallocate(base, byteCount: capacity * MemoryLayout<Element>.stride)
    }

    @inline(__always)
    var isEmpty: Bool { count == 0 }

    @inline(__always)
    var indices: Range<Int> { 0..<count }

    /// Octets taken, without what elements own elsewhere.
    var byteCount: Int { TableMemory.taken(capacity, count, stride: MemoryLayout<Element>.stride) }

    /// Complexity: amortised constant.
    @inline(__always)
    mutating func append(_ element: consuming Element) {
        if count == capacity { grow(toHold: count + 1) }
        (base + count).initialize(to: element)
        count += 1
    }

    /// Takes the last element out; keeps the memory.
    @inline(__always)
    mutating func popLast() -> Element? {
        if count == 0 { return nil }
        count -= 1
        return (base + count).move()
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

    private mutating func grow(toHold size: Int) {
        let stride = MemoryLayout<Element>.stride
        let larger = TableMemory.capacity(Swift.max(4, size, capacity * 2), stride: stride)
        let memory = TableMemory.allocate(byteCount: larger * stride, alignment: MemoryLayout<Element>.alignment)
        let moved = memory.bindMemory(to: Element.self, capacity: larger)
        moved.moveInitialize(from: base, count: count)
        TableMemory.deallocate(base, byteCount: capacity * stride)
        base = moved
        capacity = larger
    }
}

extension UniqueList where Element: BitwiseCopyable {
    /// A list of `count` times the same.
    init(repeating element: Element, count: Int) {
        self.init()
        extend(to: count, with: element)
    }

    /// Appends the same element until there are `size`; does nothing if there are as many.
    mutating func extend(to size: Int, with element: Element) {
        if size > capacity { grow(toHold: size) }
        if size > count {
            (base + count).initialize(repeating: element, count: size - count)
            count = size
        }
    }

    /// Appends copies of all elements of a span.
    mutating func append(contentsOf source: Span<Element>) {
        if source.count > capacity - count { grow(toHold: count + source.count) }
        source.withUnsafeBufferPointer { elements in
            if let start = elements.baseAddress { (base + count).initialize(from: start, count: elements.count) }
        }
        count += source.count
    }

    /// Puts copies of a span's elements in the place of those from `start` on.
    mutating func overwrite(from start: Int, with source: Span<Element>) {
        precondition(start >= 0 && source.count <= count - start)
        source.withUnsafeBufferPointer { elements in
            if let first = elements.baseAddress { (base + start).update(from: first, count: elements.count) }
        }
    }

    /// Forgets all elements but keeps the memory.
    @inline(__always)
    mutating func removeAll() { count = 0 }

    /// The elements, for reading them as octets or one after the other.
    var span: Span<Element> {
        @_lifetime(borrow self)
        borrowing get { _overrideLifetime(Span(_unsafeStart: base, count: count), borrowing: self) }
    }
}

// SAFETY: the list is the only owner of its memory, so sending it sends the elements.
extension UniqueList: @unchecked Sendable where Element: Sendable & ~Copyable {}
