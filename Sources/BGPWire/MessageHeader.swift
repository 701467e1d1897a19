/// The kinds of message (RFC 4271 §4.1, RFC 2918).
public enum MessageType: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case open = 1
    case update = 2
    case notification = 3
    case keepalive = 4
    case routeRefresh = 5
}

/// The nineteen octets in front of every message (RFC 4271 §4.1).
public struct MessageHeader: Hashable, Sendable, BitwiseCopyable {
    public static let byteCount = 19
    public static let standardMaximumLength = 4096
    /// The limit once extended messages were announced (RFC 8654).
    public static let extendedMaximumLength = 65535

    public var type: MessageType
    /// Octets of the whole message, header included.
    public var length: Int

    @inlinable public var bodyLength: Int { length - Self.byteCount }

    public init(type: MessageType, bodyLength: Int) {
        self.type = type
        length = Self.byteCount + bodyLength
    }

    /// Reads and checks the header at `offset`, which must have nineteen octets behind it.
    ///
    /// - Throws: code 1 with the subcode of RFC 4271 §6.1 and the field that is wrong.
    public init(
        _ bytes: RawSpan,
        at offset: Int = 0,
        maximumLength: Int = standardMaximumLength
    ) throws(NotificationError) {
        guard let high = bytes.loadUInt64(at: offset), let low = bytes.loadUInt64(at: offset + 8),
            let length = bytes.loadUInt16(at: offset + 16), let rawType = bytes.loadUInt8(at: offset + 18)
        else { throw NotificationError(.badMessageLength, data: []) }
        guard high & low == .max else { throw NotificationError(.connectionNotSynchronized) }
        guard length >= Self.byteCount, length <= maximumLength else { throw Self.badLength(length) }
        guard let type = MessageType(rawValue: rawType) else {
            throw NotificationError(.badMessageType, data: [rawType])
        }
        guard Self.allows(type, length: Int(length)) else { throw Self.badLength(length) }
        self.type = type
        self.length = Int(length)
    }

    private static func badLength(_ length: UInt16) -> NotificationError {
        var data: [UInt8] = []
        data.append(bigEndian: length)
        return NotificationError(.badMessageLength, data: data)
    }

    /// Appends a header for a body of `bodyLength` octets.
    public func append(to bytes: inout [UInt8]) {
        let length = UInt16(clamping: length)
        bytes.append(addingCapacity: Self.byteCount) { octets in
            octets.append(repeating: 0xFF, count: 16)
            octets.append(UInt8(truncatingIfNeeded: length >> 8))
            octets.append(UInt8(truncatingIfNeeded: length))
            octets.append(type.rawValue)
        }
    }

    /// The bounds per type of RFC 4271 §6.1; OPEN and KEEPALIVE never grow (RFC 8654 §4).
    private static func allows(_ type: MessageType, length: Int) -> Bool {
        switch type {
        case .open: (29...standardMaximumLength).contains(length)
        case .update: length >= 23
        case .notification: length >= 21
        case .keepalive: length == byteCount
        case .routeRefresh: length >= 23
        }
    }
}
