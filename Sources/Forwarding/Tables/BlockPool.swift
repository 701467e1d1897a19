/// Blocks of 1 to 64 elements in one flat array, each size class with its own list of free blocks.
struct BlockPool<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    private(set) var elements: ContiguousArray<Element> = []
    private var free: [[UInt32]] = Array(repeating: [], count: Self.sizes.count)
    private let filler: Element

    private static var sizes: [Int] { [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64] }

    init(filler: Element) { self.filler = filler }

    /// The size class of a block for `count` elements (1 to 64), and its room.
    @inline(__always) private static func sizeClass(for count: Int) -> (index: Int, room: Int) {
        switch count {
        case ...1: (0, 1)
        case 2: (1, 2)
        case 3: (2, 3)
        case 4: (3, 4)
        case ...6: (4, 6)
        case ...8: (5, 8)
        case ...12: (6, 12)
        case ...16: (7, 16)
        case ...24: (8, 24)
        case ...32: (9, 32)
        case ...48: (10, 48)
        default: (11, 64)
        }
    }

    /// Bytes of memory in use or kept for use.
    var byteCount: Int {
        elements.capacity * MemoryLayout<Element>.stride + free.reduce(0) { $0 + $1.capacity * 4 }
    }

    @inline(__always) subscript(index: Int) -> Element {
        get { elements[index] }
        set { elements[index] = newValue }
    }

    /// A block for one element.
    mutating func allocateOne(_ element: Element) -> UInt32 {
        let block = allocate(sizeClass: 0, room: 1)
        elements[Int(block)] = element
        return block
    }

    /// Inserts an element at `place` of a block of `count`; the block may move, and its new start is returned.
    mutating func insert(_ element: Element, at place: Int, of block: UInt32, count: Int) -> UInt32 {
        guard count > 0 else { return allocateOne(element) }
        let old = Self.sizeClass(for: count)
        let new = Self.sizeClass(for: count + 1)
        let start = Int(block)
        if old.index == new.index {
            var index = start + count
            while index > start + place {
                elements[index] = elements[index - 1]
                index -= 1
            }
            elements[start + place] = element
            return block
        }
        let result = allocate(sizeClass: new.index, room: new.room)
        let target = Int(result)
        for index in 0..<place { elements[target + index] = elements[start + index] }
        elements[target + place] = element
        for index in place..<count { elements[target + index + 1] = elements[start + index] }
        free[old.index].append(block)
        return result
    }

    /// Removes the element at `place` of a block of `count`; the block may move or vanish.
    mutating func remove(at place: Int, of block: UInt32, count: Int) -> UInt32 {
        let old = Self.sizeClass(for: count)
        guard count > 1 else {
            free[old.index].append(block)
            return 0
        }
        let new = Self.sizeClass(for: count - 1)
        let start = Int(block)
        if old.index == new.index {
            for index in (start + place)..<(start + count - 1) { elements[index] = elements[index + 1] }
            return block
        }
        let result = allocate(sizeClass: new.index, room: new.room)
        let target = Int(result)
        for index in 0..<place { elements[target + index] = elements[start + index] }
        for index in (place + 1)..<count { elements[target + index - 1] = elements[start + index] }
        free[old.index].append(block)
        return result
    }

    /// A block that holds these 1 to 64 elements.
    mutating func allocate(_ contents: [Element]) -> UInt32 {
        let size = Self.sizeClass(for: contents.count)
        let block = allocate(sizeClass: size.index, room: size.room)
        for (index, element) in contents.enumerated() { elements[Int(block) + index] = element }
        return block
    }

    /// Gives back a block of `count` elements.
    mutating func release(_ block: UInt32, count: Int) {
        free[Self.sizeClass(for: count).index].append(block)
    }

    private mutating func allocate(sizeClass: Int, room: Int) -> UInt32 {
        if let block = free[sizeClass].popLast() { return block }
        let block = UInt32(elements.count)
        for _ in 0..<room { elements.append(filler) }
        return block
    }
}
