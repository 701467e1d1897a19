import NetworkTypes

struct MetricsDocument: Sendable {
    var interval: Located<Duration>?

    static let format = Format<MetricsDocument>.object("metrics", "metrics", "How Azure's metrics are sampled.") {
        fields in
        MetricsDocument(
            interval: fields.optional(
                "interval",
                .duration,
                "Time between two samples; 0 takes none.",
                default: Defaults.metricsInterval.text
            )
        )
    }
}
