import NetworkTypes
import Topology

/// The metrics of a network at work: what was sampled, and where counters stood at the last sample.
public struct MetricMeter: Sendable {
    /// In the order of the topology; samples refer to them by place.
    public let series: [MetricSeries]
    let sources: [MetricSource]
    /// Samples that nobody has taken yet, oldest first.
    public internal(set) var samples: [MetricSample] = []
    /// The latest value of each series, in thousandths; `nil` before the first sample.
    public internal(set) var latest: [Int64?]
    var last: [Reading]
    /// When the last sample was taken; time zero at first.
    var sampledAt: Instant?
    /// Route changes of each instance since the network began, by gateway.
    var routeChanges: [[UInt64]]
    /// What the MSEEs of each connection send towards the virtual network, FastPath included.
    let endpoints: [[MetricSource.Counter]]
    /// What the instances of each gateway receive.
    let instances: [[MetricSource.Counter]]

    /// Where a counter stood.
    struct Reading: Sendable, BitwiseCopyable {
        var count: UInt64 = 0
        /// A second counter, where a series needs two.
        var other: UInt64 = 0
    }

    init(_ blueprint: Blueprint) {
        let plan = MetricPlan(blueprint)
        series = plan.series
        sources = plan.sources
        latest = Array(repeating: nil, count: plan.series.count)
        last = Array(repeating: Reading(), count: plan.series.count)
        endpoints = blueprint.topology.connections.indices.map { plan.endpointCounters($0, isInbound: false) }
        instances = blueprint.gateways.map { gateway in
            gateway.instances.compactMap { node in
                plan.overlayInterface(of: node).map {
                    MetricSource.Counter(node: node, interface: $0, isInbound: true)
                }
            }
        }
        routeChanges = blueprint.gateways.map { Array(repeating: 0, count: $0.instances.count) }
    }

    /// Takes the samples so far out.
    public mutating func drain() -> [MetricSample] {
        defer { samples.removeAll(keepingCapacity: true) }
        return samples
    }

    /// How far a counter has come since its last reading; one that began anew, as after a restart, counts from zero.
    mutating func advance(_ place: Int, to count: UInt64) -> UInt64 {
        defer { last[place].count = count }
        return count >= last[place].count ? count - last[place].count : count
    }
}

/// Arithmetic of samples: whole thousandths, so that every machine finds the same.
enum MetricArithmetic {
    /// `count` in `interval`, per second.
    static func perSecond(_ count: UInt64, _ interval: Duration) -> Int64 {
        ratio(count, 1_000_000_000_000, UInt64(clamping: interval.nanoseconds))
    }

    /// `part` of `whole` in percent.
    static func percent(_ part: UInt64, of whole: UInt64) -> Int64 { ratio(part, 100_000, whole) }

    /// `value` × `factor` ÷ `divisor`, rounded down; 0 where the divisor is.
    static func ratio(_ value: UInt64, _ factor: UInt64, _ divisor: UInt64) -> Int64 {
        guard divisor > 0 else { return 0 }
        let product = value.multipliedFullWidth(by: factor)
        guard product.high < divisor else { return .max }
        return Int64(clamping: divisor.dividingFullWidth(product).quotient)
    }
}
