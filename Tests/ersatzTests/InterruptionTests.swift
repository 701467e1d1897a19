import Foundation
import TestLab
import Testing

/// Runs that are asked to stop, and readers that go away.
@Suite("Interruption", .timeLimit(.minutes(15))) struct InterruptionTests {
    private static let complete = [
        "journal.jsonl", "metrics.jsonl", "report.json", "topology.yaml", "trace.pcapng",
    ]

    /// A run that takes much longer than anyone waits for.
    private static let endless: String = {
        var edge = Edge.standard(duration: "10000s")
        edge["flows", 0]["rate"] = "400/s"
        return edge.file
    }()

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a run that is stopped says so, and leaves what it had under names that say so too`(signal: Int32) throws {
        let place = try Scratch()
        let file = try place.file("a.yaml", Self.endless)
        let program = try Program(["run", "--output", "out", file], in: place)
        try wait { place.names(in: "out").contains("journal.jsonl.partial") }
        program.send(signal)
        let outcome = try program.outcome()
        #expect(outcome.status == 130 && !outcome.wasKilled)
        #expect(outcome.output.isEmpty)
        #expect(outcome.complaints.count == 1)
        #expect(outcome.errors.hasPrefix("ersatz: interrupted "), "\(outcome.errors)")
        let names = place.names(in: "out")
        #expect(names.contains("journal.jsonl.partial") && names.allSatisfy { $0.hasSuffix(".partial") }, "\(names)")
        let journal = try place.text(of: "out/journal.jsonl.partial")
        #expect(journal.hasSuffix("}\n"))
        let last = try #require(journal.split(separator: "\n").last)
        let event = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
        #expect(event?["kind"] as? String == "end" && event?["reason"] as? String == "interrupted")
    }

    @Test func `a run that is killed leaves a journal that can be read up to its last line`() throws {
        let place = try Scratch()
        let file = try place.file("a.yaml", Self.endless)
        let program = try Program(["run", "--output", "out", file], in: place)
        try wait { (try? place.text(of: "out/journal.jsonl.partial"))?.contains("time.zero") ?? false }
        program.send(SIGKILL)
        #expect(try program.outcome().wasKilled)
        #expect(place.names(in: "out").allSatisfy { $0.hasSuffix(".partial") })
        for line in try place.text(of: "out/journal.jsonl.partial").split(separator: "\n").dropLast() {
            _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
        }
        // Another run may take the place.
        let short = try place.file("b.yaml", Edge.standard(duration: "1s").file)
        #expect(try Program.run("run", "--output", "out", short, in: place).status == 0)
        #expect(place.names(in: "out") == Self.complete)
    }

    @Test func `a reader that goes away costs neither the files nor the status`() throws {
        let place = try Scratch()
        let file = try place.file("a.yaml", Edge.standard(duration: "1s").file)
        let pipe = Pipe()
        let program = try Program(
            ["run", "--output", "out", "--format", "json", file],
            in: place,
            output: pipe.fileHandleForWriting
        )
        try pipe.fileHandleForWriting.close()
        try pipe.fileHandleForReading.close()
        let outcome = try program.outcome()
        #expect(outcome.status == 0 && !outcome.wasKilled)
        #expect(!outcome.errors.contains("pipe"))
        #expect(place.names(in: "out") == Self.complete)
    }

    @Test(arguments: ["schema", "inspect --routes a.yaml", "run --output out a.yaml"])
    func `head -1 gets its line and nobody complains`(command: String) throws {
        let place = try Scratch()
        _ = try place.file("a.yaml", Edge.standard(duration: "1s").file)
        let pipeline = #"{ "$0" \#(command); echo "status $?" >&2; } | head -n 1"#
        let outcome = try Program(["-c", pipeline, try #require(Program.path)], in: place, by: "/bin/sh").outcome()
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.complaints.last == "status 0", "\(outcome.errors)")
        #expect(outcome.complaints.allSatisfy { !$0.contains("rror") }, "\(outcome.errors)")
    }

    /// Waits for a moment in another process.
    private func wait(until isThere: () -> Bool) throws {
        for _ in 0..<3_000 where !isThere() { usleep(10_000) }
        try #require(isThere())
    }
}
