#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads a file piece by piece and cuts it into whole BGP messages.
struct MessageStream {
    private let descriptor: Int32
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0

    /// `nil` if the file cannot be opened.
    init?(path: String, bufferSize: Int = 1 << 18) {
        descriptor = open(path, O_RDONLY)
        if descriptor < 0 { return nil }
        buffer = Array(repeating: 0, count: bufferSize)
    }

    /// Reads the next piece and gives each whole message of it; `false` at the end of the file.
    mutating func nextPiece(_ body: (RawSpan) -> Void) -> Bool {
        let rest = end - start
        for index in 0..<rest { buffer[index] = buffer[start + index] }
        let count = buffer.withUnsafeMutableBytes { bytes in
            read(descriptor, bytes.baseAddress.map { $0 + rest }, bytes.count - rest)
        }
        if count <= 0 { return false }
        (start, end) = (0, rest + count)
        while end - start >= 19 {
            let length = Int(buffer[start + 16]) << 8 | Int(buffer[start + 17])
            if length < 19 || end - start < length { break }
            body(buffer.span.bytes.extracting(start..<start + length))
            start += length
        }
        return true
    }

    func close() { _ = Glibc.close(descriptor) }
}
