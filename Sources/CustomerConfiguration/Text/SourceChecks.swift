import NetworkTypes
import Topology

extension CustomerRouter {
    /// The lines by which IOS-XE and EOS have a port check where packets come from, one per family.
    func sourceChecks(at port: CustomerPort) -> [String] {
        let way: String
        switch port.reversePathFilter {
        case .off: return []
        case .loose: way = "any"
        case .strict: way = "rx"
        }
        return families.map { "\($0.ip) verify unicast source reachable-via \(way)" }
    }
}
