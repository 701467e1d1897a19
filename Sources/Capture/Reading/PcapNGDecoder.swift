public import NetworkTypes

/// Understands pcapng files block by block, without reading files itself (draft-ietf-opsawg-pcapng).
///
/// The caller frames blocks with ``blockByteCount(_:)`` and hands them over in order. Files are hostile: every length
/// is checked, and what is kept has bounds.
public struct PcapNGDecoder: Sendable {
    /// What a block said.
    public enum Item: Hashable, Sendable {
        /// A section began; the name of the program that wrote it.
        case section(application: String?)
        /// An interface was described; its index.
        case interface(Int)
        case packet(CapturedPacket)
        case names([Name])
        case statistics(CaptureStatistics)
        /// A block of a type that is not understood, which is no error.
        case other(blockType: UInt32)
    }

    public struct Name: Hashable, Sendable {
        public var address: IPAddress
        public var name: String

        public init(address: IPAddress, name: String) {
            self.address = address
            self.name = name
        }
    }

    /// Interfaces of all sections, in the order of the file.
    public internal(set) var interfaces: [CaptureInterface] = []
    var resolutions: [TimeResolution] = []
    /// Interface numbers of the current section begin here.
    var sectionStart = 0
    var isBigEndian: Bool?

    /// Bytes that must be there to tell a block's length.
    public static let prefixByteCount = 12
    /// Longer blocks are refused.
    public static let blockByteLimit = 1 << 25
    public static let interfaceLimit = 1 << 16

    public init() {}

    /// Length of the block that begins with `prefix`, ``prefixByteCount`` bytes.
    public func blockByteCount(_ prefix: RawSpan) throws(PcapNGError) -> Int {
        var cursor = BlockCursor(prefix, isBigEndian: false)
        let type: UInt32 = try cursor.read()
        let order: Bool
        if type == Self.sectionHeader {
            _ = try cursor.read(UInt32.self)
            order = try Self.isBigEndian(magic: cursor.read())
        } else if let known = isBigEndian {
            order = known
        } else {
            throw .noSection(blockType: type)
        }
        cursor = BlockCursor(prefix, isBigEndian: order, offset: 4)
        let length: UInt32 = try cursor.read()
        guard length >= 12, length % 4 == 0, length <= UInt32(Self.blockByteLimit) else { throw .blockLength(length) }
        return Int(length)
    }

    /// Takes one whole block.
    public mutating func decode(_ block: RawSpan) throws(PcapNGError) -> Item {
        let length = try blockByteCount(block)
        guard length == block.byteCount else { throw .truncated(needed: length, available: block.byteCount) }
        var cursor = BlockCursor(block, isBigEndian: false)
        var type: UInt32 = try cursor.read()
        if type == Self.sectionHeader {
            _ = try cursor.read(UInt32.self)
            isBigEndian = try Self.isBigEndian(magic: cursor.read())
        }
        let order = isBigEndian ?? false
        if order { type = type.byteSwapped }
        cursor = BlockCursor(block, isBigEndian: order, offset: length - 4)
        let trailer: UInt32 = try cursor.read()
        guard Int(trailer) == length else { throw .trailingLength(trailer) }
        cursor = BlockCursor(block.extracting(first: length - 4), isBigEndian: order, offset: 8)
        switch type {
        case Self.sectionHeader: return try section(&cursor)
        case 1: return try interface(&cursor)
        case 2: return try obsoletePacket(&cursor)
        case 3: return try simplePacket(&cursor)
        case 4: return try names(&cursor)
        case 5: return try statistics(&cursor)
        case 6: return try enhancedPacket(&cursor)
        default: return .other(blockType: type)
        }
    }

    /// Takes a whole file that stands in memory.
    public mutating func decodeAll(_ file: RawSpan) throws(PcapNGError) -> [Item] {
        var items: [Item] = []
        var offset = 0
        while offset < file.byteCount {
            let rest = file.extracting(offset..<file.byteCount)
            let length = try blockByteCount(rest)
            guard length <= rest.byteCount else { throw .truncated(needed: length, available: rest.byteCount) }
            items.append(try decode(rest.extracting(first: length)))
            offset += length
        }
        return items
    }

    /// Reads the same in both byte orders.
    static let sectionHeader: UInt32 = 0x0A0D_0D0A

    private static func isBigEndian(magic: UInt32) throws(PcapNGError) -> Bool {
        switch magic {
        case 0x1A2B_3C4D: false
        case 0x4D3C_2B1A: true
        default: throw .byteOrder(magic)
        }
    }
}
