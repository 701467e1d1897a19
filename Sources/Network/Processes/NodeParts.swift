/// The parts of a router that can fail by themselves, and how many faults keep each from working.
public struct NodeParts: Sendable {
    /// The raw value is the `part` of a journal line.
    public enum Part: String, Hashable, CaseIterable, Sendable {
        /// The routing process is gone.
        case bgp
        /// The process that runs BFD is gone.
        case bfd
        /// Packets of others are dropped.
        case forwarding
        /// The processes hang.
        case controlPlane
    }

    private var bgp = 0
    private var bfd = 0
    private var forwarding = 0
    private var controlPlane = 0

    subscript(part: Part) -> Int {
        get {
            switch part {
            case .bgp: bgp
            case .bfd: bfd
            case .forwarding: forwarding
            case .controlPlane: controlPlane
            }
        }
        set {
            switch part {
            case .bgp: bgp = newValue
            case .bfd: bfd = newValue
            case .forwarding: forwarding = newValue
            case .controlPlane: controlPlane = newValue
            }
        }
    }

    func works(_ part: Part) -> Bool { self[part] == 0 }

    var areHealthy: Bool { bgp == 0 && bfd == 0 && forwarding == 0 && controlPlane == 0 }
}
