import Foundation
import TestLab
import Testing

/// What cannot be done is told in a clear message, ends with status 2 and leaves nothing behind.
@Suite("Wrong input", .timeLimit(.minutes(15))) struct WrongInputTests {
    /// An input and what has to be said about it.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var arguments: [String]
        var message: String
        var files: [(name: String, text: String)] = []
    }

    private static let good = Edge.standard(duration: "2s").file

    /// A topology file that differs from a good one in one place, and what stands below its problem.
    private static func topology(_ name: String, _ text: String, says message: String) -> Case {
        Case(
            testDescription: name,
            arguments: ["run", "--output", "out", "a.yaml"],
            message: message,
            files: [("a.yaml", text)]
        )
    }

    static let topologies = [
        topology("broken YAML", "name: [unclosed\nregions: {", says: "a.yaml:"),
        topology("unknown key", good + "circuitz: []\n", says: "did you mean 'circuits'?"),
        topology(
            "an address that isn't one",
            good.replacingOccurrences(of: "10.10.1.4", with: "10.10.1.400"),
            says: "'10.10.1.400'"
        ),
        topology("nothing in it", "---\n", says: "expected the topology, found nothing"),
        topology("no mapping", "- 1\n- 2\n", says: "a.yaml:1:1: error:"),
        topology("no text", "\u{0}\u{1}\u{2}", says: "a.yaml:"),
    ]

    @Test(arguments: topologies)
    func `problems of a file are told with file, line and column`(wrong: Case) throws {
        let outcome = try run(wrong)
        #expect(outcome.errors.contains(wrong.message), "\(outcome.errors)")
        let first = try #require(outcome.complaints.first)
        let head = first.split(separator: ":", maxSplits: 3)
        #expect(head.count == 4 && head[0].hasSuffix("a.yaml") && Int(head[1]) != nil && Int(head[2]) != nil)
        #expect(outcome.complaints.filter { $0.contains(": error: ") }.count == 1, "\(outcome.errors)")
    }

    static let places = [
        Case(testDescription: "missing file", arguments: ["run", "b.yaml"], message: "there is no file 'b.yaml'"),
        Case(testDescription: "directory", arguments: ["run", "."], message: "'.' is a directory"),
        Case(
            testDescription: "file as a directory",
            arguments: ["run", "a.yaml/b.yaml"],
            message: "there is no file",
            files: [("a.yaml", good)]
        ),
        Case(
            testDescription: "output below a file",
            arguments: ["run", "--output", "a.yaml/out", "a.yaml"],
            message: "a.yaml is not a directory",
            files: [("a.yaml", good)]
        ),
        Case(
            testDescription: "output is a file",
            arguments: ["run", "--output", "a.yaml", "a.yaml"],
            message: "a.yaml is not a directory",
            files: [("a.yaml", good)]
        ),
        Case(
            testDescription: "until before zero",
            arguments: ["run", "--output", "out", "--until", "-1s", "a.yaml"],
            message: "a run cannot end before time zero",
            files: [("a.yaml", good)]
        ),
        Case(
            testDescription: "until after the end",
            arguments: ["run", "--output", "out", "--until", "3s", "a.yaml"],
            message: "--until 3s lies beyond the end of the scenario at 2s",
            files: [("a.yaml", good)]
        ),
        Case(
            testDescription: "until is no time",
            arguments: ["run", "--output", "out", "--until", "soon", "a.yaml"],
            message: "soon",
            files: [("a.yaml", good)]
        ),
        Case(
            testDescription: "filter is no expression",
            arguments: ["run", "--output", "out", "--filter", "tcp prot 179", "a.yaml"],
            message: "--filter is no expression that libpcap understands",
            files: [("a.yaml", good)]
        ),
    ]

    @Test(arguments: places) func `anything else takes one line`(wrong: Case) throws {
        let outcome = try run(wrong)
        #expect(outcome.complaints.first?.hasPrefix("ersatz: ") == true, "\(outcome.errors)")
        #expect(outcome.complaints.first?.contains(wrong.message) == true, "\(outcome.errors)")
        #expect(outcome.complaints.filter { $0.hasPrefix("ersatz: ") }.count == 1, "\(outcome.errors)")
    }

    /// What is the same for all of them.
    private func run(_ wrong: Case) throws -> Program.Outcome {
        let place = try Scratch()
        for file in wrong.files { _ = try place.file(file.name, file.text) }
        let outcome = try Program(wrong.arguments, in: place).outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled)
        #expect(outcome.output.isEmpty)
        #expect(place.names() == wrong.files.map(\.name))
        #expect(!outcome.errors.contains("Fatal error") && !outcome.errors.contains(".swift"))
        return outcome
    }

    @Test(arguments: [
        ("", "the file is empty"), ("\n", "the file has nothing in it but comments and blank lines"),
        ("# nothing but a comment\n", "the file has nothing in it but comments and blank lines"),
    ])
    func `a file without a topology says so`(text: String, words: String) throws {
        let wrong = Self.topology("empty", text, says: "a.yaml:1:1: error: \(words)")
        let outcome = try run(wrong)
        #expect(outcome.complaints.first.map(String.init) == wrong.message, "\(outcome.errors)")
    }

    @Test func `a topology may come from standard input, and is then told as such`() throws {
        let place = try Scratch()
        let outcome = try Program(["validate", "-"], in: place, input: "nmae: x\n").outcome()
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("<standard input>:1:1: error:"))
        #expect(try Program(["validate", "-"], in: place, input: Self.good).outcome().status == 0)
    }
}
