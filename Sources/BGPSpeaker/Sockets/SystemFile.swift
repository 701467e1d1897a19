import Glibc

/// A short text that the system keeps, such as one of proc(5), whose content changes while it is open.
package final class SystemFile {
    private let descriptor: Int32
    private let limit: Int

    /// Nothing if it cannot be opened.
    ///
    /// What a thread sees under `/proc/thread-self` stays that of its network then.
    package init?(_ path: String, limit: Int = 1 << 20) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.limit = limit
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// What it says now, up to the limit in octets.
    package func text() -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count = pread(descriptor, &part, part.count, off_t(bytes.count))
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
