public import NetworkTypes
import Router

extension Blueprint {
    /// Which node has which address, for the trace's name resolution; every address once, the first that has it.
    public var addressNames: [(address: IPAddress, name: String)] {
        var names: [(address: IPAddress, name: String)] = []
        var seen: Set<IPAddress> = []
        for node in nodes {
            guard case .router(let configuration) = node.works else { continue }
            for interface in configuration.interfaces {
                for address in interface.addresses where seen.insert(address.address).inserted {
                    names.append((address: address.address, name: node.path))
                }
            }
        }
        return names
    }
}
