/// Packs routes into as few UPDATE messages as fit, appending them to the caller's buffer.
///
/// One run is `begin…`, any number of `append`, `finish`; between them the caller must not touch the octets that
/// were appended. The writer may be kept and reused, and then allocates nothing but growth of the buffer.
///
///     var writer = UpdateWriter(context: context)
///     if writer.beginAnnouncing(attributes, family: .ipv4Unicast) {
///         for prefix in prefixes { writer.append(prefix, to: &bytes) }
///         writer.finish(&bytes)
///     }
public struct UpdateWriter: Sendable {
    public let context: WireContext
    /// Messages completed since the writer was made.
    public internal(set) var messageCount = 0

    @usableFromInline var isWithdrawing = false
    /// A run has begun, so that messages may be opened.
    var isReady = false
    /// The octets of the current message up to its destinations, with zeros for the lengths.
    var head: [UInt8] = []
    /// What follows the destinations.
    var tail: [UInt8] = []
    /// Where the current message begins in the caller's buffer; -1 if none is open.
    @usableFromInline var messageStart = -1
    /// Octets that the current run's messages may have before their tail.
    @usableFromInline var roomBeforeTail = 0
    /// Offset within a message of Total Path Attribute Length, where it needs patching.
    var attributeLengthOffset: Int?
    /// Offset within a message of the length of MP_REACH_NLRI or MP_UNREACH_NLRI.
    var multiprotocolLengthOffset: Int?
    /// Offset within a message of Withdrawn Routes Length, where it needs patching.
    var withdrawnLengthOffset: Int?

    public init(context: WireContext) {
        self.context = context
    }

    /// Adds a route of the run's family, in amortised constant time, allocating nothing but growth of the buffer.
    ///
    /// A default route, a single zero octet, gets a message of its own: beside others, analysers take it for the path
    /// identifier of RFC 7911 and call the message malformed.
    @inlinable public mutating func append<Route: WireRoute>(_ route: Route, to bytes: inout [UInt8]) {
        let size = route.encodedByteCount
        let isAlone = size == 1
        if messageStart < 0 {
            open(&bytes)
        } else if isAlone || bytes.count - messageStart + size > roomBeforeTail {
            finish(&bytes)
            open(&bytes)
        }
        route.append(to: &bytes, isWithdrawal: isWithdrawing)
        if isAlone { finish(&bytes) }
    }

    /// Completes the last message; harmless if there is none.
    public mutating func finish(_ bytes: inout [UInt8]) {
        guard messageStart >= 0 else { return }
        let start = messageStart
        let destinationsEnd = bytes.count
        if !tail.isEmpty { bytes.append(contentsOf: tail) }
        if let offset = multiprotocolLengthOffset {
            bytes.patch(UInt16(clamping: destinationsEnd - start - offset - 2), at: start + offset)
        }
        if let offset = attributeLengthOffset {
            bytes.patch(UInt16(clamping: bytes.count - start - offset - 2), at: start + offset)
        }
        if let offset = withdrawnLengthOffset {
            bytes.patch(UInt16(clamping: destinationsEnd - start - offset - 2), at: start + offset)
        }
        bytes.patch(UInt16(clamping: bytes.count - start), at: start + 16)
        messageStart = -1
        messageCount += 1
    }

    /// Appends the message that ends a family's initial routes (RFC 4724 §2), after finishing a run that is still open.
    public mutating func appendEndOfRIB(_ family: RouteFamily, to bytes: inout [UInt8]) {
        finish(&bytes)
        if family == .ipv4Unicast {
            MessageHeader(type: .update, bodyLength: 4).append(to: &bytes)
            bytes.append(bigEndian: UInt32(0))
            messageCount += 1
        } else {
            beginWithdrawing(family: family)
            open(&bytes)
            finish(&bytes)
        }
    }

    @usableFromInline mutating func open(_ bytes: inout [UInt8]) {
        precondition(isReady, "begin a run before")
        messageStart = bytes.count
        bytes.append(contentsOf: head)
    }
}
