import ArgumentParser
import Control
import Lab
import Network
import NetworkTypes

/// Where a view comes from: a lab, or a topology file in virtual time.
struct ViewOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Look at this topology in virtual time instead of a lab.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var topology: String?

    @OptionGroup var moment: MomentOptions

    @OptionGroup var options: ShowOptions

    /// Asks the lab for rows, or has `view` make them of the network at the moment that is meant.
    func show<Row: Codable>(
        _ request: ControlRequest,
        columns: [Column<Row>],
        _ view: (borrowing Network, Instant) throws -> [Row]
    ) throws {
        guard let topology else {
            guard moment.at == nil else { throw Failure("--at needs a --topology: a lab shows the present") }
            return try options.show(request, Row.self, columns: columns)
        }
        let file = try TopologyFile(topology)
        let rows: [Row]
        do {
            rows = try file.topology.replayed(to: moment.at, seed: moment.seed, view)
        } catch ControlError.refused(let reason) {
            throw Failure(reason)
        }
        try options.show(columns: columns) { body in for row in rows { try body(row) } }
    }
}
