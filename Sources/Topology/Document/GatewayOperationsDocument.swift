extension Format where Value == GatewaySKU {
    /// The name of an SKU, in any of the ways in which Azure writes it.
    static var gatewaySKU: Format {
        .azureChoice(also: [
            ("ErGw1Az", GatewaySKU.erGw1AZ), ("ErGw2Az", .erGw2AZ), ("ErGw3Az", .erGw3AZ),
        ])
    }
}

/// Scale units of an ErGwScale gateway: a number, or bounds between which it scales by itself.
struct ScaleUnitsDocument: Sendable {
    var minimum: Located<Int>?
    var maximum: Located<Int>?
    var scaleOut: Located<Percentage>?
    var scaleIn: Located<Percentage>?
    var interval: Located<Duration>?
    /// A number that was written in place of all this.
    var fixed: Int?

    static let format = Format.either(
        Format.integer(1...40).map { ScaleUnitsDocument(fixed: $0) },
        Format<ScaleUnitsDocument>.object(
            "scaleUnits",
            "a scale units object",
            "Bounds between which the gateway scales by itself; when it does so is unconfirmed."
        ) { fields in
            ScaleUnitsDocument(
                minimum: fields.required("min", .integer(1...40), "Units at least, and at the beginning."),
                maximum: fields.required("max", .integer(1...40), "Units at most."),
                scaleOut: fields.optional(
                    "scaleOut",
                    .percentage,
                    "Share of bit rate or flows in use from which a unit is added.",
                    default: Defaults.scaleOut.text
                ),
                scaleIn: fields.optional(
                    "scaleIn",
                    .percentage,
                    "Share of bit rate and flows in use up to which a unit is taken away.",
                    default: Defaults.scaleIn.text
                ),
                interval: fields.optional(
                    "interval",
                    .duration,
                    "How often, and over how long, the load is looked at.",
                    default: Defaults.scaleInterval.text
                )
            )
        }
    )
}

/// The second gateway that a gateway is migrated to.
struct MigrationDocument: Sendable {
    var sku: Located<GatewaySKU>?
    var instances: Located<Int>?
    var limits: Located<GatewayLimitsDocument>?

    static let format = Format<MigrationDocument>.object(
        "migration",
        "a migration",
        "The second gateway in the same gatewaySubnet that `migrate` steps prepare, move traffic to, and keep or give up."
    ) { fields in
        MigrationDocument(
            sku: fields.required("sku", .gatewaySKU, "Not smaller than the gateway's own."),
            instances: fields.optional(
                "instances",
                .integer(1...80),
                "Number of instances.",
                default: "2, or one per zone where there are more"
            ),
            limits: fields.optional("limits", GatewayLimitsDocument.format, "As of a gateway.", default: "the SKU's")
        )
    }
}
