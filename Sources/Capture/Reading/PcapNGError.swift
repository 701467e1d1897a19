/// Why bytes are not a pcapng file.
public enum PcapNGError: Error, Hashable, Sendable {
    /// The first block is no section header.
    case noSection(blockType: UInt32)
    case byteOrder(UInt32)
    case version(major: UInt16)
    /// Not a multiple of four, shorter than the block's fixed part, or longer than anything real.
    case blockLength(UInt32)
    /// The file ends within a block.
    case truncated(needed: Int, available: Int)
    /// The length at the end of a block is not the one at its start.
    case trailingLength(UInt32)
    /// A packet of an interface that was not described.
    case interface(UInt32)
    /// A packet longer than its block.
    case packetLength(UInt32)
    /// An option or record that reaches beyond its block.
    case optionLength(UInt16)
    case tooManyInterfaces
}
