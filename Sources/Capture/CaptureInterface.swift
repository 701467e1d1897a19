/// What a capture says about one of its interfaces.
public struct CaptureInterface: Hashable, Sendable {
    /// Empty if the file does not tell.
    public var name: String
    public var description: String?
    /// LINKTYPE number; 1 is Ethernet.
    public var linkType: UInt16
    /// Longest captured part of a frame, in bytes; 0 means no limit.
    public var snapLength: UInt32
    public var bitsPerSecond: UInt64?
    /// The filter expression that chose the frames.
    public var filter: String?

    public init(
        name: String,
        description: String? = nil,
        linkType: UInt16 = CaptureInterface.ethernet,
        snapLength: UInt32 = 262_144,
        bitsPerSecond: UInt64? = nil,
        filter: String? = nil
    ) {
        self.name = name
        self.description = description
        self.linkType = linkType
        self.snapLength = snapLength
        self.bitsPerSecond = bitsPerSecond
        self.filter = filter
    }

    public static let ethernet: UInt16 = 1
}

/// Which way a frame went, seen from the owner of the interface (pcapng `epb_flags`, bits 0 and 1).
public enum CaptureDirection: UInt8, Hashable, Sendable, BitwiseCopyable {
    case unknown = 0
    case inbound = 1
    case outbound = 2
}

/// What an interface saw in the whole capture.
public struct CaptureStatistics: Hashable, Sendable, BitwiseCopyable {
    public var interface: Int
    public var received: UInt64
    /// Received frames that the filter did not let through.
    public var droppedByFilter: UInt64

    public init(interface: Int, received: UInt64, droppedByFilter: UInt64) {
        self.interface = interface
        self.received = received
        self.droppedByFilter = droppedByFilter
    }
}
