import Control
import Network
import NetworkTypes
import Replay

extension Lab {
    func write(_ name: OperatorViewName, _ subject: String, to writer: RowWriter) throws {
        switch name {
        case .arpTable:
            let rows = try look { network, _ throws(ControlError) in try OperatorView.arpTable(network, subject) }
            for row in rows { try writer.write(row) }
        case .routeTable:
            let rows = try look { network, _ throws(ControlError) in try OperatorView.routeTable(network, subject) }
            for row in rows { try writer.write(row) }
        case .routeTableSummary:
            let rows = try look { network, now throws(ControlError) in
                try OperatorView.routeTableSummary(network, subject, at: now)
            }
            for row in rows { try writer.write(row) }
        case .stats:
            let rows = try look { network, _ throws(ControlError) in try OperatorView.stats(network, subject) }
            for row in rows { try writer.write(row) }
        case .learnedRoutes:
            let rows = try look { network, _ throws(ControlError) in try OperatorView.learnedRoutes(network, subject) }
            for row in rows { try writer.write(row) }
        case .advertisedRoutes:
            let rows = try look { network, _ throws(ControlError) in
                try OperatorView.advertisedRoutes(network, subject)
            }
            for row in rows { try writer.write(row) }
        case .peerStatus:
            let rows = try look { network, now throws(ControlError) in
                try OperatorView.peerStatus(network, subject, at: now)
            }
            for row in rows { try writer.write(row) }
        }
    }

    /// Looks at the network between two pieces of its work.
    func look<Row: Sendable>(
        _ body: @Sendable (borrowing Network, Instant) throws(ControlError) -> [Row]
    ) throws(ControlError) -> [Row] {
        let result = replay.operate { network, now -> Result<[Row], ControlError> in
            do throws(ControlError) { return .success(try body(network, now)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
