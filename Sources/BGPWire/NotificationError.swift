/// What a NOTIFICATION says: why a session ends (RFC 4271 §4.5), as an error that decoders throw.
public struct NotificationError: Error, Hashable, Sendable {
    public var code: NotificationCode
    public var subcode: UInt8
    /// The field that is wrong, or a shutdown communication.
    public var data: [UInt8]

    public init(code: NotificationCode, subcode: UInt8 = 0, data: [UInt8] = []) {
        self.code = code
        self.subcode = subcode
        self.data = data
    }

    public init(_ subcode: HeaderSubcode, data: [UInt8] = []) {
        self.init(code: .messageHeader, subcode: subcode.rawValue, data: data)
    }

    public init(_ subcode: OpenSubcode, data: [UInt8] = []) {
        self.init(code: .open, subcode: subcode.rawValue, data: data)
    }

    public init(_ subcode: UpdateSubcode, data: [UInt8] = []) {
        self.init(code: .update, subcode: subcode.rawValue, data: data)
    }

    public init(_ subcode: StateMachineSubcode) {
        self.init(code: .stateMachine, subcode: subcode.rawValue)
    }

    public init(_ subcode: CeaseSubcode, data: [UInt8] = []) {
        self.init(code: .cease, subcode: subcode.rawValue, data: data)
    }

    /// The hold timer expired (RFC 4271 §6.5).
    public static let holdTimerExpired = NotificationError(code: .holdTimer)

    /// The send hold timer expired (RFC 9687 §3.1).
    public static let sendHoldTimerExpired = NotificationError(code: .sendHoldTimer)

    /// Reads the body of a NOTIFICATION; unknown codes are kept as numbers.
    ///
    /// - Throws: bad message length, which may be logged but not answered (RFC 4271 §6.4).
    public init(body: RawSpan) throws(NotificationError) {
        guard let code = body.loadUInt8(at: 0), let subcode = body.loadUInt8(at: 1) else {
            throw NotificationError(.badMessageLength)
        }
        self.init(
            code: NotificationCode(rawValue: code),
            subcode: subcode,
            data: body.copy(2..<body.byteCount)
        )
    }

    /// Appends the whole message; data that does not fit into 4096 octets is cut.
    public func appendMessage(to bytes: inout [UInt8]) {
        let room = MessageHeader.standardMaximumLength - MessageHeader.byteCount - 2
        let data = self.data.prefix(room)
        MessageHeader(type: .notification, bodyLength: 2 + data.count).append(to: &bytes)
        bytes.append(code.rawValue)
        bytes.append(subcode)
        bytes.append(contentsOf: data)
    }

    /// The whole message as octets.
    public var message: [UInt8] {
        var bytes: [UInt8] = []
        appendMessage(to: &bytes)
        return bytes
    }
}

/// The error code of a NOTIFICATION (RFC 4271 §4.5, RFC 7313, RFC 9687).
public struct NotificationCode: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let messageHeader = NotificationCode(rawValue: 1)
    public static let open = NotificationCode(rawValue: 2)
    public static let update = NotificationCode(rawValue: 3)
    public static let holdTimer = NotificationCode(rawValue: 4)
    public static let stateMachine = NotificationCode(rawValue: 5)
    public static let cease = NotificationCode(rawValue: 6)
    public static let routeRefresh = NotificationCode(rawValue: 7)
    public static let sendHoldTimer = NotificationCode(rawValue: 8)
}

/// Subcodes of code 1 (RFC 4271 §6.1).
public enum HeaderSubcode: UInt8, Sendable, CaseIterable {
    case connectionNotSynchronized = 1
    case badMessageLength = 2
    case badMessageType = 3
}

/// Subcodes of code 2 (RFC 4271 §6.2, RFC 5492 §3, RFC 9234 §4.2).
public enum OpenSubcode: UInt8, Sendable, CaseIterable {
    case unspecificOpen = 0
    case unsupportedVersion = 1
    case badPeerAS = 2
    case badIdentifier = 3
    case unsupportedOptionalParameter = 4
    case unacceptableHoldTime = 6
    case unsupportedCapability = 7
    case roleMismatch = 11
}

/// Subcodes of code 3 (RFC 4271 §6.3).
public enum UpdateSubcode: UInt8, Sendable, CaseIterable {
    case malformedAttributeList = 1
    case unrecognizedWellKnownAttribute = 2
    case missingWellKnownAttribute = 3
    case attributeFlags = 4
    case attributeLength = 5
    case invalidOrigin = 6
    case invalidNextHop = 8
    case optionalAttribute = 9
    case invalidNetworkField = 10
    case malformedASPath = 11
}

/// Subcodes of code 5 (RFC 6608).
public enum StateMachineSubcode: UInt8, Sendable, CaseIterable {
    case unspecified = 0
    case unexpectedInOpenSent = 1
    case unexpectedInOpenConfirm = 2
    case unexpectedInEstablished = 3
}

/// Subcodes of code 6 (RFC 4486, RFC 8538, RFC 9384).
public enum CeaseSubcode: UInt8, Sendable, CaseIterable {
    case maximumPrefixes = 1
    case administrativeShutdown = 2
    case peerDeconfigured = 3
    case administrativeReset = 4
    case connectionRejected = 5
    case otherConfigurationChange = 6
    case connectionCollision = 7
    case outOfResources = 8
    case hardReset = 9
    case bfdDown = 10
}
