import ArgumentParser
import Control

struct ShowStatus: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "How a lab is.")

    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(.status, StatusRow.self) { row in
            let time = row.elapsedSeconds.map { "up for \(FaultCommand.seconds($0))" } ?? "settling"
            return """
                \(row.topology): \(time), \(row.sessionsUp) of \(row.sessions) sessions up, \(row.faults) faults
                process \(row.process), files in \(row.directory)/
                """
        }
    }
}

struct ShowNodes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "A line for each device of a lab."
    )

    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .nodes,
            NodeRow.self,
            columns: [
                Column("Node", 36) { $0.node },
                Column("State", 6) { $0.isUp ? "up" : "down" },
                Column("Sessions", 0) { $0.sessions == 0 ? "" : "\($0.sessionsUp)/\($0.sessions)" },
            ]
        )
    }
}

struct ShowForwarding: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fib",
        abstract: "What packets are forwarded by, or the most specific route around a prefix or address."
    )

    @Argument(help: "A prefix or an address.")
    var prefix: String?

    @OptionGroup var node: NodeOption
    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .forwarding(node: node.node, prefix: prefix),
            ForwardingRow.self,
            columns: node.column(\.node) + [
                Column("Domain", 12) { $0.domain },
                Column("Network", 20) { $0.network },
                Column("NextHops", 0) { row in
                    row.nextHops.map { row.dead.contains($0) ? "\($0) (dead)" : $0 }.joined(separator: ", ")
                },
            ]
        )
    }
}

struct ShowFlows: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "Which way the packets of each flow go, and how many arrived."
    )

    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .flows,
            FlowRow.self,
            columns: [
                Column("Flow", 16) { $0.flow },
                Column("Direction", 9) { $0.direction },
                Column("Tuples", 6) { "\($0.tuples)" },
                Column("Arrived", 16) { "\($0.received)/\($0.sent)" },
                Column("Path", 0) { row in
                    row.via.joined(separator: " > ")
                        + (row.isDelivered ? "" : ", lost at \(row.place ?? "?") (\(row.reason ?? "?"))")
                },
            ]
        )
    }
}

struct ShowFaults: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "What is broken by hand at present."
    )

    @OptionGroup var options: ShowOptions

    func run() throws {
        try options.show(
            .faults,
            FaultRow.self,
            columns: [
                Column("Step", 5) { "\($0.step)" },
                Column("Since", 12) { FaultCommand.seconds($0.atSeconds) },
                Column("Until", 12) { $0.untilSeconds.map(FaultCommand.seconds) ?? "restored" },
                Column("Verb", 10) { $0.verb },
                Column("Targets", 0) { $0.targets.joined(separator: ", ") },
            ]
        )
    }
}
