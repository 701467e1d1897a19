import Foundation
import Glibc

/// Answers requests about something that can be looked into; called on a thread that may wait.
public protocol ControlledRouter: Sendable {
    func answer(_ request: ControlRequest, to writer: RowWriter) throws
}

/// Why a request got no answer, or a socket no server.
public enum ControlError: Error, Hashable, Sendable {
    /// The request can't be answered, in words.
    case refused(String)
    /// The other side did not finish what it was saying.
    case incomplete
    case pathTooLong(String)
    /// Somebody answers at this path already.
    case inUse(String)
    /// Nobody answers at this path.
    case nobody(String)
    case system(String, code: Int32)
}

/// A Unix socket at which this process answers ``ControlRequest``s, one to a connection.
///
/// At most ``clientLimit`` clients are answered at a time.
public final class ControlServer: Sendable {
    public static let clientLimit = 8
    /// Seconds that a client may take to ask, or to take in a part of the answer.
    private static let patienceSeconds = 30

    public let path: String
    private let door: ClientDoor

    /// Begins to answer at `path`, which only this user may open.
    public init(path: String, router: any ControlledRouter) throws(ControlError) {
        self.path = path
        door = ClientDoor(try UnixSocket.listen(at: path), limit: Self.clientLimit)
        door.open { client in Self.serve(client, router) }
    }

    /// Answers no more, and removes the socket.
    public func stop() {
        unlink(path)
        door.close()
    }

    private static func serve(_ client: Int32, _ router: any ControlledRouter) {
        UnixSocket.setPatience(client, seconds: patienceSeconds)
        var reader = LineReader(client, limit: 1 << 16)
        guard let line = try? reader.next() else { return }
        let writer = RowWriter(client)
        do {
            guard let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line)) else {
                throw ControlError.refused("the request can't be understood")
            }
            try router.answer(request, to: writer)
            try writer.finish(error: nil)
        } catch ControlError.refused(let reason) {
            try? writer.finish(error: reason)
        } catch {}
    }
}

/// Writes the rows of an answer.
public final class RowWriter {
    private let descriptor: Int32
    private let encoder = JSONEncoder()
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    }

    /// Throws if the client has gone.
    public func write<Row: Codable>(_ row: Row) throws {
        try append(ControlLine(row: row))
        if buffer.count > 1 << 15 { try flush() }
    }

    func finish(error: String?) throws {
        try append(ControlLine<String>(error: error, isLast: true))
        try flush()
    }

    private func append<Row: Codable>(_ line: ControlLine<Row>) throws {
        buffer += try encoder.encode(line)
        buffer.append(UInt8(ascii: "\n"))
    }

    private func flush() throws {
        try UnixSocket.send(buffer, on: descriptor)
        buffer.removeAll(keepingCapacity: true)
    }
}
