#if canImport(Glibc)
    internal import Glibc
#endif

/// Memory of large lists: straight from the kernel, in huge pages where there are any.
///
/// Tables are read in random order, where every access to a page of 4 KB also misses the processor's cache of page addresses, and each
/// such page costs a fault when it is first touched. What is untouched takes no memory in either case. Small lists, and
/// all lists on other systems, come from the allocator.
enum TableMemory {
    /// From here on, in octets: the size of a huge page on most processors.
    private static let largeByteCount = 1 << 21

    /// How many elements a list should have room for that needs room for `count`.
    ///
    /// As a large list takes only what it touches, it gets whole huge pages, and room to grow without moving.
    static func capacity(_ count: Int, stride: Int) -> Int {
        let byteCount = count * stride
        if stride == 0 || byteCount < largeByteCount { return count }
        return (byteCount * 2 + largeByteCount - 1) / largeByteCount * largeByteCount / stride
    }

    /// Octets that a list takes which has room for `capacity` elements and holds `count`.
    static func taken(_ capacity: Int, _ count: Int, stride: Int) -> Int {
        (capacity * stride < largeByteCount ? capacity : count) * stride
    }

    /// Room for `byteCount` octets, which are undefined.
    ///
    /// Traps if there is none, as the allocator does.
    static func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
        #if canImport(Glibc)
            if byteCount >= largeByteCount { return map(byteCount) }
        #endif
        return .allocate(byteCount: byteCount, alignment: alignment)
    }

    /// Gives back what ``allocate(byteCount:alignment:)`` gave for the same number of octets.
    static func deallocate(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
        #if canImport(Glibc)
            if byteCount >= largeByteCount {
                munmap(memory, wholePages(byteCount))
                return
            }
        #endif
        memory.deallocate()
    }

    #if canImport(Glibc)
        /// Whole pages, from an address at which a huge page may begin.
        private static func map(_ byteCount: Int) -> UnsafeMutableRawPointer {
            let size = wholePages(byteCount)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
            // SAFETY: a fresh mapping that is larger than needed by one huge page; what lies in front of and behind the
            // `size` octets from the first huge page's boundary on is unmapped again, and nobody else knows of it.
            guard let start = mmap(nil, size + largeByteCount, PROT_READ | PROT_WRITE, flags, -1, 0),
                Int(bitPattern: start) != -1
            else { fatalError("out of memory") }
            let skipped = -Int(bitPattern: start) & (largeByteCount - 1)
            if skipped > 0 { munmap(start, skipped) }
            let memory = start + skipped
            munmap(memory + size, largeByteCount - skipped)
            // Only a wish: where the kernel has no huge pages, ordinary ones do.
            madvise(memory, size, MADV_HUGEPAGE)
            return memory
        }

        /// Rounded up to pages of 64 KB, the largest ordinary ones that any processor has.
        private static func wholePages(_ byteCount: Int) -> Int { (byteCount + 0xFFFF) & ~0xFFFF }
    #endif
}
