import Convergence
import Foundation
import Network
import NetworkTypes
import Replay
import Testing
import Topology

@testable import LiveEngine

/// What of a real router can fail by itself, and comes back.
@Suite("Faults of real routers", .enabled(if: Machine.canMakeNetworks, "needs root and /dev/net/tun"))
struct RealRouterFaultTests {
    @Test(
        .enabled(if: RoutingSoftware.frr.missingExecutable == nil, "frr is not installed"),
        .timeLimit(.minutes(15))
    )
    func `FRR's bgpd is killed and comes back, and the kernel forwards meanwhile`() async throws {
        try await crash("frr", log: "bgpd.log", start: "bgpd 8")
    }

    @Test(
        .enabled(if: RoutingSoftware.bird.missingExecutable == nil, "bird2 is not installed"),
        .timeLimit(.minutes(15))
    )
    func `BIRD is killed and comes back, and the kernel forwards meanwhile`() async throws {
        try await crash("bird", log: "bird.log", start: "Started")
    }

    /// The first step of the topology with graceful restart, until the router is back.
    private func crash(_ name: String, log: String, start: String) async throws {
        let scratch = try Scratch()
        let topology = try Machine.topology("real/\(name)-graceful-restart.yaml")
        let options = RunOptions(until: .seconds(12))
        let replay = try LiveReplay(topology, options: options, directory: try RunDirectory(at: scratch.path))
        await replay.start()
        while await !replay.isFinished { try await replay.advance(by: .milliseconds(100)) }
        let report = await replay.report()
        try await replay.finish(report, topologyText: "", isComplete: true)
        #expect(report.missingSessions.isEmpty)
        let detections = report.steps.filter { $0.stepPhase.phase == .fault }.flatMap(\.detections)
        #expect(detections.contains { $0.by == .transport })
        // What is killed by order is no failure to tell of.
        let text = try String(contentsOfFile: "\(scratch.path)/routers/cpe1/\(log)", encoding: .utf8)
        #expect(!text.contains("ersatz:"))
        #expect(text.components(separatedBy: start).count == 3)
        for flow in report.flows {
            #expect(flow.paths.contains { $0.via.contains("router/cpe1") })
            #expect(Double(flow.received) > 0.9 * Double(flow.sent))
        }
    }

    @Test func `a guardian kills, starts and pauses programs when it is told to`() async throws {
        let scratch = try Scratch()
        func program(_ name: String, _ start: DeviceConfiguration.Start) -> DeviceConfiguration.Program {
            DeviceConfiguration.Program(
                executable: "/bin/sh",
                arguments: ["-c", "echo \(name); while sleep 0.05; do echo >> beats; done"],
                log: "\(name).log",
                part: .bgp,
                start: start
            )
        }
        let programs = [program("first", .booting), program("again", .recovering)]
        let guardian = try Guardian(programs, in: NetworkNamespace(), directory: scratch.path, groups: nil)
        let beats = "\(scratch.path)/beats"
        func isBeating() async throws -> Bool {
            let before = Machine.size(of: beats)
            try await Task.sleep(for: .seconds(1))
            return Machine.size(of: beats) > before
        }
        try await Machine.wait { Machine.size(of: beats) > 0 }
        #expect(Machine.size(of: "\(scratch.path)/again.log") == 0)

        guardian.setPaused(true)
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await !isBeating())
        guardian.setPaused(false)
        #expect(try await isBeating())

        guardian.kill(.bfd)
        #expect(try await isBeating())
        guardian.kill(.bgp)
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await !isBeating())

        guardian.recover(.bgp)
        try await Machine.wait { Machine.size(of: "\(scratch.path)/again.log") > 0 }
        #expect(try await isBeating())
        #expect(try String(contentsOfFile: "\(scratch.path)/first.log", encoding: .utf8) == "first\n")
        #expect(try String(contentsOfFile: "\(scratch.path)/again.log", encoding: .utf8) == "again\n")
        withExtendedLifetime(guardian) {}
    }
}
