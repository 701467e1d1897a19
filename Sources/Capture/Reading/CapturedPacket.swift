/// One packet of a capture.
public struct CapturedPacket: Hashable, Sendable {
    /// Index into the reader's interfaces.
    public var interface: Int
    /// Time since 1970-01-01T00:00:00Z, saturated to what 64 bits hold.
    public var nanoseconds: Int64
    public var bytes: [UInt8]
    /// Bytes of the packet on the wire, of which ``bytes`` may be a part.
    public var originalByteCount: Int
    public var direction: CaptureDirection
    public var comments: [String]

    public init(
        interface: Int,
        nanoseconds: Int64,
        bytes: [UInt8],
        originalByteCount: Int,
        direction: CaptureDirection = .unknown,
        comments: [String] = []
    ) {
        self.interface = interface
        self.nanoseconds = nanoseconds
        self.bytes = bytes
        self.originalByteCount = originalByteCount
        self.direction = direction
        self.comments = comments
    }
}
