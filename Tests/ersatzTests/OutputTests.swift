import Foundation
import TestLab
import Testing

/// Where a run leaves its files, and what it does when it cannot.
@Suite("Output", .timeLimit(.minutes(15))) struct OutputTests {
    private static let complete = ["journal.jsonl", "metrics.jsonl", "report.json", "topology.yaml", "trace.pcapng"]
    private static let topology = Edge.standard(duration: "2s").file

    /// Whether this machine lets a process mount file systems of its own.
    private static let mounts: Bool = {
        guard let place = try? Scratch() else { return false }
        let script = "mount -t tmpfs none /mnt"
        return (try? mounted(script, in: place).status) == 0
    }()

    /// Runs a shell script as root of a namespace of its own, with the program as `$0`.
    private static func mounted(_ script: String, in place: Scratch) throws -> Program.Outcome {
        let arguments = ["--map-root-user", "--mount", "/bin/sh", "-c", script, Program.path ?? ""]
        return try Program(arguments, in: place, by: "/usr/bin/unshare").outcome()
    }

    @Test(.enabled(if: mounts, "no file system can be mounted here"), arguments: ["16k", "48k", "200k"])
    func `a full disk takes one line, and leaves no report`(size: String) throws {
        let place = try Scratch()
        _ = try place.file("a.yaml", Self.topology)
        let script = """
            mkdir disk && mount -t tmpfs -o size=\(size) none disk || exit 99
            "$0" run --quiet --output disk/out a.yaml; status=$?
            find disk -mindepth 1
            exit $status
            """
        let outcome = try Self.mounted(script, in: place)
        #expect(outcome.status == 2)
        #expect(outcome.complaints.count == 1)
        #expect(
            outcome.errors.hasPrefix("ersatz: ") && outcome.errors.contains("the disk is full"),
            "\(outcome.errors)"
        )
        #expect(outcome.output.isEmpty, "left: \(outcome.output)")
    }

    @Test(.enabled(if: mounts, "no file system can be mounted here"))
    func `a place that cannot be written to takes one line, before anything is run`() throws {
        let place = try Scratch()
        _ = try place.file("a.yaml", Self.topology)
        let script = """
            mkdir disk && mount -t tmpfs -o ro none disk || exit 99
            "$0" run --output disk/out a.yaml; echo "status $?" >&2
            "$0" run --output disk a.yaml
            """
        let outcome = try Self.mounted(script, in: place)
        #expect(outcome.status == 2)
        #expect(outcome.complaints.count == 3)
        #expect(
            outcome.complaints[0].hasPrefix("ersatz: error: no permission to write to disk/out"),
            "\(outcome.errors)"
        )
        #expect(outcome.complaints[1] == "status 2")
        #expect(outcome.complaints[2].hasPrefix("ersatz: error: no permission to write to disk"), "\(outcome.errors)")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func `standard output that takes nothing is told, and the files are there`() throws {
        let place = try Scratch()
        let file = try place.file("a.yaml", Self.topology)
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let outcome = try Program(["run", "--output", "out", file], in: place, output: full).outcome()
        #expect(outcome.status == 2)
        #expect(
            outcome.complaints.filter { $0.hasPrefix("ersatz: error: standard output could not be written") }.count == 1
        )
        #expect(place.names(in: "out") == Self.complete)
    }

    @Test func `two runs at once into different directories leave the same octets`() throws {
        let (first, second) = (try Scratch(), try Scratch())
        let runs = try [first, second].map { place in
            try Program(["run", "--output", "out", place.file("a.yaml", Self.topology)], in: place)
        }
        for run in runs { #expect(try run.outcome().status == 0) }
        for place in [first, second] { #expect(place.names(in: "out") == Self.complete) }
        for name in Self.complete {
            let octets = [first, second].map { FileManager.default.contents(atPath: "\($0.path)/out/\(name)") }
            #expect(octets[0] != nil && octets[0] == octets[1], "\(name) differs")
        }
    }

    @Test func `two runs at once without --output get two directories`() throws {
        let (first, second) = (try Scratch(), try Scratch())
        let file = try first.file("a.yaml", Self.topology)
        // The second one writes its own standard output elsewhere, and its run beside the first one's.
        let run = try Program(["run", file], in: first)
        let other = try Program(
            ["-c", #"cd "$1" && exec "$0" run a.yaml"#, try #require(Program.path), first.path],
            in: second,
            by: "/bin/sh"
        )
        #expect(try run.outcome().status == 0)
        #expect(try other.outcome().status == 0)
        #expect(first.names(in: "runs") == ["standard-1", "standard-1-2"])
        for name in first.names(in: "runs") { #expect(first.names(in: "runs/\(name)") == Self.complete) }
    }

    @Test func `a directory that another run is writing to is refused`() throws {
        let (place, elsewhere) = (try Scratch(), try Scratch())
        let long = try place.file("long.yaml", Edge.standard(duration: "10000s").file)
        let run = try Program(["run", "--output", "out", long], in: place)
        for _ in 0..<3_000 where place.names(in: "out").isEmpty { usleep(10_000) }
        let short = try elsewhere.file("a.yaml", Self.topology)
        let refused = try Program(["run", "--output", "\(place.path)/out", short], in: elsewhere).outcome()
        #expect(refused.status == 2)
        #expect(refused.complaints.count == 1 && refused.errors.contains("another run is writing to"))
        run.send(SIGTERM)
        #expect(try run.outcome().status == 130)
    }

    @Test func `an expectation that fails is status 1, and a warning status 3`() throws {
        let place = try Scratch()
        var edge = Edge.standard(duration: "2s")
        edge.step("1s", "cut", "link/er/primary/customer")
        edge["expect"] = [["flow": "f", "step": 1, "outage": "> 1s"]]
        let failing = try place.file("failing.yaml", edge.file)
        #expect(try Program.run("run", "--output", "one", failing, in: place).status == 1)
        #expect(place.names(in: "one") == Self.complete)
        var silent = Edge.standard(duration: "1s")
        silent["customerSites", 0]["routers", 0]["bfd"] = nil
        let warning = try place.file("warning.yaml", silent.file)
        #expect(try Program.run("run", "--output", "two", warning, in: place).status == 3)
        #expect(place.names(in: "two") == Self.complete)
    }
}
