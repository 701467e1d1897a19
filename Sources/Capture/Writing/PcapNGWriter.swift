public import NetworkTypes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a pcapng file under a temporary name and gives it its own name at the end.
///
/// Until ``finish()`` the file is called `NAME.partial`. It grows by whole blocks, a quarter of a megabyte at a time,
/// so that what a killed run leaves can be read. The first error sticks: everything after it throws the same one, and
/// nothing more is kept in memory.
public struct PcapNGWriter: ~Copyable {
    public let path: String
    public var partialPath: String { path + ".partial" }
    /// Packets added so far.
    public private(set) var packetCount: UInt64 = 0

    private var builder: PcapNGBuilder
    private var descriptor: Int32
    private var failure: CaptureFileError?
    private let flushThreshold: Int

    /// Opens `path` + `.partial` and begins a section in it.
    ///
    /// See ``PcapNGBuilder`` for the epoch.
    public init(
        path: String,
        application: String,
        epochSeconds: Int64 = 0,
        flushThreshold: Int = 1 << 18
    ) throws(CaptureFileError) {
        self.path = path
        self.flushThreshold = flushThreshold
        let partial = path + ".partial"
        descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        builder = PcapNGBuilder(
            application: application,
            epochSeconds: epochSeconds,
            capacity: flushThreshold + (1 << 16)
        )
        if descriptor < 0 { throw CaptureFileError(call: .open, path: partial, errno: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    public mutating func addInterface(_ interface: CaptureInterface) throws(CaptureFileError) -> UInt32 {
        let number = builder.addInterface(interface)
        try flushIfFull()
        return number
    }

    public mutating func addPacket(
        _ frame: RawSpan,
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection = .unknown
    ) throws(CaptureFileError) {
        builder.addPacket(frame, interface: interface, at: instant, direction: direction)
        packetCount &+= 1
        if builder.byteCount >= flushThreshold { try flush() }
    }

    public mutating func addPacket(
        _ frame: RawSpan,
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection = .unknown,
        comments: [String]
    ) throws(CaptureFileError) {
        builder.addPacket(frame, interface: interface, at: instant, direction: direction, comments: comments)
        packetCount &+= 1
        try flushIfFull()
    }

    public mutating func addNames(_ names: [(address: IPAddress, name: String)]) throws(CaptureFileError) {
        builder.addNames(names)
        try flushIfFull()
    }

    public mutating func addStatistics(_ statistics: CaptureStatistics, at instant: Instant) throws(CaptureFileError) {
        builder.addStatistics(statistics, at: instant)
        try flushIfFull()
    }

    /// Hands everything so far to the system.
    public mutating func flush() throws(CaptureFileError) {
        precondition(descriptor >= 0 || failure != nil, "the file was closed already")
        defer { builder.removeAll() }
        if let failure { throw failure }
        if let error = Self.writeAll(builder.bytes, to: descriptor) { try fail(.write, partialPath, error) }
    }

    /// Writes the rest and closes the file, which keeps its temporary name until ``publish()``.
    public mutating func closeFile() throws(CaptureFileError) {
        try flush()
        let result = close(descriptor)
        descriptor = -1
        if result != 0 { try fail(.close, partialPath, errno) }
    }

    /// Gives the closed file its own name, in place of any that had it.
    public mutating func publish() throws(CaptureFileError) {
        precondition(descriptor < 0, "the file is still open")
        if let failure { throw failure }
        if rename(partialPath, path) != 0 { try fail(.rename, path, errno) }
    }

    /// Writes the rest, closes the file and gives it its own name.
    public mutating func finish() throws(CaptureFileError) {
        try closeFile()
        try publish()
    }

    /// Writes what there is and leaves the file under its temporary name; errors do not matter any more.
    public mutating func abandon() {
        guard descriptor >= 0 else { return }
        try? flush()
        close(descriptor)
        descriptor = -1
    }

    private mutating func flushIfFull() throws(CaptureFileError) {
        if builder.byteCount >= flushThreshold { try flush() }
    }

    private mutating func fail(
        _ call: CaptureFileError.Call,
        _ path: String,
        _ number: Int32
    ) throws(CaptureFileError) -> Never {
        let error = CaptureFileError(call: call, path: path, errno: number)
        failure = error
        throw error
    }

    /// The system's error number, or `nil` when everything is written.
    private static func writeAll(_ bytes: RawSpan, to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
                let written = write(descriptor, start, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = rest.dropFirst(written)
            }
            return nil
        }
    }
}
