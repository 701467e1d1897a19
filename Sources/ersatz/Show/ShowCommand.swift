import ArgumentParser
import Control
import Foundation

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows what the routers of a lab think, or a speaker.",
        discussion: """
            Without --node, a lab answers for all of its routers.

              ersatz show bgp summary --node msee/amsterdam/1
              ersatz show bgp routes 10.100.1.10 --node gateway/ergw/instance/0
              ersatz show flows --format json

            What an operator of Azure sees of circuits and gateways, of a lab or of a topology file in virtual time:

              ersatz show route-table circuit/er-ams/primary
              ersatz show learned-routes gateway/ergw --topology my.yaml --at 12s
            """,
        subcommands: [
            ShowStatus.self, ShowNodes.self, ShowBGP.self, ShowNeighbors.self, ShowBFD.self, ShowVRRP.self,
            ShowForwarding.self,
            ShowFlows.self, ShowFaults.self, ShowARPTable.self, ShowRouteTable.self, ShowRouteTableSummary.self,
            ShowStats.self, ShowLearnedRoutes.self, ShowAdvertisedRoutes.self, ShowPeerStatus.self, ShowMetrics.self,
        ]
    )

    // Here as well as in the subcommands, so that it may stand before or after their names.
    @OptionGroup var options: ShowOptions
}

/// Whom to ask, and how to write the answer.
struct ShowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The lab or speaker to ask: its socket's path or name; the only one that runs by default.",
            valueName: "path"
        )
    )
    var socket: String?

    @Option(help: "How the answer is written: text or json.")
    var format: OutputFormat = .text
}

/// Which router of a lab.
struct NodeOption: ParsableArguments {
    @Option(help: ArgumentHelp("The router of a lab, such as router/cpe1; all by default.", valueName: "path"))
    var node: String?

    /// A column for the router, where an answer is about many.
    func column<Row>(_ text: @escaping (Row) -> String?) -> [Column<Row>] {
        node == nil ? [Column("Node", 28) { text($0) ?? "" }] : []
    }
}

struct ShowBGP: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bgp",
        abstract: "Sessions and routes.",
        subcommands: [ShowBGPSummary.self, ShowBGPRoutes.self]
    )

    @OptionGroup var options: ShowOptions
}

struct ShowBGPSummary: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "summary", abstract: "A line for each neighbor.")

    @OptionGroup var node: NodeOption
    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .bgpSummary(node: node.node),
            SummaryRow.self,
            columns: node.column(\.node) + [
                Column("Neighbor", 16) { $0.neighbor },
                Column("V", 2) { "\($0.v)" },
                Column("AS", 11) { "\($0.as)" },
                Column("UpDown", 12) { $0.upDown },
                Column("StatePfxRcd", 0) { $0.statePfxRcd },
            ]
        )
    }
}

struct ShowBGPRoutes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "The routes in use, or the most specific one around a prefix or address."
    )

    @Argument(help: "A prefix or an address.")
    var prefix: String?

    @Flag(help: "All paths, also those that are not used.")
    var all = false

    @OptionGroup var node: NodeOption
    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .bgpRoutes(node: node.node, prefix: prefix, allPaths: all),
            RouteRow.self,
            columns: node.column { row in row.node.map { "\($0) \(row.domain ?? "")" } } + [
                Column("", 1) { $0.isBest ? ">" : $0.isUsed ? "=" : $0.isValid ? " " : "x" },
                Column("Network", 20) { $0.network },
                Column("NextHop", 16) { $0.nextHop },
                Column("LocPrf", 7) { $0.locPrf.map(String.init) ?? "" },
                Column("Weight", 7) { "\($0.weight)" },
                Column("Path", 0) { $0.path },
            ]
        )
    }
}

struct ShowNeighbors: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "neighbors", abstract: "Everything about a session.")

    @Argument(help: "The neighbor's address; all of them by default.")
    var address: String?

    @OptionGroup var node: NodeOption
    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(.neighbors(node: node.node, address: address), NeighborRow.self) { NeighborText.text($0) }
    }
}

struct ShowBFD: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bfd", abstract: "A line for each BFD session.")

    @OptionGroup var node: NodeOption
    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .bfd(node: node.node),
            BFDRow.self,
            columns: node.column(\.node) + [
                Column("Neighbor", 16) { $0.neighbor },
                Column("State", 10) { $0.state },
                Column("Remote", 10) { $0.remoteState },
                Column("Interval", 10) { Self.milliseconds($0.transmitSeconds) },
                Column("Detection", 10) { $0.detectionSeconds.map(Self.milliseconds) ?? "" },
                Column("Sent", 10) { "\($0.sent)" },
                Column("Received", 10) { "\($0.received)" },
                Column("Diagnostic", 0) { $0.diagnostic },
            ]
        )
    }

    private static func milliseconds(_ seconds: Double) -> String {
        let value = (seconds * 1e6).rounded() / 1000
        return value == value.rounded() ? "\(Int(value))ms" : "\(value)ms"
    }
}
