public import Network

/// Metrics in Prometheus' text format, version 0.0.4.
///
/// Azure's `BitsInPerSecond` becomes the gauge `ersatz_bits_in_per_second`, its dimension `DeviceRole` the label `device_role`; percentages
/// end in `_percent`.
public enum PrometheusText {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The latest sample of every series that has one, grouped by metric.
    ///
    /// Complexity: O(series × metrics).
    public static func text(_ series: [MetricSeries], latest: [Int64?]) -> String {
        var names: [String] = []
        var places: [String: [Int]] = [:]
        for place in series.indices where latest[place] != nil {
            let name = series[place].name
            if places[name] == nil { names.append(name) }
            places[name, default: []].append(place)
        }
        var text = ""
        for azureName in names {
            guard let group = places[azureName], let first = group.first else { continue }
            let name = metricName(series[first])
            text += "# HELP \(name) Azure's \(azureName), \(series[first].unit.rawValue), "
            text += "\(series[first].aggregation.rawValue)\n# TYPE \(name) gauge\n"
            for place in group {
                text += name + labels(of: series[place]) + " " + value(latest[place] ?? 0) + "\n"
            }
        }
        return text
    }

    static func metricName(_ series: MetricSeries) -> String {
        let name = "ersatz_" + snakeCase(series.name)
        return series.unit == .percent ? name + "_percent" : name
    }

    private static func labels(of series: MetricSeries) -> String {
        var labels = ["resource=\"\(escaped(series.resource))\""]
        labels += series.dimensions.map { "\(snakeCase($0.name))=\"\(escaped($0.value))\"" }
        return "{\(labels.joined(separator: ","))}"
    }

    /// `QosDropBitsInPerSecond` → `qos_drop_bits_in_per_second`.
    static func snakeCase(_ name: String) -> String {
        var result = ""
        var wasLower = false
        for scalar in name.unicodeScalars {
            let isUpper = ("A"..."Z").contains(scalar)
            if isUpper, wasLower { result += "_" }
            result += isUpper ? String(scalar).lowercased() : String(scalar)
            wasLower = !isUpper
        }
        return result
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func value(_ thousandths: Int64) -> String {
        let sign = thousandths < 0 ? "-" : ""
        let digits = String(1_000 + thousandths.magnitude % 1_000).dropFirst()
        return "\(sign)\(thousandths.magnitude / 1_000).\(digits)"
    }
}
