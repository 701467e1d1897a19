import Foundation
import NetworkTypes
import Testing

@testable import Control

/// HTTP from sockets of their own: what a scraper sends, and what nobody should.
@Suite("Page server", .timeLimit(.minutes(5))) struct PageServerTests {
    private static let loopback = Endpoint(address: .v4(IPv4Address(127, 0, 0, 1)), port: 0)

    private static func server() throws -> PageServer {
        let server = try PageServer(at: loopback)
        server.start { $0 == "/metrics" ? Page(contentType: "text/plain", body: "a 1\n") : nil }
        return server
    }

    /// Sends octets, closes the sending half if so wanted, and reads until the server closes.
    private static func exchange(_ bytes: [UInt8], with server: PageServer, finishing: Bool = true) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = server.endpoint.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { return "" }
        _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if finishing { shutdown(descriptor, Int32(SHUT_WR)) }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { break }
            answer += piece[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }

    private static func exchange(_ text: String, with server: PageServer) -> String {
        exchange(Array(text.utf8), with: server)
    }

    @Test func `a page is served with its type and its length`() throws {
        let server = try Self.server()
        defer { server.stop() }
        let answer = Self.exchange("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("Content-Type: text/plain\r\n"))
        #expect(answer.contains("Content-Length: 4\r\n"))
        #expect(answer.hasSuffix("\r\n\r\na 1\n"))
        #expect(Self.exchange("GET /metrics?x=1 HTTP/1.0\n\n", with: server).hasSuffix("a 1\n"))
    }

    @Test func `HEAD has no body`() throws {
        let server = try Self.server()
        defer { server.stop() }
        let answer = Self.exchange("HEAD /metrics HTTP/1.1\r\n\r\n", with: server)
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: [
        ("GET /other HTTP/1.1\r\n\r\n", 404), ("POST /metrics HTTP/1.1\r\n\r\n", 405),
        ("GET metrics HTTP/1.1\r\n\r\n", 400),
        ("GET /metrics\r\n\r\n", 400), ("\r\n\r\n", 400), ("GET /metrics HTTP/2\r\n\r\n", 400),
        ("GET /m\u{7F} HTTP/1.1\r\n\r\n", 400), ("GET  /metrics HTTP/1.1\r\n\r\n", 400),
    ])
    func `what is no request for a page is refused`(request: String, status: Int) throws {
        let server = try Self.server()
        defer { server.stop() }
        #expect(Self.exchange(request, with: server).hasPrefix("HTTP/1.1 \(status) "))
    }

    @Test func `a head without an end is cut off`() throws {
        let server = try Self.server()
        defer { server.stop() }
        let long = Array("GET /metrics HTTP/1.1\r\nX: ".utf8) + Array(repeating: UInt8(ascii: "a"), count: 20_000)
        let answer = Self.exchange(long, with: server, finishing: false)
        #expect(answer.hasPrefix("HTTP/1.1 431 "))
    }

    @Test func `noise harms nobody`() throws {
        let server = try Self.server()
        defer { server.stop() }
        var generator = SeededGenerator(seed: 7)
        let request = Array("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for _ in 0..<200 {
            var bytes = request
            for _ in 0..<3 {
                bytes[Int(generator.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: generator.next())
            }
            let answer = Self.exchange(bytes, with: server)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "))
        }
        #expect(Self.exchange("GET /metrics HTTP/1.1\r\n\r\n", with: server).hasSuffix("a 1\n"))
    }

    @Test func `a client that says nothing is given up, and the others are served meanwhile`() throws {
        let server = try Self.server()
        defer { server.stop() }
        let silent = Thread { _ = Self.exchange([], with: server, finishing: false) }
        silent.start()
        #expect(Self.exchange("GET /metrics HTTP/1.1\r\n\r\n", with: server).hasSuffix("a 1\n"))
        let answer = Self.exchange(Array("GET /met".utf8), with: server, finishing: false)
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `a port in use is told`() throws {
        let server = try Self.server()
        defer { server.stop() }
        #expect(throws: ControlError.inUse("\(server.endpoint)")) { try PageServer(at: server.endpoint) }
    }
}
