import ArgumentParser
import Control
import Convergence
import Foundation

struct DownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Ends a live lab and prints its report.",
        discussion: """
            Every fault made by hand ends with the lab, and so does everything it made in the system. Trace, journal and \
            report get their names.

              ersatz down
              ersatz down --format json > report.json
            """
    )

    @OptionGroup var options: ShowOptions

    @Flag(name: .shortAndLong, help: "Print no report.")
    var quiet = false

    func run() throws {
        let path = try options.socketPath()
        var ended: StatusRow?
        try options.ask(.stop, StatusRow.self) { ended = $0 }
        guard let ended else { throw Failure("the lab gave no answer", status: .lacking) }
        guard Self.waitsForEnd(of: ended.process) else {
            throw Failure("process \(ended.process) at \(path) has not ended within 10 minutes", status: .lacking)
        }
        if !quiet { try Report(try RecordedRun(ended.directory).journal).print(options.format) }
        Console.note("\(ended.topology) is down; its files are in \(ended.directory)/")
    }

    /// A lab that was up for days has a long journal to make a report of.
    private static func waitsForEnd(of process: pid_t) -> Bool {
        for round in 0..<6000 {
            if kill(process, 0) != 0, errno == ESRCH { return true }
            if round == 50 { Console.note("ersatz: the lab writes its report") }
            usleep(100_000)
        }
        return false
    }
}
