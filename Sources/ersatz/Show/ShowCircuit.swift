import ArgumentParser
import Control
import Lab

struct ShowARPTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arp-table",
        abstract: "The ARP table of a circuit's connection, as Azure shows it.",
        discussion: "No row for the customer, or an incomplete one, is the customer's fault; no table is Microsoft's."
    )

    @Argument(help: "Such as circuit/er-ams/primary.")
    var circuit: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(
            .operatorView(.arpTable, of: circuit),
            columns: [
                Column("Age", 4) { $0.age.map(String.init) ?? "-" },
                Column("InterfaceProperty", 17) { $0.interfaceProperty },
                Column("IpAddress", 15) { $0.ipAddress },
                Column("MacAddress", 0) { $0.macAddress },
            ]
        ) { network, _ in try OperatorView.arpTable(network, circuit) }
    }
}

struct ShowRouteTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route-table",
        abstract: "The routes of a circuit's connection at its MSEE, as Azure shows them."
    )

    @Argument(help: "Such as circuit/er-ams/primary.")
    var circuit: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(
            .operatorView(.routeTable, of: circuit),
            columns: [
                Column("", 1) { $0.isBest ? ">" : $0.isUsed ? "=" : $0.isValid ? " " : "x" },
                Column("Network", 20) { $0.network },
                Column("NextHop", 16) { $0.nextHop },
                Column("LocPrf", 7) { $0.locPrf.map(String.init) ?? "" },
                Column("Weight", 7) { "\($0.weight)" },
                Column("Path", 0) { $0.path },
            ]
        ) { network, _ in try OperatorView.routeTable(network, circuit) }
    }
}

struct ShowRouteTableSummary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route-table-summary",
        abstract: "The neighbours of a circuit's connection at its MSEE, as Azure shows them."
    )

    @Argument(help: "Such as circuit/er-ams/primary.")
    var circuit: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(
            .operatorView(.routeTableSummary, of: circuit),
            columns: [
                Column("Neighbor", 16) { $0.neighbor },
                Column("V", 2) { "\($0.v)" },
                Column("AS", 11) { "\($0.as)" },
                Column("UpDown", 12) { $0.upDown },
                Column("StatePfxRcd", 0) { $0.statePfxRcd },
            ]
        ) { network, now in try OperatorView.routeTableSummary(network, circuit, at: now) }
    }
}

struct ShowStats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Octets over both connections of a circuit, as Azure shows them."
    )

    @Argument(help: "Such as circuit/er-ams.")
    var circuit: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(
            .operatorView(.stats, of: circuit),
            columns: [
                Column("PrimaryBytesIn", 16) { "\($0.primaryBytesIn)" },
                Column("PrimaryBytesOut", 16) { "\($0.primaryBytesOut)" },
                Column("SecondaryBytesIn", 17) { "\($0.secondaryBytesIn)" },
                Column("SecondaryBytesOut", 0) { "\($0.secondaryBytesOut)" },
            ]
        ) { network, _ in try OperatorView.stats(network, circuit) }
    }
}
