import BGPWire
import Glibc
import NetworkTypes
import Testing

@testable import BGPSpeaker

/// A TCP connection in the hands of a test, which may send whatever it likes.
final class RawPeer {
    let socket: Socket

    init(from local: IPAddress, to remote: Endpoint, receiveBuffer: Int32? = nil) throws {
        socket = try Socket(.stream, local.family)
        if let receiveBuffer { try socket.set(SOL_SOCKET, SO_RCVBUF, receiveBuffer) }
        try socket.bind(to: Endpoint(address: local, port: 0))
        try socket.connect(to: remote)
    }

    /// Resets the connection.
    func reset() {
        socket.resetOnClose()
        socket.finishSending()
    }

    /// Waits without holding a thread for longer than a moment.
    private func wait(for events: Int32) async throws {
        var entry = pollfd(fd: socket.descriptor, events: Int16(events), revents: 0)
        while poll(&entry, 1, 1) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    }

    func send(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try await wait(for: POLLOUT)
            let piece = Array(rest)
            rest = rest.dropFirst(try socket.send(piece.span.bytes))
        }
    }

    /// The next octets; an empty array at the end of the stream or after a reset.
    func receive() async throws -> [UInt8] {
        try await wait(for: POLLIN)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = try? bytes.withUnsafeMutableBytes { try socket.receive(into: $0) }
        return Array(bytes.prefix(count ?? 0))
    }

    /// Everything until the other side ends the connection.
    func receiveAll() async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try await receive()
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// Sends OPEN and KEEPALIVE, and waits for the other side's.
    func establish(asn: UInt32) async throws {
        try await send(Self.open(asn: asn) + KeepaliveMessage.bytes)
        var received: [UInt8] = []
        while !received.contains(subsequence: KeepaliveMessage.bytes) { received += try await receive() }
    }

    /// Reads until `isDone`.
    func drain(until isDone: () -> Bool) async throws {
        while !isDone() { _ = try await receive() }
    }

    static func open(asn: UInt32, holdTimeSeconds: UInt16 = 180) -> [UInt8] {
        var bytes: [UInt8] = []
        let open = OpenMessage(
            asn: ASN(asn),
            holdTimeSeconds: holdTimeSeconds,
            identifier: RouterID(rawValue: 0x0A00_0000 | asn & 0xFFFF),
            capabilities: [.family(.ipv4Unicast), .fourOctetAS(ASN(asn))]
        )
        open.appendMessage(to: &bytes)
        return bytes
    }
}

extension [UInt8] {
    func contains(subsequence: [UInt8]) -> Bool {
        guard count >= subsequence.count else { return false }
        return (0...count - subsequence.count).contains { self[$0..<$0 + subsequence.count].elementsEqual(subsequence) }
    }

    /// Code and subcode of the last message, if that is a NOTIFICATION.
    var finalNotification: [UInt8]? {
        var offset = 0
        var found: [UInt8]?
        while offset + 19 <= count {
            let length = Int(self[offset + 16]) << 8 | Int(self[offset + 17])
            guard length >= 19, offset + length <= count else { return nil }
            found = self[offset + 18] == 3 && length >= 21 ? Array(self[offset + 19..<offset + 21]) : nil
            offset += length
        }
        return found
    }
}
