import Foundation
import Glibc

/// Asks a process that runs routers.
public struct ControlClient: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// Sends a request and hands the rows of the answer over as they come.
    ///
    /// - Throws: ``ControlError``, or what `body` throws.
    public func ask<Row: Codable>(_ request: ControlRequest, rows: Row.Type, _ body: (Row) throws -> Void) throws {
        let descriptor = try UnixSocket.connect(to: path)
        defer { close(descriptor) }
        UnixSocket.setPatience(descriptor, seconds: 60)
        try UnixSocket.send(try JSONEncoder().encode(request) + [UInt8(ascii: "\n")], on: descriptor)
        var reader = LineReader(descriptor, limit: 1 << 24)
        let decoder = JSONDecoder()
        while let line = try reader.next() {
            let reply = try decoder.decode(ControlLine<Row>.self, from: Data(line))
            if let error = reply.error { throw ControlError.refused(error) }
            if let row = reply.row { try body(row) }
            if reply.isLast == true { return }
        }
        throw ControlError.incomplete
    }
}
