public import NetworkTypes

/// One line of a chart: a metric of a resource with its dimensions, by Azure's names (MET, MON).
public struct MetricSeries: Hashable, Sendable {
    /// The path of what is measured, such as `circuit/er-ams`.
    public var resource: String
    /// Azure's REST name, such as `BitsInPerSecond`.
    public var name: String
    public var unit: Unit
    public var aggregation: Aggregation
    /// In Azure's order.
    public var dimensions: [Dimension]

    public struct Dimension: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public enum Unit: String, Hashable, Sendable {
        case percent = "Percent"
        case bitsPerSecond = "BitsPerSecond"
        case countPerSecond = "CountPerSecond"
        case count = "Count"
    }

    /// How Azure Monitor sums up samples by default.
    public enum Aggregation: String, Hashable, Sendable {
        case average = "Average"
        case maximum = "Maximum"
        case total = "Total"
    }
}

/// What a series shows at one moment.
public struct MetricSample: Hashable, Sendable {
    public var time: Instant
    /// Place among the network's series.
    public var series: Int
    /// In thousandths of the unit.
    public var thousandths: Int64
}
