import Control
import Convergence
import Foundation
import NetworkTypes
import Replay
import Testing
import Topology

@testable import Lab

/// Whether this process may make networks, and the machine has TAP devices.
private let canMakeNetworks = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0

@Suite("Lab", .enabled(if: canMakeNetworks, "needs root and /dev/net/tun"), .timeLimit(.minutes(15)))
struct LabTests {
    private static let text = """
        name: lab
        regions:
          - name: westeurope
            virtualNetworks:
              - name: hub
                addressSpace: [10.10.0.0/16]
                gatewaySubnet: 10.10.255.0/27
                machines: [{ name: app, address: 10.10.1.4 }]
            gateways: [{ name: ergw, virtualNetwork: hub, sku: ErGw1AZ }]
        peeringLocations: [{ name: amsterdam }]
        circuits:
          - name: er
            peeringLocation: amsterdam
            bandwidth: 1Gbps
            privatePeering: { subnet: 172.16.1.0/29, vlan: 100 }
        connections: [{ circuit: er, gateway: ergw }]
        customerSites:
          - name: hq
            asn: 65010
            prefixes: [10.100.0.0/16]
            hosts: [{ name: db, address: 10.100.1.10 }]
            routers: [{ name: cpe1, links: [er/primary], bfd: true }, { name: cpe2, links: [er/secondary], bfd: true }]
        flows: [{ name: f, from: hq/db, to: hub/app, rate: 50/s, count: 8 }]
        timing: { base: ideal, quietPeriod: 1s }
        scenario: { duration: 10s, steps: [{ at: 1s, fail: circuit/er }] }
        """

    /// Runs a lab for as long as `body` takes, which may wait.
    private func withLab(_ body: @escaping @Sendable (Lab) throws -> Void) async throws -> Report {
        let topology = try #require(Topology.load(text: Self.text, file: "lab.yaml").topology).asLab()
        let directory = try RunDirectory(at: NSTemporaryDirectory() + "ersatz-lab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: directory.path) }
        var options = RunOptions()
        options.isEndless = true
        let replay = try LiveReplay(topology, options: options, directory: directory)
        let lab = Lab(replay, topology, directory: directory.path)
        await replay.start()
        for _ in 0..<600 where await replay.progress.elapsed == nil { try await replay.advance(by: .milliseconds(50)) }
        let work = Outcome()
        Thread.detachNewThread {
            work.run { try body(lab) }
        }
        for _ in 0..<1200 where !work.isOver { try await replay.advance(by: .milliseconds(50)) }
        try await replay.end()
        let report = await replay.report()
        try await replay.finish(report, topologyText: "", isComplete: true)
        try work.check()
        return report
    }

    @Test func `a fault by hand moves flows, is listed, and is undone`() async throws {
        let report = try await withLab { lab in
            let row = try lab.fault("{ at: 0s, cut: link/er/primary }")
            #expect(row.step == 1)
            #expect(lab.faults().map(\.targets) == [["link/er/primary"]])
            usleep(300_000)
            let rows = lab.flows()
            #expect(rows.allSatisfy { $0.via.contains("router/cpe2") && $0.isDelivered })
            let restored = try lab.fault("{ at: 0s, restore: link/er/primary }")
            #expect(restored.step == 2)
            usleep(100_000)
            #expect(lab.faults().isEmpty)
        }
        // What memory gave up, the report has from the file.
        #expect(report.steps.map(\.verb) == ["cut", "cut"])
        #expect(report.steps.map(\.stepPhase.phase) == [.fault, .restore])
        #expect(report.flows.allSatisfy { $0.sent > 0 })
    }

    @Test func `what cannot be done is refused in words, and nothing happens`() async throws {
        _ = try await withLab { lab in
            for (step, words) in [
                ("{ at: 0s, cut: link/ex/primary }", "no circuit called 'ex'"),
                ("{ at: 0s, cut: router/cpe1 }", "cannot be applied"),
                ("{ at: 0s, restore: link/er/primary }", "nothing has happened"),
                ("{ at: 0s, cut: [", "did not find"), ("{ at: 0s, cut: link/er/primary, for: -1s }", ""),
            ] {
                let error = #expect(throws: ControlError.self) { try lab.fault(step) }
                guard case .refused(let reason)? = error else { continue }
                #expect(words.isEmpty || reason.contains(words), "\(reason)")
            }
            #expect(lab.faults().isEmpty)
        }
    }

    @Test func `a hundred cuts and restores leave no descriptor behind`() async throws {
        _ = try await withLab { lab in
            let before = Self.descriptors
            for _ in 0..<100 {
                _ = try lab.fault("{ at: 0s, cut: link/er/primary }")
                usleep(5_000)
                _ = try lab.fault("{ at: 0s, restore: link/er/primary }")
                usleep(5_000)
            }
            // The last connection attempts end, and the session is back.
            for _ in 0..<100 where lab.status().sessionsUp < lab.status().sessions { usleep(100_000) }
            #expect(lab.status().sessionsUp == lab.status().sessions)
            #expect(Self.descriptors <= before + 2)
        }
    }

    private static var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}

/// What became of work on another thread.
private final class Outcome: @unchecked Sendable {
    private let lock = NSLock()
    private var result: Result<Void, any Error>?

    var isOver: Bool { lock.withLock { result != nil } }

    func run(_ body: () throws -> Void) {
        let result = Result { try body() }
        lock.withLock { self.result = result }
    }

    func check() throws { try #require(lock.withLock { result }).get() }
}
