internal import Network

/// Reads journal text back into events.
public struct JournalReader: Sendable {
    /// Whether a last line that breaks off, as a killed run leaves it, is passed over.
    public var toleratesTruncation: Bool

    public init(toleratesTruncation: Bool = false) { self.toleratesTruncation = toleratesTruncation }

    /// The journal in `bytes`; its instants count from time zero.
    public func read(_ bytes: [UInt8]) throws(JournalError) -> Journal { fatalError() }
}
