public import BGPSpeaker
import BGPWire
import NetworkTypes
import RIB
import Router

extension Speaker: ControlledRouter {
    /// Routes that are looked at in one go, so that the router gets on with its own work between two of them.
    private static let routesAtOnce = 256

    public nonisolated func answer(_ request: ControlRequest, to writer: RowWriter) throws {
        switch request {
        case .bgpSummary(_):
            for neighbor in configuration.neighbors.indices {
                try writer.write(inspect { router, now in SummaryRow(neighbor, of: router, at: now) })
            }
        case .neighbors(_, let address):
            try writeNeighbors(address, to: writer)
        case .bgpRoutes(_, let text?, let allPaths):
            try writeRoute(text, allPaths: allPaths, to: writer)
        case .bgpRoutes(_, nil, let allPaths):
            for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
                try writeRoutes(family, allPaths: allPaths, to: writer)
            }
        case .bfd(_):
            for (place, neighbor) in configuration.neighbors.enumerated() {
                if let session = bfdSession(neighbor: place) { try writer.write(BFDRow(neighbor, session)) }
            }
        case .virtualRouters, .forwarding, .flows, .nodes, .faults, .operatorView, .metrics, .status, .fault, .stop:
            throw ControlError.refused("this is a speaker, which has no network around it; `ersatz up` starts a lab")
        }
    }

    private nonisolated func writeNeighbors(_ address: String?, to writer: RowWriter) throws {
        let wanted = configuration.neighbors.indices.filter { neighbor in
            address.map { IPAddress($0) == configuration.neighbors[neighbor].remoteAddress } ?? true
        }
        if let address, wanted.isEmpty { throw ControlError.refused("there is no neighbor \(address)") }
        for neighbor in wanted {
            let bfd = bfdSession(neighbor: neighbor)
            try writer.write(inspect { router, now in NeighborRow(neighbor, of: router, bfd: bfd, at: now) })
        }
    }

    private nonisolated func writeRoute(_ text: String, allPaths: Bool, to writer: RowWriter) throws {
        guard let prefix = IPPrefix(text) ?? IPAddress(text).map(IPPrefix.init(host:)) else {
            throw ControlError.refused("'\(text)' is neither a prefix nor an address")
        }
        let rows = inspect { router, _ in
            router.route(covering: prefix).map { RouteRow.rows($0, of: router, allPaths: allPaths) } ?? []
        }
        for row in rows { try writer.write(row) }
    }

    private nonisolated func writeRoutes(_ family: RouteFamily, allPaths: Bool, to writer: RowWriter) throws {
        let numbers = inspect { router, _ in router.routeNumbers(family) }
        for start in stride(from: 0, to: numbers.count, by: Self.routesAtOnce) {
            let piece = numbers[start..<min(numbers.count, start + Self.routesAtOnce)]
            let rows = inspect { router, _ in
                var rows: [RouteRow] = []
                for number in piece {
                    guard let view = router.route(number: number, family) else { continue }
                    rows += RouteRow.rows(view, of: router, allPaths: allPaths)
                }
                return rows
            }
            for row in rows { try writer.write(row) }
        }
    }
}
