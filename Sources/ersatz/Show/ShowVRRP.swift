import ArgumentParser
import Control

struct ShowVRRP: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vrrp",
        abstract: "A line for each router's part in a virtual router."
    )

    @OptionGroup var node: NodeOption
    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .virtualRouters(node: node.node),
            VirtualRouterRow.self,
            columns: node.column(\.node) + [
                Column("Group", 24) { $0.group },
                Column("State", 10) { $0.state },
                Column("Priority", 8) { row in
                    row.priority == row.configuredPriority
                        ? "\(row.priority)" : "\(row.priority)/\(row.configuredPriority)"
                },
                Column("Interval", 8) { "\($0.intervalSeconds)s" },
                Column("MAC", 17) { $0.mac },
                Column("Addresses", 0) { $0.addresses.joined(separator: ", ") },
            ]
        )
    }
}
