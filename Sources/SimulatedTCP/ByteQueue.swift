/// Bytes in order: appended at the back, read anywhere, dropped from the front.
struct ByteQueue: Sendable {
    private var storage: [UInt8] = []
    private var head = 0

    var count: Int { storage.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: RawSpan) {
        if bytes.byteCount == 0 { return }
        bytes.withUnsafeBytes { storage.append(contentsOf: $0) }
    }

    /// Drops up to `count` bytes.
    ///
    /// Amortised O(1) per byte; what is dropped is released before it outgrows what is kept.
    mutating func removeFirst(_ count: Int) {
        head += min(max(0, count), self.count)
        if head == storage.count {
            // A queue that once was long does not keep its memory for ever.
            storage.removeAll(keepingCapacity: storage.capacity <= 16_384)
            head = 0
        } else if head > 4096, head > storage.count / 2 {
            storage.removeFirst(head)
            head = 0
        }
    }

    /// All bytes, leaving the queue empty.
    mutating func drain() -> [UInt8] {
        defer {
            storage = []
            head = 0
        }
        if head > 0 { storage.removeFirst(head) }
        return storage
    }

    /// The bytes in `range`, counted from the front, cut to those that are there.
    @_lifetime(borrow self) func bytes(in range: Range<Int>) -> RawSpan {
        let lower = min(max(0, range.lowerBound), count)
        let upper = min(max(lower, range.upperBound), count)
        let span = storage.span.bytes.extracting(head + lower..<head + upper)
        return _overrideLifetime(span, borrowing: self)
    }
}
