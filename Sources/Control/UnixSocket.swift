import Glibc

/// Unix sockets that wait.
enum UnixSocket {
    /// A listening socket at a path; one that a dead process left there is replaced.
    static func listen(at path: String) throws(ControlError) -> Int32 {
        let descriptor = try make()
        var result = try withAddress(path) { Glibc.bind(descriptor, $0, $1) }
        if result != 0, errno == EADDRINUSE {
            if let other = try? connect(to: path) {
                close(other)
                close(descriptor)
                throw .inUse(path)
            }
            unlink(path)
            result = try withAddress(path) { Glibc.bind(descriptor, $0, $1) }
        }
        guard result == 0, chmod(path, 0o600) == 0, Glibc.listen(descriptor, 16) == 0 else {
            let code = errno
            close(descriptor)
            throw .system(path, code: code)
        }
        return descriptor
    }

    static func connect(to path: String) throws(ControlError) -> Int32 {
        let descriptor = try make()
        guard try withAddress(path, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            if code == ENOENT || code == ECONNREFUSED { throw .nobody(path) }
            throw .system(path, code: code)
        }
        return descriptor
    }

    /// Bounds how long a call on the socket may wait.
    static func setPatience(_ descriptor: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    static func send(_ bytes: [UInt8], on descriptor: Int32) throws(ControlError) {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor,
                    buffer.baseAddress.map { $0 + offset },
                    buffer.count - offset,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { throw .incomplete }
            offset += sent
        }
    }

    private static func make() throws(ControlError) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system("socket", code: errno) }
        return descriptor
    }

    private static func withAddress(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(ControlError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw .pathTooLong(path) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}

/// Reads lines from a descriptor.
struct LineReader {
    private let descriptor: Int32
    /// The longest line that is taken.
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// The next line without its end; `nil` at the end of the stream.
    mutating func next() throws(ControlError) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return buffer[start..<end]
            }
            guard buffer.count - start < limit else { throw .incomplete }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(descriptor, &piece, piece.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .incomplete }
            guard count > 0 else {
                guard buffer.isEmpty else { throw .incomplete }
                return nil
            }
            buffer += piece[..<count]
        }
    }
}
