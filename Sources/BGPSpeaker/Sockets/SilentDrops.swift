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

    /// What was wrong with the segments.
    public var words: String {
        switch self {
        case .signatureMissing: "without the MD5 signature that a key demands"
        case .signatureUnexpected: "with an MD5 signature, where there is no key"
        case .signatureMismatch: "with an MD5 signature of another key"
        case .timeToLive: "from further away than TTL security allows"
        }
    }
}

/// How many segments a network's kernel has dropped silently.
///
/// It counts them for a network as a whole: whose they were is for others to guess.
public final class SilentDropCounters {
    private let file: SystemFile
    private var before: [SilentDrop: UInt64]

    /// Those of the calling thread's network, from now on; `nil` where the system does not tell.
    public init?() {
        guard let file = SystemFile("/proc/thread-self/net/netstat") else { return nil }
        self.file = file
        before = Self.parse(file.text())
    }

    /// What was dropped since this was last asked.
    ///
    /// It takes some 30 µs.
    public func news() -> [(drop: SilentDrop, count: UInt64)] {
        let now = Self.parse(file.text())
        defer { before = now }
        return SilentDrop.allCases.compactMap { drop in
            guard let total = now[drop], let old = before[drop], total > old else { return nil }
            return (drop, total - old)
        }
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
