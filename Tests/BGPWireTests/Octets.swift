import BGPWire

// Decoders that take arrays, since the expectation macros cannot hold spans.

extension MessageHeader {
    init(octets: [UInt8], maximumLength: Int = standardMaximumLength) throws(NotificationError) {
        try self.init(octets.span.bytes, maximumLength: maximumLength)
    }
}

extension OpenMessage {
    init(octets: [UInt8]) throws(NotificationError) { try self.init(body: octets.span.bytes) }
}

extension NotificationError {
    init(octets: [UInt8]) throws(NotificationError) { try self.init(body: octets.span.bytes) }
}

extension RouteRefresh {
    init(octets: [UInt8]) throws(NotificationError) { try self.init(body: octets.span.bytes) }
}
