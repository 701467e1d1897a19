struct GatewayLimitsDocument: Sendable {
    var bitRate: Located<BitRate>?
    var packetRate: Located<PacketRate>?
    var flows: Located<Int>?
    var routes: Located<Int>?
    var machines: Located<Int>?
    var queue: Located<Duration>?

    static let format = Format<GatewayLimitsDocument>.object(
        "gatewayLimits",
        "gateway limits",
        "What a gateway carries, all instances together; of one scale unit in the case of ErGwScale."
    ) { fields in
        let count = Format.integer(1...100_000_000)
        return GatewayLimitsDocument(
            bitRate: fields.optional("bitRate", .bitRate, "Bits of IP packets from on-premises.", default: fallback),
            packetRate: fields.optional("packetRate", .packetRate, "Packets from on-premises.", default: fallback),
            flows: fields.optional("flows", count, "Flows from on-premises; more are warned of.", default: fallback),
            routes: fields.optional("routes", count, "Learned routes; more are warned of.", default: fallback),
            machines: fields.optional(
                "machines",
                count,
                "Virtual machines that the gateway serves; more are warned of.",
                default: fallback
            ),
            queue: fields.optional(
                "queue",
                .duration,
                "How long a packet waits for an instance at most; unconfirmed.",
                default: Defaults.gatewayQueue.value.topologyText
            )
        )
    }

    private static let fallback = "the SKU's figure"
}
