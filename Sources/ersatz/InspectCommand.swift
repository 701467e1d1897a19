import ArgumentParser
import Network
import Topology

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Prints what a topology becomes: nodes, addresses, wires, sessions, and what routers know.",
        discussion: """
            Everything that the file leaves out is filled in here: derived addresses, MAC addresses, timers as the \
            two ends of a session will agree on them, zones of gateway instances.

            With --routes the network is brought up in virtual time, and each router's tables are printed as \
            Azure's route tables are. With --at they are those of a later moment, in the midst of a fault if need be.

              ersatz inspect my.yaml
              ersatz inspect my.yaml --node router/cpe1 --node msee/
              ersatz inspect my.yaml --routes --node gateway/
              ersatz inspect my.yaml --routes --at 35s
              ersatz inspect my.yaml --format json | jq '.sessions[].path'
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @Flag(help: "Print routing tables instead of the plan.")
    var routes = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Print routing tables as they are then, such as 35s after time zero.", valueName: "time"),
        transform: RunLength.parse
    )
    var at: Duration?

    @Option(
        parsing: .unconditional,
        help: "Seed of the run that --routes makes.",
        transform: Seed.parse
    )
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Only nodes with this path, or below it if it ends in /.", valueName: "path"))
    var node: [String] = []

    @Option(help: "How to print: text for people, json for programs.")
    var format = OutputFormat.text

    func run() throws {
        let file = try TopologyFile(topology)
        let blueprint = Blueprint(file.topology)
        let selection = try NodeSelection(node, in: blueprint)
        if routes || at != nil {
            let listing = try routeListing(file.topology, selection)
            try Console.print(format == .json ? listing.json() : listing.text(TerminalStyle.standardOutput))
        } else {
            let plan = NetworkPlan(blueprint, selection)
            try Console.print(format == .json ? plan.json() : plan.text(TerminalStyle.standardOutput))
        }
        if file.hasWarnings { throw ExitStatus.warningsOnly.error }
    }

    private func routeListing(_ topology: Topology, _ selection: NodeSelection) throws -> RouteListing {
        try topology.replayed(to: at, seed: seed) { network, _ in RouteListing(network, selection) }
    }
}
