import ArgumentParser
import Replay

@main
struct Ersatz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ersatz",
        abstract: "Emulates the Microsoft side of an ExpressRoute connection, and what surrounds it.",
        discussion: """
            A topology file describes Azure regions, circuits and customer sites, and what shall break when. Ersatz \
            replays it in virtual time and leaves a packet trace, a journal and a report of what each failure cost, \
            and why.

              ersatz run Topologies/maximum-resiliency.yaml      replay a scenario
              ersatz validate my.yaml                            check a file, all problems at once
              ersatz inspect my.yaml --routes                    addresses, sessions, routing tables
              ersatz graph my.yaml | dot -Tsvg > my.svg          draw it

            Exit status: 0 fine, 1 an expectation failed, 2 the input is wrong, 3 there were warnings only, \
            4 the environment lacks something, 130 interrupted.
            """,
        version: "ersatz \(Version.text)",
        subcommands: [
            RunCommand.self, ValidateCommand.self, SchemaCommand.self, InspectCommand.self, GraphCommand.self,
            DiffCommand.self, UpCommand.self, FaultCommand.self, ShowCommand.self, DownCommand.self, CPECommand.self,
            SpeakerCommand.self, ScoreCommand.self, FailoverTestCommand.self,
        ]
    )

    /// Runs the command that the arguments name, and ends the process with the status that fits.
    static func main() {
        Interruption.ignoreClosedPipes()
        Interruption.unblock()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            end(after: error)
        }
    }

    private static func end(after error: any Error) -> Never {
        if let failure = error as? Failure {
            Console.complain(failure)
            exit(withCode: failure.status)
        }
        let code = exitCode(for: error)
        // What ArgumentParser has to say about arguments it exits with 64 for; to us they are input like any other.
        guard code == .validationFailure else { exit(withError: error) }
        Console.complain(Failure(message(for: error)))
        // It ends with the command whose help to read.
        if let hint = fullMessage(for: error).split(separator: "\n").last?.trimmingPrefix(" "), hint.hasPrefix("See ") {
            Console.note(String(hint))
        }
        exit(withCode: .wrongInput)
    }

    private static func exit(withCode status: ExitStatus) -> Never { exit(withError: ExitCode(status.rawValue)) }
}
