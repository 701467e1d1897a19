import Foundation

/// The two streams of the process: data go to standard output, everything else to standard error.
enum Console {
    /// Writes data.
    ///
    /// A reader that has gone away wanted no more, so that is no failure.
    static func print(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    static func write(_ bytes: [UInt8]) throws(Failure) {
        let error = send(bytes, to: STDOUT_FILENO)
        guard error == 0 || error == EPIPE else {
            throw Failure("standard output could not be written: \(Failure.words(for: error))")
        }
    }

    /// Tells something that is no data.
    static func note(_ text: String) { _ = send(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// Writes to standard error as it is; for what draws over itself.
    static func draw(_ text: String) { _ = send(Array(text.utf8), to: STDERR_FILENO) }

    /// Tells something that may matter to what was asked.
    static func warn(_ text: String) {
        note("ersatz: \(TerminalStyle.standardError.painted("warning:", .warning)) \(text)")
    }

    /// Tells why a command failed.
    static func complain(_ failure: Failure) {
        let style = TerminalStyle.standardError
        note("ersatz: \(style.painted("error:", .error)) \(failure.message)")
        for line in failure.excerpt { note("    \(line)") }
    }

    /// Sends everything and returns 0, or the error number that stopped it.
    private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Foundation.write(
                    descriptor,
                    UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                    rest.count
                )
                if written < 0 {
                    if errno == EINTR || errno == EAGAIN { continue }
                    return errno
                }
                rest = rest.dropFirst(written)
            }
            return 0
        }
    }
}
