import Foundation

/// One client of a ``PageServer``, served within a time.
struct PageConnection {
    private let descriptor: Int32
    private let deadline: ContinuousClock.Instant
    /// How much longer an answer may take, so that one who was too slow hears of it.
    private static let grace = Duration.seconds(1)

    init(_ descriptor: Int32, until deadline: ContinuousClock.Instant) {
        self.descriptor = descriptor
        self.deadline = deadline
    }

    func serve(_ page: (String) -> Page?) {
        switch readHead() {
        case .failure(.gone): return
        case .failure(.refused(let refusal)): refuse(refusal)
        case .success(let head):
            guard let request = PageRequest(head: head) else { return refuse(.badRequest) }
            guard request.method == "GET" || request.method == "HEAD" else { return refuse(.methodNotAllowed) }
            guard let page = page(request.path) else { return refuse(.notFound) }
            answer(200, "OK", page, withBody: request.method == "GET")
        }
        // What the client still sends would turn the close into a reset that takes the answer with it.
        shutdown(descriptor, Int32(SHUT_WR))
        drain()
    }

    private enum ReadError: Error {
        case gone
        case refused(PageRequest.Refusal)
    }

    /// Everything up to the empty line.
    private func readHead() -> Result<[UInt8], ReadError> {
        var head: [UInt8] = []
        while !head.hasEmptyLine {
            guard head.count < PageServer.headLimit else { return .failure(.refused(.tooLarge)) }
            guard waits(for: Int16(POLLIN)) else { return .failure(.refused(.timeout)) }
            guard let piece = receive(PageServer.headLimit) else { return .failure(.gone) }
            head += piece
        }
        return .success(head)
    }

    private func refuse(_ refusal: PageRequest.Refusal) {
        let page = Page(contentType: "text/plain; charset=utf-8", body: "\(refusal.rawValue) \(refusal.reason)\n")
        answer(refusal.rawValue, refusal.reason, page, withBody: true)
    }

    private func answer(_ status: Int, _ reason: String, _ page: Page, withBody hasBody: Bool) {
        let allow = status == PageRequest.Refusal.methodNotAllowed.rawValue ? "Allow: GET, HEAD\r\n" : ""
        let head =
            "HTTP/1.1 \(status) \(reason)\r\nContent-Type: \(page.contentType)\r\n"
            + "Content-Length: \(page.body.utf8.count)\r\n\(allow)Connection: close\r\n\r\n"
        send(Array((head + (hasBody ? page.body : "")).utf8))
    }

    private func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, waits(for: Int16(POLLOUT), until: deadline + Self.grace) {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if sent < 0, errno == EINTR || errno == EAGAIN { continue }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// Takes in a little more, so that the client reads the answer before the connection is gone.
    private func drain() {
        for _ in 0..<16 {
            guard waits(for: Int16(POLLIN)), let piece = receive(4_096), !piece.isEmpty else { return }
        }
    }

    /// The next octets; `nil` once there are no more.
    private func receive(_ limit: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: limit)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Array(buffer[..<count]) : nil
        }
    }

    /// Whether the descriptor is ready before the client's time is over.
    private func waits(for events: Int16, until deadline: ContinuousClock.Instant? = nil) -> Bool {
        let deadline = deadline ?? self.deadline
        while true {
            let left = deadline - .now
            guard left > .zero else { return false }
            var request = pollfd(fd: descriptor, events: events, revents: 0)
            let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
            let result = poll(&request, 1, Int32(clamping: milliseconds + 1))
            if result < 0, errno == EINTR { continue }
            return result > 0
        }
    }
}

extension [UInt8] {
    /// Whether a line without text ends the head; a bare line feed ends a line too (RFC 9112 §2.2).
    fileprivate var hasEmptyLine: Bool {
        var isEmpty = false
        for byte in self where byte != UInt8(ascii: "\r") {
            if byte == UInt8(ascii: "\n") {
                if isEmpty { return true }
                isEmpty = true
            } else {
                isEmpty = false
            }
        }
        return false
    }
}
