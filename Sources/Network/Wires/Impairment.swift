import NetworkTypes
import Topology

/// How one direction of a wire is worse than it should be: what `degrade` steps add up to.
struct Impairment: Hashable, Sendable, BitwiseCopyable {
    /// Chance of a frame to be lost, in millionths.
    var lossPerMillion: UInt32 = 0
    /// Added to the wire's own latency.
    var latencyNanoseconds: Int64 = 0
    /// Up to this much more is drawn for every frame; frames do not overtake each other for it.
    var jitterNanoseconds: Int64 = 0
    /// Bits per second; 0 is no limit beyond the wire's own.
    var bandwidth: UInt64 = 0
    /// Octets of the longest IP packet that gets through; 0 is no limit.
    var mtu: UInt16 = 0

    init() {}

    /// What several degradations do together: each loses its share of what is left, delays add up, the lowest rate counts.
    init(_ degradations: [Topology.Degradation], wireMTU: UInt16 = 0) {
        mtu = wireMTU
        var kept: UInt64 = 1_000_000
        for degradation in degradations {
            kept = kept * UInt64(1_000_000 - degradation.loss.partsPerMillion) / 1_000_000
            latencyNanoseconds &+= degradation.latency.nanoseconds
            jitterNanoseconds &+= degradation.jitter.nanoseconds
            if let limit = degradation.mtu.map({ UInt16(clamping: $0) }) {
                mtu = mtu == 0 ? limit : Swift.min(mtu, limit)
            }
            if let rate = degradation.rate?.bitsPerSecond {
                bandwidth = bandwidth == 0 ? rate : Swift.min(bandwidth, rate)
            }
        }
        lossPerMillion = 1_000_000 - UInt32(kept)
    }
}
