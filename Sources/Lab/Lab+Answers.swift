import BGPWire
public import Control
import Foundation
import Network
import NetworkTypes
import RIB
import Replay
import Router
import Topology

extension Lab {
    public func answer(_ request: ControlRequest, to writer: RowWriter) throws {
        switch request {
        case .bgpSummary(let node): for row in try summary(node) { try writer.write(row) }
        case .neighbors(let node, let address): for row in try neighbors(node, address) { try writer.write(row) }
        case .bgpRoutes(let node, let prefix, let allPaths):
            for row in try routes(node, prefix, allPaths: allPaths) { try writer.write(row) }
        case .bfd(let node): for row in try bfd(node) { try writer.write(row) }
        case .virtualRouters(let node): for row in try virtualRouters(node) { try writer.write(row) }
        case .forwarding(let node, let prefix): for row in try forwarding(node, prefix) { try writer.write(row) }
        case .operatorView(let name, let subject): try write(name, subject, to: writer)
        case .metrics(let resource):
            for row in try look({ network, _ throws(ControlError) in
                try OperatorView.metrics(network, of: resource)
            }) { try writer.write(row) }
        case .flows: for row in flows() { try writer.write(row) }
        case .nodes: for row in nodes() { try writer.write(row) }
        case .faults: for row in faults() { try writer.write(row) }
        case .status: try writer.write(status())
        case .fault(let step): try writer.write(try fault(step))
        case .stop:
            try writer.write(status())
            requestStop()
        }
    }

    // MARK: - Routers

    /// The routers meant: the one of that path, or all that speak BGP.
    private func routers(_ path: String?, _ network: borrowing Network) throws(ControlError) -> [NodeIndex] {
        let speaking = network.blueprint.nodes.indices.filter { number in
            if case .router(let configuration) = network.blueprint.nodes[number].works {
                !configuration.neighbors.isEmpty
            } else {
                false
            }
        }
        guard let path else { return speaking.map { NodeIndex($0) } }
        if let node = network.node(path) { return [node] }
        let near = network.blueprint.nodes.map(\.path).filter { $0.contains(path) || path.contains($0) }
        let hint =
            near.isEmpty
            ? "`ersatz show nodes` lists them" : "did you mean \(near.prefix(3).joined(separator: " or "))?"
        throw .refused("there is no router '\(path)'; \(hint)")
    }

    /// Rows of every router meant, in the order of the nodes.
    private func rows<Row: Sendable>(
        _ path: String?,
        _ body: @Sendable (borrowing Network, NodeIndex, String, Instant) throws(ControlError) -> [Row]
    ) throws(ControlError) -> [Row] {
        let result = replay.operate { network, now -> Result<[Row], ControlError> in
            do throws(ControlError) {
                var rows: [Row] = []
                for node in try routers(path, network) {
                    rows += try body(network, node, network.blueprint.nodes[node.index].path, now)
                }
                return .success(rows)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func summary(_ path: String?) throws -> [SummaryRow] {
        try rows(path) { network, node, name, now in
            network.inspectRouter(at: node) { router in
                router.configuration.neighbors.indices.map { neighbor in
                    var row = SummaryRow(neighbor, of: router, at: now)
                    row.node = name
                    return row
                }
            } ?? []
        }
    }

    private func neighbors(_ path: String?, _ address: String?) throws -> [NeighborRow] {
        let rows = try rows(path) { network, node, name, now in
            network.inspectRouter(at: node) { router in
                router.configuration.neighbors.indices.compactMap { neighbor -> NeighborRow? in
                    let remote = router.configuration.neighbors[neighbor].remoteAddress
                    guard address.map({ IPAddress($0) == remote }) ?? true else { return nil }
                    let bfd = network.bfdSession(at: node, neighbor: neighbor)
                    var row = NeighborRow(neighbor, of: router, bfd: bfd, at: now)
                    row.node = name
                    return row
                }
            } ?? []
        }
        if let address, rows.isEmpty { throw ControlError.refused("there is no neighbor \(address)") }
        return rows
    }

    private func virtualRouters(_ path: String?) throws -> [VirtualRouterRow] {
        try rows(path) { network, node, name, _ in
            network.virtualRouters(at: node).map { VirtualRouterRow($0, at: name) }
        }
    }

    private func bfd(_ path: String?) throws -> [BFDRow] {
        try rows(path) { network, node, name, _ in
            network.inspectRouter(at: node) { router in
                router.configuration.neighbors.enumerated().compactMap { place, neighbor -> BFDRow? in
                    guard let session = network.bfdSession(at: node, neighbor: place) else { return nil }
                    var row = BFDRow(neighbor, session)
                    row.node = name
                    return row
                }
            } ?? []
        }
    }

    private func routes(_ path: String?, _ text: String?, allPaths: Bool) throws -> [RouteRow] {
        let wanted = try text.map(Self.prefix)
        return try rows(path) { network, node, name, _ in
            var result: [RouteRow] = []
            for (place, domain) in network.domains(of: node).enumerated() {
                let views = [RouteFamily.ipv4Unicast, .ipv6Unicast].flatMap {
                    network.routes(at: node, domain: place, $0)
                }
                for view in Self.mostSpecific(views, around: wanted, { $0.prefix.prefix }) {
                    let rows = network.inspectRouter(at: node) { RouteRow.rows(view, of: $0, allPaths: allPaths) } ?? []
                    for var row in rows {
                        row.node = name
                        row.domain = domain
                        result.append(row)
                    }
                }
            }
            return result
        }
    }

    private func forwarding(_ path: String?, _ text: String?) throws -> [ForwardingRow] {
        let wanted = try text.map(Self.prefix)
        return try rows(path) { network, node, name, _ in
            var result: [ForwardingRow] = []
            for (place, domain) in network.domains(of: node).enumerated() {
                let table = network.forwardingTable(of: node, domain: place)
                for route in Self.mostSpecific(table, around: wanted, { $0.prefix }) {
                    result.append(
                        ForwardingRow(
                            node: name,
                            domain: domain,
                            network: "\(route.prefix)",
                            nextHops: route.nextHops.map { "\($0.kind)" },
                            dead: route.nextHops.filter { !$0.isAlive }.map { "\($0.kind)" }
                        )
                    )
                }
            }
            return result
        }
    }

    private static func prefix(_ text: String) throws(ControlError) -> IPPrefix {
        guard let prefix = IPPrefix(text) ?? IPAddress(text).map(IPPrefix.init(host:)) else {
            throw .refused("'\(text)' is neither a prefix nor an address")
        }
        return prefix
    }

    /// All entries, or the one with the longest prefix that covers `wanted`.
    private static func mostSpecific<Entry>(
        _ entries: [Entry],
        around wanted: IPPrefix?,
        _ prefix: (Entry) -> IPPrefix?
    ) -> [Entry] {
        guard let wanted else { return entries }
        let covering = entries.filter { prefix($0)?.contains(wanted) ?? false }
        return covering.max { (prefix($0)?.length ?? 0) < (prefix($1)?.length ?? 0) }.map { [$0] } ?? []
    }

    // MARK: - The network as a whole

    private func nodes() -> [NodeRow] {
        replay.operate { network, _ in
            let down = Set(network.sessionsDown)
            return network.blueprint.nodes.enumerated().map { number, node in
                var sessions: [String] = []
                if case .router(let configuration) = node.works { sessions = configuration.neighbors.map(\.path) }
                return NodeRow(
                    node: node.path,
                    isUp: network.isAlive(NodeIndex(number)),
                    sessionsUp: sessions.count { !down.contains($0) },
                    sessions: sessions.count
                )
            }
        }
    }

    func flows() -> [FlowRow] {
        replay.operate { network, _ in
            var rows: [FlowRow] = []
            for (place, plan) in network.blueprint.flows.enumerated() {
                let counts = network.probeCounts(place)
                var own: [FlowRow] = []
                for case let state? in network.flowStates(place) {
                    if let like = own.firstIndex(where: { $0.via == state.via && $0.isDelivered == state.isDelivered })
                    {
                        own[like].tuples += 1
                        continue
                    }
                    own.append(
                        FlowRow(
                            flow: plan.name,
                            direction: plan.direction.rawValue,
                            tuples: 1,
                            isDelivered: state.isDelivered,
                            via: state.via,
                            place: state.place,
                            reason: state.reason,
                            sent: counts.sent,
                            received: counts.received
                        )
                    )
                }
                rows += own
            }
            return rows
        }
    }

    public func status() -> StatusRow {
        replay.operate { network, now in
            let (up, all) = network.sessionCounts
            return StatusRow(
                topology: network.topology.name,
                process: getpid(),
                directory: directory,
                elapsedSeconds: network.timeZero.map { Double((now - $0).nanoseconds) / 1e9 },
                sessionsUp: up,
                sessions: all,
                faults: network.stepsUnderWay.count
            )
        }
    }
}
