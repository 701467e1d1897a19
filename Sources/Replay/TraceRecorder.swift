internal import Capture
internal import Network
internal import NetworkTypes

/// Turns frames that crossed wires into `trace.pcapng`.
struct TraceRecorder: ~Copyable {
    private var writer: PcapNGWriter
    private let filter: CaptureFilter?
    private var received: [UInt64]
    private var kept: [UInt64]

    init(
        path: String,
        filter expression: String?,
        wires: [Wire],
        names: [(address: IPAddress, name: String)],
        epochSeconds: Int64
    ) throws(ReplayError) {
        let filter = try expression.map { expression throws(ReplayError) in try Self.compile(expression) }
        let writer = try Self.open(path, expression, wires, names, epochSeconds)
        self.init(writer: writer, filter: filter, wireCount: wires.count)
    }

    private init(writer: consuming PcapNGWriter, filter: CaptureFilter?, wireCount: Int) {
        self.writer = writer
        self.filter = filter
        received = Array(repeating: 0, count: wireCount)
        kept = received
    }

    private static func compile(_ expression: String) throws(ReplayError) -> CaptureFilter {
        do throws(CaptureFilter.InvalidExpression) { return try CaptureFilter(expression) } catch {
            throw .filter(error)
        }
    }

    private static func open(
        _ path: String,
        _ expression: String?,
        _ wires: [Wire],
        _ names: [(address: IPAddress, name: String)],
        _ epochSeconds: Int64
    ) throws(ReplayError) -> PcapNGWriter {
        do throws(CaptureFileError) { return try start(path, expression, wires, names, epochSeconds) } catch {
            throw .trace(error)
        }
    }

    private static func start(
        _ path: String,
        _ expression: String?,
        _ wires: [Wire],
        _ names: [(address: IPAddress, name: String)],
        _ epochSeconds: Int64
    ) throws(CaptureFileError) -> PcapNGWriter {
        var writer = try PcapNGWriter(
            path: path,
            application: "ersatz \(Version.text)",
            epochSeconds: epochSeconds
        )
        for wire in wires {
            _ = try writer.addInterface(
                CaptureInterface(
                    name: wire.path,
                    bitsPerSecond: wire.bandwidth == 0 ? nil : wire.bandwidth,
                    filter: expression
                )
            )
        }
        try writer.addNames(names)
        return writer
    }

    mutating func record(_ frame: borrowing TraceBuffer.Frame, timeZero: Instant) throws(ReplayError) {
        let wire = Int(frame.wire)
        received[wire] += 1
        if let filter, !filter.matches(frame.bytes) { return }
        kept[wire] += 1
        let instant = Instant(nanoseconds: frame.time.nanoseconds - timeZero.nanoseconds)
        // Outbound is away from the wire's first end, which is the customer's.
        let direction: CaptureDirection = frame.towards == .b ? .outbound : .inbound
        do throws(CaptureFileError) {
            if frame.comments.isEmpty {
                try writer.addPacket(frame.bytes, interface: frame.wire, at: instant, direction: direction)
            } else {
                try writer.addPacket(
                    frame.bytes,
                    interface: frame.wire,
                    at: instant,
                    direction: direction,
                    comments: frame.comments
                )
            }
        } catch {
            throw .trace(error)
        }
    }

    /// Writes statistics and closes the file, which keeps its temporary name.
    mutating func close(at now: Instant, timeZero: Instant) throws(ReplayError) {
        let end = Instant(nanoseconds: now.nanoseconds - timeZero.nanoseconds)
        do throws(CaptureFileError) {
            for wire in received.indices {
                try writer.addStatistics(
                    CaptureStatistics(
                        interface: wire,
                        received: received[wire],
                        droppedByFilter: received[wire] - kept[wire]
                    ),
                    at: end
                )
            }
            try writer.closeFile()
        } catch {
            throw .trace(error)
        }
    }
}
