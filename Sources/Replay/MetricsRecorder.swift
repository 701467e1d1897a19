internal import Convergence
internal import Network
internal import NetworkTypes

/// Writes `metrics.jsonl` as samples are taken.
struct MetricsRecorder {
    private let directory: RunDirectory
    private var pending: [UInt8] = []

    /// Octets that are kept back at most before they are handed to the system.
    private static let flushThreshold = 1 << 16

    init(directory: RunDirectory) { self.directory = directory }

    /// Takes over the samples since the last call.
    mutating func record(_ meter: inout MetricMeter, timeZero: Instant) throws(ReplayError) {
        let samples = meter.drain()
        guard !samples.isEmpty else { return }
        let writer = MetricWriter(timeZero: timeZero)
        for sample in samples { writer.append(sample, of: meter.series[sample.series], to: &pending) }
        if pending.count >= Self.flushThreshold { try flush() }
    }

    /// Hands over everything to the system.
    mutating func flush() throws(ReplayError) {
        guard !pending.isEmpty else { return }
        do throws(RunDirectoryError) { try directory.append(pending, to: .metrics) } catch { throw .directory(error) }
        pending.removeAll(keepingCapacity: true)
    }
}
