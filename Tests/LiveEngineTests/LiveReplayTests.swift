import BGPSpeaker
import Convergence
import Foundation
import NetworkTypes
import Replay
import Testing
import Topology

@testable import LiveEngine

@Suite("Live replay", .enabled(if: Machine.canMakeNetworks, "needs root and /dev/net/tun"))
struct LiveReplayTests {
    private static let text = """
        name: live
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
            bfd: { interval: 100ms, multiplier: 3 }
        connections: [{ circuit: er, gateway: ergw }]
        customerSites:
          - name: hq
            asn: 65010
            prefixes: [10.100.0.0/16]
            hosts: [{ name: db, address: 10.100.1.10 }]
            routers:
              - { name: cpe1, links: [{ link: er/primary, sharedKey: secret }], bfd: { interval: 100ms, multiplier: 3 } }
              - { name: cpe2, links: [er/secondary], bfd: { interval: 100ms, multiplier: 3 } }
        flows: [{ name: f, from: hq/db, to: hub/app, rate: 400/s, count: 8, bidirectional: true }]
        timing: ideal
        scenario: { duration: 4s, steps: [{ at: 1s, cut: link/er/primary/customer, for: 2s }] }
        expect: [{ flow: f, step: 1, outage: <= 100ms }]
        """

    @Test(.timeLimit(.minutes(15)))
    func `sessions over the kernel's TCP fail over as in virtual time`() async throws {
        let topology = try #require(Topology.load(text: Self.text, file: "live.yaml").topology)
        let replay = try LiveReplay(topology, options: RunOptions(), directory: nil)
        await replay.start()
        while await !replay.isFinished { try await replay.advance(by: .milliseconds(50)) }
        let live = await replay.report()
        try await replay.finish(live, topologyText: "", isComplete: true)
        #expect(live.missingSessions.isEmpty)
        for result in live.expectations { #expect(result.passed, "\(result)") }

        var other = try VirtualReplay(topology, options: RunOptions(), directory: nil)
        while !other.isFinished { try other.advance(by: .seconds(1)) }
        let virtual = other.report()
        for (mine, theirs) in zip(live.flows, virtual.flows) {
            #expect(mine.paths.last?.via == theirs.paths.last?.via)
            #expect(mine.moved == theirs.moved)
        }
        let outages = live.flows.flatMap(\.outages).filter { $0.cause?.phase == .fault }
        let reverse = try #require(outages.max { $0.duration < $1.duration })
        // Two to three intervals of silence until the MSEE gives the router up.
        #expect(reverse.duration > .milliseconds(190))
        // Other tests use the processors meanwhile; without BFD it would be the hold time, 180 s.
        #expect(reverse.duration < .seconds(1))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a wrong key is suspected by what the kernel counts`() async throws {
        let text = Self.text.replacing("{ name: cpe1,", with: "{ name: cpe1, holdTime: 9s,")
            .replacing(
                "duration: 4s, steps: [{ at: 1s, cut: link/er/primary/customer, for: 2s }]",
                with: "duration: 9s, steps: [{ at: 1s, misconfigure: session/cpe1/er/primary, sharedKey: other }]"
            )
        let topology = try #require(Topology.load(text: text, file: "live.yaml").topology)
        let replay = try LiveReplay(topology, options: RunOptions(), directory: nil)
        await replay.start()
        while await !replay.isFinished { try await replay.advance(by: .milliseconds(50)) }
        let report = await replay.report()
        try await replay.finish(report, topologyText: "", isComplete: true)
        let refusals = report.findings.filter { $0.kind == .refusal }
        #expect(Set(refusals.map(\.subject)) == ["session/cpe1/er/primary"])
        #expect(refusals.contains { $0.text.contains(SilentDrop.signatureMismatch.counter) })
    }

    @Test(.timeLimit(.minutes(15)))
    func `an end between two looks is told once it is written down`() async throws {
        let text = Self.text.replacing(
            "duration: 4s, steps: [{ at: 1s, cut: link/er/primary/customer, for: 2s }]",
            with: "duration: 200ms, steps: []"
        )
        .replacing("expect: [{ flow: f, step: 1, outage: <= 100ms }]", with: "")
        let topology = try #require(Topology.load(text: text, file: "live.yaml").topology)
        let replay = try LiveReplay(topology, options: RunOptions(), directory: nil)
        await replay.start()
        for _ in 0..<6000 where await replay.progress.elapsed.map({ $0 < .milliseconds(300) }) ?? true {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(await !replay.isFinished)
        try await replay.advance(by: .zero)
        #expect(await replay.isFinished)
        #expect(await replay.report().endReason == "finished")
        try await replay.finish(replay.report(), topologyText: "", isComplete: true)
    }

    @Test func `a namespace is empty, and sockets made inside stay there`() throws {
        let namespace = try NetworkNamespace()
        let interfaces = namespace.inside {
            (try? String(contentsOfFile: "/proc/thread-self/net/dev", encoding: .utf8)) ?? ""
        }
        let names = interfaces.split(separator: "\n").dropFirst(2).compactMap { $0.split(separator: ":").first }
        #expect(names.map { $0.trimmingPrefix(" ").trimmingCharacters(in: .whitespaces) } == ["lo"])
    }
}
