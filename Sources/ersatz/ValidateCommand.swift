import ArgumentParser
import Topology

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks topology files and tells every problem at once, with its place and a suggestion.",
        discussion: """
            Problems go to standard error as file:line:column: error: message, with the line and a caret; editors \
            and CI systems understand this form. With --format json they are printed as data instead.

              ersatz validate my.yaml
              ersatz validate Topologies/*.yaml
              ersatz validate --format json my.yaml | jq '.files[].diagnostics[].message'

            Exit status: 0 if all files are right, 2 if one has errors, 3 if there are warnings only.
            """
    )

    @Argument(help: "Topology files; - is standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Option(help: "How to tell: text for people, json for programs.")
    var format = OutputFormat.text

    @Flag(name: .shortAndLong, help: "Print nothing but problems.")
    var quiet = false

    func run() throws {
        let results = files.map(ValidationResult.init)
        switch format {
        case .text: try results.forEach(show)
        case .json: try Console.print(JSON.object([.init("files", .array(results.map(\.json)))]).rendered())
        }
        if results.contains(where: \.hasErrors) { throw ExitStatus.wrongInput.error }
        if results.contains(where: { !$0.diagnostics.isEmpty }) { throw ExitStatus.warningsOnly.error }
    }

    private func show(_ result: ValidationResult) throws {
        if let failure = result.failure { Console.complain(failure) }
        DiagnosticText(result.diagnostics, text: result.text).tell()
        if let topology = result.topology, result.diagnostics.isEmpty, !quiet {
            try Console.print("\(result.file): right; \(topology.contents)\n")
        }
    }
}

/// What there is to say of one file.
private struct ValidationResult {
    let file: String
    var failure: Failure?
    var topology: Topology?
    var diagnostics: [Diagnostic] = []
    var text = ""

    init(_ path: String) {
        file = path
        do throws(Failure) {
            let input = try InputFile(path)
            (topology, diagnostics, text) = Topology.load(bytes: input.bytes, file: input.name)
        } catch {
            failure = error
        }
    }

    var hasErrors: Bool { failure != nil || topology == nil }

    var json: JSON {
        .object([
            JSON.Member("file", .string(file)),
            JSON.Member("valid", .boolean(!hasErrors)),
            JSON.Member("unreadable", failure.map { .string($0.message) } ?? .null),
            JSON.Member("diagnostics", .array(diagnostics.map(\.json))),
        ])
    }
}

extension Diagnostic {
    fileprivate var json: JSON {
        .object([
            JSON.Member("severity", .string(severity.rawValue)),
            JSON.Member("layer", .string("\(layer)")),
            JSON.Member("line", .integer(line)),
            JSON.Member("column", .integer(column)),
            JSON.Member("length", .integer(length)),
            JSON.Member("message", .string(message)),
            JSON.Member("suggestion", suggestion.map { .string($0) } ?? .null),
            JSON.Member("notes", .array(notes.map { .string($0) })),
        ])
    }
}

extension Topology {
    /// What it holds, in a few words.
    fileprivate var contents: String {
        let counts = [
            (regions.count, "region"), (gateways.count, "gateway"), (circuits.count, "circuit"), (sites.count, "site"),
            (routers.count, "router"), (flows.count, "flow"), (scenario.steps.count, "step"),
            (expectations.count, "expectation"),
        ]
        return counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }
}
