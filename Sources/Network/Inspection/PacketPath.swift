/// The way that a packet would take now.
public struct PacketPath: Hashable, Sendable {
    /// Paths of the nodes that it reaches, the source first.
    public var nodes: [String]
    /// Paths of the wires that it enters.
    public var wires: [String]
    public var isDelivered: Bool
    /// Where it is lost, and why.
    public var place: String?
    public var reason: String?

    /// Whether it goes round in circles until its time to live is used up.
    public var isLoop: Bool { !isDelivered && (reason == "loop" || reason == "ttlExpired") }
}
