public import NetworkTypes

/// Writes samples as lines of `metrics.jsonl`.
///
///     {"t": 5, "resource": "circuit/er-ams", "name": "BitsInPerSecond", "unit": "BitsPerSecond", "aggregation": "Average",
///      "dimensions": {"PeeringType": "Private", "DeviceRole": "primary"}, "value": 51200}
public struct MetricWriter: Sendable {
    private let timeZero: Instant

    public init(timeZero: Instant) { self.timeZero = timeZero }

    public func append(_ sample: MetricSample, of series: MetricSeries, to bytes: inout [UInt8]) {
        var json = JSONWriter(layout: .line)
        swap(&json.bytes, &bytes)
        json.object { json in
            json.member("t", seconds: sample.time - timeZero)
            json.member("resource", series.resource)
            json.member("name", series.name)
            json.member("unit", series.unit.rawValue)
            json.member("aggregation", series.aggregation.rawValue)
            json.key("dimensions")
            json.object { json in
                for dimension in series.dimensions { json.member(dimension.name, dimension.value) }
            }
            json.key("value")
            json.decimal(sample.thousandths, fractionDigits: 3)
        }
        json.endLine()
        swap(&json.bytes, &bytes)
    }
}
