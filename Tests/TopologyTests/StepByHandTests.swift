import NetworkTypes
import Testing

@testable import Topology

@Suite("Steps by hand") struct StepByHandTests {
    private func topology() throws -> Topology {
        let text = """
            name: t
            peeringLocations: [{ name: ams }]
            regions:
              - name: west
                virtualNetworks: [{ name: hub, addressSpace: [10.10.0.0/16], gatewaySubnet: 10.10.255.0/27 }]
                gateways: [{ name: gw, virtualNetwork: hub, sku: ErGw1AZ }]
            circuits: [{ name: er, peeringLocation: ams, bandwidth: 1Gbps, privatePeering: { subnet: 172.16.1.0/29, vlan: 100, peerASN: 65010 } }]
            connections: [{ circuit: er, gateway: gw }]
            customerSites: [{ name: hq, asn: 65010, prefixes: [10.100.0.0/16], routers: [{ name: cpe, links: [er/primary, er/secondary], bfd: true }] }]
            scenario: { steps: [{ at: 1s, cut: link/er/primary }] }
            """
        return try #require(Topology.load(text: text, file: "t.yaml").topology).asLab()
    }

    @Test func `steps are numbered as they come, and a restore finds what it undoes`() throws {
        var lab = try topology()
        #expect(lab.scenario.steps.isEmpty)
        let first = try #require(lab.addStep("{ at: 0s, cut: link/er/primary, for: 5s }", at: .seconds(3)).step)
        let second = try #require(lab.addStep("{ at: 0s, shutdown: session/cpe/er/secondary }", at: .seconds(4)).step)
        let third = try #require(lab.addStep("{ at: 0s, restore: [link/er/primary] }", at: .seconds(6)).step)
        #expect([first, second, third].map(\.number) == [1, 2, 3])
        #expect(first.at == .seconds(3))
        #expect(first.restoresAfter == .seconds(5))
        #expect(third.undoes == [1])
        // After it has undone itself there is nothing left to restore.
        #expect(lab.addStep("{ at: 0s, restore: link/er/primary }", at: .seconds(60)).step == nil)
    }

    @Test(arguments: [
        ("{ at: 0s, cut: link/err/primary }", "no circuit called 'err'"),
        ("{ at: 0s, cut: router/cpe }", "cannot be applied"),
        ("{ at: 0s, cutt: link/er/primary }", "cutt"), ("[1, 2]", ""), ("", ""), ("{ at: 0s, cut: [*a] }", ""),
    ])
    func `what is wrong is told, and no step is added`(text: String, words: String) throws {
        var lab = try topology()
        let result = lab.addStep(text, at: .seconds(1))
        #expect(result.step == nil)
        let messages = result.diagnostics.map(\.message).joined(separator: "; ")
        #expect(!messages.isEmpty)
        #expect(words.isEmpty || messages.contains(words), "\(messages)")
        #expect(lab.scenario.steps.isEmpty)
    }
}
