public import NetworkTypes

/// Why a plan can't be carried out on this host.
public enum SpeakerSetupError: Error, Hashable, Sendable {
    /// A word without which there is no speaker.
    case missing(String)
    /// AS 0 is nobody's (RFC 7607).
    case zeroASN
    case duplicateNeighbor(IPAddress)
    /// No interface has the address.
    case notLocal(IPAddress)
    /// A neighbour in another AS is on no connected network, and `multihop` was not said.
    case notConnected(IPAddress)
    /// The host knows no way to the neighbour.
    case noRoute(IPAddress)
    case familiesDiffer(IPAddress, IPAddress)
    /// Routes of the family would leave without a next hop.
    case noNextHop(AddressFamily, IPAddress)

    /// Whether it is the host that lacks something; otherwise the plan is wrong.
    public var isEnvironment: Bool {
        if case .noRoute = self { true } else { false }
    }
}

extension SpeakerSetupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let word): "'\(word)' is missing"
        case .zeroASN: "0 is not the number of an AS"
        case .duplicateNeighbor(let address): "neighbor \(address) is given twice"
        case .notLocal(let address): "\(address) belongs to no interface of this host"
        case .notConnected(let address): "neighbor \(address) is on no connected network; say multihop if that is meant"
        case .noRoute(let address): "this host knows no route to \(address)"
        case .familiesDiffer(let local, let remote): "\(local) and \(remote) are of different families"
        case .noNextHop(let family, let address):
            "\(family) routes need a next hop towards neighbor \(address): say next-hop-\(family)"
        }
    }
}
