public import ArgumentParser
import Foundation

/// Runs workloads several times, each run in a process of its own, and prints the median of each figure.
///
/// Other work on the machine makes runs slower and never faster, so the least of each figure is printed beside.
public struct Series: ParsableArguments {
    @Option(help: "Runs of each workload.")
    public var runs = 5

    @Option(help: "A command to run before each run, for measuring something else under the same conditions.")
    public var between: String?

    @Flag(help: "Print every run as a line of JSON instead.")
    public var json = false

    /// Set in the processes that do the work.
    @Flag(help: .hidden)
    public var once = false

    public init() {}

    /// - Parameter arguments: what a process needs to be told besides the workload.
    public func run(_ workloads: [String], arguments: [String]) throws {
        for workload in workloads {
            var samples: [Sample] = []
            for _ in 0..<max(1, runs) {
                if let between { try Self.shell(between) }
                let line = try Self.output(of: [workload, "--once"] + arguments)
                if json { Swift.print(line) }
                samples.append(try JSONDecoder().decode(Sample.self, from: Data(line.utf8)))
            }
            if !json { Self.print(samples, of: workload) }
        }
    }

    private static func print(_ samples: [Sample], of workload: String) {
        Swift.print("\(workload): median of \(samples.count), least, greatest")
        for (place, figure) in (samples.first?.figures ?? []).enumerated() {
            let values = samples.map { $0.figures[place].value }.sorted()
            let numbers = [values[values.count / 2], values[0], values[values.count - 1]].map(text)
            let columns = numbers.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
            Swift.print("  \(figure.name.padding(toLength: 34, withPad: " ", startingAt: 0))\(columns) \(figure.unit)")
        }
    }

    private static func text(_ value: Double) -> String {
        String(format: abs(value) < 100 && value != value.rounded() ? "%.2f" : "%.0f", value)
    }

    /// The last line that this program prints when it is run with other arguments.
    private static func output(of arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            let line = String(decoding: data, as: UTF8.self).split(separator: "\n").last
        else { throw ExitCode(process.terminationStatus) }
        return String(line)
    }

    private static func shell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        try process.run()
        process.waitUntilExit()
    }
}
