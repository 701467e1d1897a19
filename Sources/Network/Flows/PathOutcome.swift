import NetworkTypes

/// What the network would do to a packet sent now.
struct PathOutcome: Hashable {
    /// Every node that the packet reaches, in order; the first is the source.
    var nodes: [NodeIndex] = []
    /// The wire after each node but the last.
    var wires: [Int] = []
    var isDelivered = false
    /// Where it is lost, and why.
    var place: String?
    var reason: String?
    /// Nanoseconds from the source to entering each wire.
    var entries: [Int64] = []
    /// What the frame is addressed to on each wire, as a hash: devices below the one that chose go by it.
    var addressees: [UInt64] = []
    /// Nanoseconds from the source to the end, or to where the packet is lost.
    var delay: Int64 = 0
    /// When the first packet was sent that took this path.
    var since = Instant.zero

    /// Whether this is the same path with the same end, whatever its delays are.
    func isSame(as other: PathOutcome) -> Bool {
        isDelivered == other.isDelivered && (!isDelivered || wires == other.wires)
    }

    /// Place of the first wire that the two paths do not share, or on which packets are addressed to somebody else already.
    func divergence(from other: PathOutcome) -> Int {
        var place = 0
        while place < wires.count, place < other.wires.count, wires[place] == other.wires[place],
            addressees[place] == other.addressees[place]
        {
            place += 1
        }
        return place
    }
}
