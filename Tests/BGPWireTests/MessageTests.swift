import BGPWire
import NetworkTypes
import Testing

@Suite("Message header") struct MessageHeaderTests {
    static let marker = Array(repeating: UInt8(0xFF), count: 16)

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var error: NotificationError
    }

    @Test(arguments: [
        Row(
            testDescription: "marker",
            bytes: Array(repeating: 0xFF, count: 15) + [0xFE, 0, 19, 4],
            error: NotificationError(.connectionNotSynchronized)
        ),
        Row(
            testDescription: "18",
            bytes: marker + [0, 18, 4],
            error: NotificationError(.badMessageLength, data: [0, 18])
        ),
        Row(
            testDescription: "4097",
            bytes: marker + [0x10, 1, 2],
            error: NotificationError(.badMessageLength, data: [0x10, 1])
        ),
        Row(
            testDescription: "type 0",
            bytes: marker + [0, 19, 0],
            error: NotificationError(.badMessageType, data: [0])
        ),
        Row(
            testDescription: "type 6",
            bytes: marker + [0, 19, 6],
            error: NotificationError(.badMessageType, data: [6])
        ),
        Row(
            testDescription: "KEEPALIVE of 20",
            bytes: marker + [0, 20, 4],
            error: NotificationError(.badMessageLength, data: [0, 20])
        ),
        Row(
            testDescription: "OPEN of 28",
            bytes: marker + [0, 28, 1],
            error: NotificationError(.badMessageLength, data: [0, 28])
        ),
        Row(
            testDescription: "UPDATE of 22",
            bytes: marker + [0, 22, 2],
            error: NotificationError(.badMessageLength, data: [0, 22])
        ),
        Row(
            testDescription: "NOTIFICATION of 20",
            bytes: marker + [0, 20, 3],
            error: NotificationError(.badMessageLength, data: [0, 20])
        ),
    ])
    func `a bad header is refused with the field that is wrong`(row: Row) {
        #expect(throws: row.error) { try MessageHeader(octets: row.bytes) }
    }

    @Test func `a keepalive is nineteen octets`() throws {
        #expect(KeepaliveMessage.bytes == Self.marker + [0, 19, 4])
        #expect(try MessageHeader(octets: KeepaliveMessage.bytes).type == .keepalive)
    }

    @Test func `only some messages may be longer than 4096 octets, and only if so negotiated`() throws {
        let update = Self.marker + [0xFF, 0xFF, 2]
        #expect(try MessageHeader(octets: update, maximumLength: 65535).length == 65535)
        let open = Self.marker + [0x10, 1, 1]
        #expect(throws: NotificationError(.badMessageLength, data: [0x10, 1])) {
            try MessageHeader(octets: open, maximumLength: 65535)
        }
    }
}

@Suite("Message framer") struct MessageFramerTests {
    static let stream: [UInt8] = {
        var bytes: [UInt8] = []
        for round in 0..<20 {
            bytes += KeepaliveMessage.bytes
            NotificationError(code: .cease, subcode: 2, data: Array(repeating: 7, count: round * 3)).appendMessage(
                to: &bytes
            )
        }
        return bytes
    }()

    @Test(arguments: [1, 2, 7, 18, 19, 20, 64, 1000, 100_000])
    func `messages come out whole however the stream is cut`(pieces: Int) throws {
        let whole = try Destinations.messages(in: Self.stream)
        #expect(whole.count == 40)
        #expect(try Destinations.messages(in: Self.stream, pieces: pieces) == whole)
    }

    @Test func `a bad header is seen before its message is complete`() throws {
        var framer = MessageFramer()
        var offset = 0
        let first = Array(repeating: UInt8(0xFF), count: 10)
        #expect(try framer.next(in: first.span.bytes, at: &offset) == nil)
        let second = Array(repeating: UInt8(0xFF), count: 6) + [0xFF, 0xFF, 2]
        offset = 0
        #expect(throws: NotificationError(.badMessageLength, data: [0xFF, 0xFF])) {
            try framer.next(in: second.span.bytes, at: &offset)
        }
    }
}

@Suite("NOTIFICATION") struct NotificationTests {
    @Test func `it comes back as it left`() throws {
        let error = NotificationError(.optionalAttribute, data: [1, 2, 3])
        #expect(error.message == MessageHeaderTests.marker + [0, 24, 3, 3, 9, 1, 2, 3])
        #expect(try NotificationError(octets: error.message.body) == error)
    }

    @Test func `one octet is too short`() {
        #expect(throws: NotificationError(.badMessageLength)) { try NotificationError(octets: [UInt8]([6])) }
    }

    @Test func `codes that nobody knows are kept`() throws {
        let error = try NotificationError(octets: [UInt8]([200, 201]))
        #expect(error == NotificationError(code: NotificationCode(rawValue: 200), subcode: 201))
    }

    @Test func `data that does not fit is cut`() {
        let error = NotificationError(.malformedASPath, data: Array(repeating: 0, count: 70_000))
        #expect(error.message.count == 4096)
    }

    @Test func `a shutdown communication reaches the other operator`() {
        let error = NotificationError(.administrativeShutdown, communication: "maintenance, back at 10:00 ☕")
        #expect(error.data.first.map(Int.init) == error.data.count - 1)
        #expect(error.communication == "maintenance, back at 10:00 ☕")
        #expect(NotificationError(.bfdDown, communication: "no").data.isEmpty)
        #expect(NotificationError(.bfdDown).subcode == 10)
    }

    @Test func `a long communication is cut between characters`() {
        let text = String(repeating: "é", count: 200)
        let error = NotificationError(.administrativeReset, communication: text)
        #expect(error.data.count == 255)
        #expect(error.communication == String(repeating: "é", count: 127))
    }

    @Test(arguments: [hex("02 c3 28"), hex("05 6162"), hex("01 6162"), hex("00"), hex("")])
    func `a communication that is not valid is not shown`(data: [UInt8]) {
        #expect(NotificationError(.administrativeShutdown, data: data).communication == nil)
    }
}

@Suite("ROUTE-REFRESH") struct RouteRefreshTests {
    @Test(arguments: RouteFamily.allCases) func `it comes back as it left`(family: RouteFamily) throws {
        var bytes: [UInt8] = []
        RouteRefresh(family).appendMessage(to: &bytes)
        #expect(bytes.count == 23)
        #expect(try RouteRefresh(octets: bytes.body).identifier.family == family)
    }

    @Test func `three octets are too few`() {
        #expect(throws: NotificationError(code: .routeRefresh, subcode: 1, data: [0, 1, 0])) {
            try RouteRefresh(octets: [UInt8]([0, 1, 0]))
        }
    }
}
