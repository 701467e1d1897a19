import Foundation
import Testing

/// The built program, as a shell would run it.
struct Program {
    /// What is left of a process.
    struct Outcome {
        var status: Int32
        /// Ended by a signal that it did not handle, whose number is the status.
        var wasKilled: Bool
        var output: String
        var errors: String

        /// The lines on standard error.
        var complaints: [Substring] { errors.split(separator: "\n") }
    }

    /// Beside the test bundle, where the package manager puts what it builds.
    static let path: String? = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return [bundle.deletingLastPathComponent(), package.appendingPathComponent(".build/debug")]
            .map { $0.appendingPathComponent("ersatz").path }
            .first(where: FileManager.default.isExecutableFile)
    }()

    /// How long a process may take before it is killed, in seconds.
    private static let patience = 30.0

    private let process = Process()
    private let place: Scratch

    /// Starts the program, or another one that is named.
    ///
    /// - Parameters:
    ///   - output: where standard output goes, if not to ``Outcome/output``.
    init(
        _ arguments: [String],
        in place: Scratch,
        by executable: String? = path,
        input: String? = nil,
        output: FileHandle? = nil
    ) throws {
        self.place = place
        process.executableURL = URL(fileURLWithPath: try #require(executable))
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: place.path)
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "NO_COLOR": "1", "COLUMNS": "200"]
        // Files, not pipes: nobody has to read them for the process to go on.
        process.standardOutput = try output ?? place.handle(named: "stdout")
        process.standardError = try place.handle(named: "stderr")
        process.standardInput =
            try input.map { try FileHandle(forReadingAtPath: place.file("stdin", $0)) } ?? FileHandle.nullDevice
        try process.run()
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    func outcome() throws -> Outcome {
        let process = self.process
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        while process.isRunning, Date() < deadline { usleep(5_000) }
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            Issue.record("\(process.arguments ?? []) took too long")
        }
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal,
            output: (try? place.text(of: ".stdout")) ?? "",
            errors: try place.text(of: ".stderr")
        )
    }

    /// Runs the program to its end.
    static func run(_ arguments: String..., in place: Scratch, input: String? = nil) throws -> Outcome {
        try Program(arguments, in: place, input: input).outcome()
    }
}

/// A directory that is gone when the test is over.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        let place = "\(path)/\(name)"
        try text.write(toFile: place, atomically: false, encoding: .utf8)
        return place
    }

    fileprivate func handle(named name: String) throws -> FileHandle {
        let place = try file(".\(name)", "")
        return try #require(FileHandle(forWritingAtPath: place))
    }

    func text(of name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    /// Names in a directory below, sorted; none if it isn't there.
    func names(in directory: String = ".") -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(directory)")) ?? []
        return all.filter { !$0.hasPrefix(".") }.sorted()
    }
}
