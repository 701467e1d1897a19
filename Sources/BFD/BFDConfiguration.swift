/// What an operator sets on one session.
public struct BFDConfiguration: Hashable, Sendable {
    /// The shortest interval at which this end wants to send while Up; at least 1 µs.
    public var desiredMinTx: Duration
    /// The shortest interval at which this end can receive; zero asks the neighbor to send nothing.
    public var requiredMinRx: Duration
    /// Packets in a row that the neighbor may miss before it declares the session down; at least 1.
    public var multiplier: UInt8
    /// Identifies the session on this system; unique there and never zero (RFC 5880 §6.3).
    public var localDiscriminator: UInt32
    /// A passive end says nothing before it has heard from its neighbor (RFC 5880 §6.1).
    public var passive: Bool
    /// Sets the C bit: this end's BFD goes on when its control plane restarts (RFC 5882 §4.3).
    public var controlPlaneIndependent: Bool

    public init(
        desiredMinTx: Duration,
        requiredMinRx: Duration,
        multiplier: UInt8,
        localDiscriminator: UInt32,
        passive: Bool = false,
        controlPlaneIndependent: Bool = false
    ) {
        self.desiredMinTx = desiredMinTx
        self.requiredMinRx = requiredMinRx
        self.multiplier = multiplier
        self.localDiscriminator = localDiscriminator
        self.passive = passive
        self.controlPlaneIndependent = controlPlaneIndependent
    }

    /// The same interval in both directions.
    public init(
        interval: Duration,
        multiplier: UInt8,
        localDiscriminator: UInt32,
        passive: Bool = false,
        controlPlaneIndependent: Bool = false
    ) {
        self.init(
            desiredMinTx: interval,
            requiredMinRx: interval,
            multiplier: multiplier,
            localDiscriminator: localDiscriminator,
            passive: passive,
            controlPlaneIndependent: controlPlaneIndependent
        )
    }
}
