import BGPWire
public import Network
import NetworkTypes
import RIB
import VirtualEngine

/// All that routers of a network believe and do, in a form that does not depend on how they came to it.
public struct Snapshot: Hashable, Sendable {
    /// By node and table, each line a route.
    public var tables: [String: [String]] = [:]
    public var sessionsDown: [String]
    /// By flow and direction, the way of each 5-tuple.
    public var paths: [String: [PacketPath]] = [:]

    /// What is in one of two snapshots and not in the other; empty for equal ones.
    public func differences(from other: Snapshot) -> [String] {
        var lines: [String] = []
        func compare(_ name: String, _ old: [String], _ new: [String]) {
            lines += old.filter { !new.contains($0) }.map { "\(name): lacks \($0)" }
            lines += new.filter { !old.contains($0) }.map { "\(name): has \($0)" }
        }
        compare("sessions down", other.sessionsDown, sessionsDown)
        for name in Set(tables.keys).union(other.tables.keys).sorted() {
            compare(name, other.tables[name] ?? [], tables[name] ?? [])
        }
        for name in Set(paths.keys).union(other.paths.keys).sorted() {
            compare(name, (other.paths[name] ?? []).map(\.line), (paths[name] ?? []).map(\.line))
        }
        return lines
    }
}

extension PacketPath {
    public var line: String {
        nodes.joined(separator: " > ") + (isDelivered ? "" : ", lost at \(place ?? "") (\(reason ?? ""))")
    }
}

extension Lab {
    public func snapshot() -> Snapshot {
        var snapshot = Snapshot(sessionsDown: engine.network.sessionsDown)
        for place in engine.network.blueprint.nodes.indices {
            let node = NodeIndex(place)
            let path = engine.network.blueprint.nodes[place].path
            for (domain, name) in engine.network.domains(of: node).enumerated() {
                for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
                    let routes = engine.network.routes(at: node, domain: domain, family)
                    snapshot.tables["\(path) RIB \(name) \(family)"] = routes.map { line($0, at: node) }
                }
                snapshot.tables["\(path) FIB \(name)"] =
                    engine.network.forwardingTable(of: node, domain: domain).map { "\($0.prefix) \($0.nextHops)" }
            }
            for family in [RouteFamily.vpnIPv4, .vpnIPv6] {
                let routes = engine.network.routes(at: node, domain: nil, family)
                snapshot.tables["\(path) backbone \(family)"] = routes.map { line($0, at: node) }
            }
        }
        for (place, flow) in engine.network.blueprint.flows.enumerated() {
            snapshot.paths["\(flow.name) \(flow.direction)"] = (0..<flow.count).map {
                engine.path(ofFlow: place, tuple: $0)
            }
        }
        return snapshot
    }

    private func line(_ route: RouteView, at node: NodeIndex) -> String {
        let paths = route.paths.map { path in
            let origin = engine.network.session(of: path, at: node) ?? "own"
            let marks = (path.isBest ? "*" : "") + (path.isMultipath ? "=" : "") + (path.isEligible ? "" : "!")
            return "\(marks)\(origin) tag \(path.tag) weight \(path.weight) \(path.nextHop) \(path.attributes)"
        }
        return "\(route.prefix) by \(route.decidedBy): \(paths.joined(separator: "; "))"
    }
}
