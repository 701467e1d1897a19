import NetworkTypes
import Packets

extension NextHop {
    /// A hash that stays the same for the same next hop of a router with the same seed.
    func identity(seed: UInt64) -> UInt64 {
        var hash = FlowHash(seed: seed)
        switch self {
        case .neighbor(let interface, let address):
            hash.combine(1 << 32 | UInt64(interface.rawValue))
            hash.combine(address)
        case .attached(let interface): hash.combine(2 << 32 | UInt64(interface.rawValue))
        case .tunnel(let tunnel):
            hash.combine(3 << 32 | UInt64(tunnel.networkIdentifier))
            hash.combine(UInt64(tunnel.source.rawValue) << 32 | UInt64(tunnel.remote.rawValue))
            hash.combine(UInt64(tunnel.underlay.rawValue))
        case .local: hash.combine(4 << 32)
        case .discard: hash.combine(5 << 32)
        }
        return hash.value
    }

    /// The interface whose state decides whether the next hop can be used.
    var interface: InterfaceIndex? {
        switch self {
        case .neighbor(let interface, _), .attached(let interface): interface
        case .tunnel, .local, .discard: nil
        }
    }
}

extension FlowHash {
    mutating func combine(_ address: IPAddress) {
        switch address {
        case .v4(let address): combine(UInt64(address.rawValue))
        case .v6(let address):
            combine(address.high)
            combine(address.low)
        }
    }
}
