public import BGPWire

/// What one call of ``RIB/encodeUpdates(for:into:byteLimit:)`` wrote.
public struct ExportBatch: Hashable, Sendable {
    /// Whole BGP messages appended.
    public var messages = 0
    public var announced = 0
    public var withdrawn = 0
    /// Families whose End-of-RIB marker was among the messages (RFC 4724 §2).
    public var endOfRIB: RouteFamilySet = []
    /// The first few prefixes that were announced, at most ``sampleLimit``.
    public var announcedSample: [RoutePrefix] = []
    /// The first few prefixes that were withdrawn, at most ``sampleLimit``.
    public var withdrawnSample: [RoutePrefix] = []
    /// Whether the byte limit was reached with something left to send.
    public var more = false

    public static let sampleLimit = 4

    public init() {}
}
