import NetworkTypes

/// Figures of Microsoft's side that are the same everywhere (ExpressRoute routing requirements, FAQ).
enum Microsoft {
    /// Of every MSEE.
    static let asn: ASN = 12076
    /// Of an ExpressRoute gateway when nothing else is said.
    static let gatewayASN: ASN = 65515
    /// Between MSEEs, reflectors and gateways; the customer's side has keys of its own.
    static let holdTime = Duration.seconds(180)
    static let keepalive = Duration.seconds(60)
    static let connectRetry = Duration.seconds(5)
    /// Of the fabric that carries the overlays.
    static let underlayMTU = 9000
    static let overlayMTU = 1500
    /// Of private peering towards the customer.
    static let edgeMTU = 1500
}
