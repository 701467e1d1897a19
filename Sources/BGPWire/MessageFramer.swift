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
    /// The buffer holds a message that has been handed out and goes with the next call.
    private var isDelivered = false

    public init(maximumLength: Int = MessageHeader.standardMaximumLength) { self.maximumLength = maximumLength }

    /// Where a message's body is to be found, until the next call of ``next(in:at:)``.
    public struct Frame: Hashable, Sendable {
        public var type: MessageType
        var isBuffered: Bool
        var range: Range<Int>
    }

    /// The next whole message at `offset` of `stream`, which moves behind it; `nil` if the rest is incomplete and was kept.
    ///
    /// - Throws: code 1 of RFC 4271 §6.1. The stream has no known boundary from there on; close the connection.
    public mutating func next(in stream: RawSpan, at offset: inout Int) throws(NotificationError) -> Frame? {
        if isDelivered { reset() }
        if !buffer.isEmpty { return try nextBuffered(in: stream, at: &offset) }
        let remaining = stream.byteCount - offset
        guard remaining > 0 else { return nil }
        if remaining >= MessageHeader.byteCount {
            let header = try MessageHeader(stream, at: offset, maximumLength: maximumLength)
            if remaining >= header.length {
                defer { offset += header.length }
                return Frame(
                    type: header.type,
                    isBuffered: false,
                    range: offset + MessageHeader.byteCount..<offset + header.length
                )
            }
        }
        keep(remaining, of: stream, at: &offset)
        return nil
    }

    /// The body of a message, without its header.
    @_lifetime(borrow self, copy stream)
    public func body(of frame: Frame, in stream: RawSpan) -> RawSpan {
        if frame.isBuffered {
            _overrideLifetime(buffer.span.bytes.extracting(frame.range), borrowing: self)
        } else {
            stream.extracting(frame.range)
        }
    }

    /// Forgets an incomplete message.
    public mutating func reset() {
        buffer.removeAll(keepingCapacity: true)
        isDelivered = false
    }

    /// Completes the message whose beginning came with earlier octets.
    private mutating func nextBuffered(
        in stream: RawSpan,
        at offset: inout Int
    ) throws(NotificationError) -> Frame? {
        if buffer.count < MessageHeader.byteCount {
            keep(MessageHeader.byteCount - buffer.count, of: stream, at: &offset)
            guard buffer.count == MessageHeader.byteCount else { return nil }
        }
        let header = try MessageHeader(buffer.span.bytes, maximumLength: maximumLength)
        keep(header.length - buffer.count, of: stream, at: &offset)
        guard buffer.count == header.length else { return nil }
        isDelivered = true
        return Frame(type: header.type, isBuffered: true, range: MessageHeader.byteCount..<header.length)
    }

    private mutating func keep(_ count: Int, of stream: RawSpan, at offset: inout Int) {
        let count = Swift.min(count, stream.byteCount - offset)
        guard count > 0 else { return }
        buffer.append(stream, offset..<offset + count)
        offset += count
    }
}
