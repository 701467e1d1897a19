import Glibc

/// Why a kernel drops segments of TCP without a word to either end.
public enum SilentDrop: CaseIterable, Hashable, Sendable {
    /// A neighbour with a password sends without a signature (RFC 2385), or one without sends with one.
    case signatureMissing, signatureUnexpected
    case signatureMismatch
    /// It came from further away than allowed (RFC 5082).
    case timeToLive

    /// What the kernel calls its counter of them.
    public var counter: String {
        switch self {
        case .signatureMissing: "TCPMD5NotFound"
        case .signatureUnexpected: "TCPMD5Unexpected"
        case .signatureMismatch: "TCPMD5Failure"
        case .timeToLive: "TCPMinTTLDrop"
        }
    }
}

/// How many segments a network's kernel has dropped silently.
///
/// It counts them for a network as a whole: whose they were is for others to guess.
public final class SilentDropCounters {
    private let descriptor: Int32
    private var before: [SilentDrop: UInt64]
    private var bytes = [UInt8](repeating: 0, count: 1 << 14)

    /// Those of the calling thread's network, from now on; `nil` where the system does not tell.
    public init?() {
        descriptor = open("/proc/thread-self/net/netstat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        before = [:]
        before = read()
    }

    deinit { close(descriptor) }

    /// What was dropped since this was last asked.
    ///
    /// It takes some 30 µs.
    public func news() -> [(drop: SilentDrop, count: UInt64)] {
        let now = read()
        defer { before = now }
        return SilentDrop.allCases.compactMap { drop in
            guard let total = now[drop], let old = before[drop], total > old else { return nil }
            return (drop, total - old)
        }
    }

    private func read() -> [SilentDrop: UInt64] {
        var end = 0
        while end < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
                return pread(descriptor, rest.baseAddress, rest.count, off_t(end))
            }
            guard count > 0 else { break }
            end += count
        }
        return Self.parse(String(decoding: bytes[..<end], as: UTF8.self))
    }

    /// Reads `netstat` of proc(5): pairs of lines with the same first word, names and figures.
    static func parse(_ text: String) -> [SilentDrop: UInt64] {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        var result: [SilentDrop: UInt64] = [:]
        for (names, figures) in zip(lines, lines.dropFirst())
        where names.first == "TcpExt:" && figures.first == "TcpExt:" {
            for (name, figure) in zip(names, figures) {
                guard let drop = SilentDrop.allCases.first(where: { $0.counter == name }) else { continue }
                result[drop] = UInt64(figure)
            }
        }
        return result
    }
}
