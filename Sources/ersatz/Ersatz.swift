import ArgumentParser

@main
struct Ersatz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ersatz",
        abstract: "Emulates the Microsoft side of an ExpressRoute connection, and what surrounds it.",
        subcommands: [RunCommand.self]
    )
}
