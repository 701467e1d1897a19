import Foundation
import Glibc
import Synchronization

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
/// Each client has a thread of its own, since it may read as slowly as it likes; there are at most ``clientLimit`` of them.
public final class ControlServer: Sendable {
    public static let clientLimit = 8
    /// Seconds that a client may take to ask, or to take in a part of the answer.
    private static let patienceSeconds = 30

    public let path: String
    private let descriptor: Int32
    private let clients = Mutex(0)

    /// Begins to answer at `path`, which only this user may open.
    public init(path: String, router: any ControlledRouter) throws(ControlError) {
        self.path = path
        descriptor = try UnixSocket.listen(at: path)
        Thread.detachNewThread { [self] in
            while acceptOne(router) {}
            close(descriptor)
        }
    }

    /// Answers no more, and removes the socket.
    public func stop() {
        unlink(path)
        // This also wakes the thread that waits for clients.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Takes the next client; `false` once the socket is shut down.
    private func acceptOne(_ router: any ControlledRouter) -> Bool {
        let client = Glibc.accept(descriptor, nil, nil)
        guard client >= 0 else {
            if errno == EINVAL || errno == EBADF { return false }
            // Out of descriptors, perhaps: no use in asking again at once.
            if errno != EINTR { usleep(100_000) }
            return true
        }
        let isWelcome = clients.withLock { count in
            guard count < Self.clientLimit else { return false }
            count += 1
            return true
        }
        guard isWelcome else {
            close(client)
            return true
        }
        Thread.detachNewThread { [self] in
            serve(client, router)
            close(client)
            clients.withLock { $0 -= 1 }
        }
        return true
    }

    private func serve(_ client: Int32, _ router: any ControlledRouter) {
        UnixSocket.setPatience(client, seconds: Self.patienceSeconds)
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
