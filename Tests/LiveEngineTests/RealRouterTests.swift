import Capture
import Convergence
import CustomerConfiguration
import Foundation
import Network
import NetworkTypes
import Replay
import Testing
import Topology

@testable import LiveEngine

/// The topologies in `Topologies/real`, up to their second step.
///
/// How long each outage may be is for `make live` to judge, which has the machine for itself.
@Suite("Real routers", .enabled(if: Machine.canMakeNetworks, "needs root and /dev/net/tun"))
struct RealRouterTests {
    @Test(
        .enabled(if: RoutingSoftware.frr.missingExecutable == nil, "frr is not installed"),
        .timeLimit(.minutes(15))
    )
    func `FRR in the place of the routers notices a cut and a silent loss`() async throws {
        try await run("frr", logs: ["zebra.log", "bfdd.log", "bgpd.log"])
    }

    @Test(
        .enabled(if: RoutingSoftware.bird.missingExecutable == nil, "bird2 is not installed"),
        .timeLimit(.minutes(15))
    )
    func `BIRD in the place of the routers notices a cut and a silent loss`() async throws {
        try await run("bird", logs: ["bird.log"])
    }

    private func run(_ name: String, logs: Set<String>) async throws {
        let scratch = try Scratch()
        let topology = try Machine.topology("real/\(name).yaml")
        let directory = try RunDirectory(at: scratch.path)
        let options = RunOptions(until: .seconds(15))
        let replay = try LiveReplay(topology, options: options, directory: directory)
        await replay.start()
        while await !replay.isFinished { try await replay.advance(by: .milliseconds(100)) }
        let report = await replay.report()
        try await replay.finish(report, topologyText: "", isComplete: true)
        #expect(report.missingSessions.isEmpty)
        try check(report)
        #expect(Machine.processes(in: scratch.path).isEmpty)
        for router in ["cpe1", "cpe2"] {
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/routers/\(router)")
            #expect(logs.isSubset(of: left))
            #expect(!left.contains(where: RoutingSoftware.isTransient))
        }
    }

    private func check(_ report: Report) throws {
        for step in [1, 2] {
            let outages = report.flows.flatMap(\.outages).filter { $0.cause == StepPhase(step: step, phase: .fault) }
            #expect(!outages.isEmpty)
            #expect(outages.allSatisfy { !$0.isOpen && $0.duration < .seconds(5) }, "\(outages)")
        }
        for flow in report.flows {
            let detours = flow.paths.filter { $0.via.contains("router/cpe2") || $0.via.contains("router/cpe1") }
            #expect(!detours.isEmpty)
            #expect(flow.received > flow.sent / 2)
        }
    }

    /// BIRD here stands for all: what keeps it is the same for every program.
    @Test(
        .enabled(if: RoutingSoftware.bird.missingExecutable == nil, "bird2 is not installed"),
        .enabled(if: Machine.program != nil, "ersatz is not built beside the tests"),
        .timeLimit(.minutes(15))
    )
    func `a run that is killed leaves no process, and a trace that can be read`() async throws {
        let scratch = try Scratch()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Machine.program))
        process.arguments = [
            "run", "--live", "--quiet", "--output", scratch.path, Machine.file("real/bird.yaml"),
        ]
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let trace = "\(scratch.path)/trace.pcapng.partial"
        try await Machine.wait { Machine.size(of: trace) > 200_000 }
        #expect(Machine.processes(in: scratch.path).count >= 4)
        kill(process.processIdentifier, SIGKILL)
        try await Machine.wait { Machine.processes(in: scratch.path).isEmpty }
        #expect(Machine.processes(in: scratch.path).isEmpty)
        let reader = try PcapReader(path: trace)
        var count = 0
        // The last frame may be cut off, which is the end of what can be read.
        while (try? reader.next()) != nil { count += 1 }
        #expect(count > 1_000)
    }

    /// A namespace that somebody else made, with BIRD in it already, is a router's as well as one of our own.
    @Test(
        .enabled(if: RoutingSoftware.bird.missingExecutable == nil, "bird2 is not installed"),
        .timeLimit(.minutes(15))
    )
    func `an external router lives in the namespace that the file names`() async throws {
        let scratch = try Scratch()
        let namespace = try NetworkNamespace()
        let text = try String(contentsOfFile: Machine.file("real/bird.yaml"), encoding: .utf8)
        let place = "kind: external\n        namespace: /proc/self/fd/\(namespace.descriptor)"
        let changed = text.replacing("kind: bird", with: place, maxReplacements: 1)
        let topology = try #require(Topology.load(text: changed, file: "external.yaml").topology)
        let configuration = CustomerRouter(0, in: Blueprint(topology)).configuration(.bird)[0]
        try configuration.text.write(toFile: "\(scratch.path)/bird.conf", atomically: true, encoding: .utf8)
        try namespace.inside { () throws(SystemError) in try KernelSettings.forRouting(hasIPv6: false).apply() }
        let bird = try Guardian(
            RoutingSoftware.bird.programs(files: ["bird.conf"]),
            in: namespace,
            directory: scratch.path,
            groups: nil
        )
        let replay = try LiveReplay(topology, options: RunOptions(until: .seconds(7)), directory: nil)
        await replay.start()
        while await !replay.isFinished { try await replay.advance(by: .milliseconds(100)) }
        let report = await replay.report()
        try await replay.finish(report, topologyText: "", isComplete: true)
        withExtendedLifetime(bird) {}
        #expect(report.missingSessions.isEmpty)
        let paths = report.flows.flatMap(\.paths).filter { $0.via.contains("router/cpe1") }
        #expect(!paths.isEmpty)
        #expect(report.flows.allSatisfy { $0.received > $0.sent / 2 })
    }

    @Test func `a namespace that is not there, or is none, is an error and no more`() throws {
        let action = "opening /run/netns/no-such-name, which `ip netns add no-such-name` would make"
        #expect(throws: SystemError(action, ENOENT)) { try NetworkNamespace(named: "no-such-name") }
        #expect(throws: SystemError("entering /dev/null", EINVAL)) { try NetworkNamespace(named: "/dev/null") }
    }

    @Test func `a guardian takes everything with it that its programs started`() async throws {
        let scratch = try Scratch()
        let script = "echo started; sleep 600 & setsid sleep 600 & touch ready; sleep 600"
        let program = DeviceConfiguration.Program(
            executable: "/bin/sh",
            arguments: ["-c", script],
            log: "sh.log",
            ready: "ready"
        )
        var guardian: Guardian? = try Guardian(
            [program],
            in: NetworkNamespace(),
            directory: scratch.path,
            groups: nil
        )
        try await Machine.wait { Machine.processes(in: scratch.path).count >= 5 }
        #expect(Machine.processes(in: scratch.path).count == 5)
        #expect(try String(contentsOfFile: "\(scratch.path)/sh.log", encoding: .utf8) == "started\n")
        withExtendedLifetime(guardian) {}
        guardian = nil
        #expect(Machine.processes(in: scratch.path).isEmpty)
    }

    @Test func `how a program ended stands in its log`() async throws {
        let scratch = try Scratch()
        let programs = [("/bin/sh", ["-c", "exit 7"], "a.log"), ("/no/such/program", [], "b.log")].map {
            DeviceConfiguration.Program(executable: $0.0, arguments: $0.1, log: $0.2)
        }
        let guardian = try Guardian(programs, in: NetworkNamespace(), directory: scratch.path, groups: nil)
        try await Machine.wait { Machine.size(of: "\(scratch.path)/a.log") > 0 }
        withExtendedLifetime(guardian) {}
        #expect(try String(contentsOfFile: "\(scratch.path)/a.log", encoding: .utf8).contains("status 7"))
        #expect(try String(contentsOfFile: "\(scratch.path)/b.log", encoding: .utf8).contains("could not be started"))
    }
}
