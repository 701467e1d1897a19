/// Finds messages in a stream of octets without copying those that arrive whole.
///
/// What stays over from one piece of the stream to the next is less than one message, so the buffer is bounded by the
/// longest message allowed. The pattern:
///
///     var offset = 0
///     while let frame = try framer.next(in: stream, at: &offset) { use(framer.body(of: frame, in: stream)) }
public struct MessageFramer: Sendable {
    /// The longest message to accept; raise it once extended messages are negotiated.
    public var maximumLength: Int
    private var buffer: [UInt8] = []

    public init(maximumLength: Int = MessageHeader.standardMaximumLength) { self.maximumLength = maximumLength }

    /// Where a message's body is to be found, until the next call of ``next(in:at:)``.
    public struct Frame: Hashable, Sendable {
        public var type: MessageType
        @usableFromInline var isBuffered: Bool
        @usableFromInline var range: Range<Int>
    }

    /// The next whole message at `offset` of `stream`; moves behind it. `nil` if the rest is incomplete, which is then kept.
    ///
    /// - Throws: code 1 of RFC 4271 §6.1. The stream has no known boundary from there on; close the connection.
    public mutating func next(in stream: RawSpan, at offset: inout Int) throws(NotificationError) -> Frame? {
        fatalError()
    }

    /// The body of a message, without its header.
    @_lifetime(borrow self, copy stream)
    public func body(of frame: Frame, in stream: RawSpan) -> RawSpan { fatalError() }

    /// Forgets an incomplete message.
    public mutating func reset() { buffer.removeAll(keepingCapacity: true) }
}
