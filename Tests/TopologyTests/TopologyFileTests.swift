import Testing

@testable import Topology

@Suite("Topologies of the repository") struct TopologyFileTests {
    @Test(arguments: Repository.files(in: "Topologies"))
    func `each loads without errors`(file: SourceFile) throws {
        let (topology, diagnostics) = Topology.load(text: file.text, file: file.name)
        #expect(diagnostics.filter { $0.severity == .error }.rendered(text: file.text) == "")
        let loaded = try #require(topology)
        #expect(loaded.name + ".yaml" == file.name)
        #expect(!loaded.expectations.isEmpty)
        #expect(loaded.scenario.steps.allSatisfy { $0.at + ($0.restoresAfter ?? .zero) < loaded.scenario.duration })
    }

    @Test func `the ten of them are there`() {
        let names = Repository.files(in: "Topologies").map(\.name)
        #expect(
            names == [
                "active-passive.yaml", "dual-stack.yaml", "gateway-zone-loss.yaml", "lan-loss.yaml",
                "maximum-resiliency.yaml", "metro.yaml", "route-reflector.yaml", "silent-loss.yaml", "site-loss.yaml",
                "standard-resiliency.yaml",
            ]
        )
    }

    @Test(arguments: Repository.files(in: "Topologies"))
    func `none has problems`(file: SourceFile) {
        #expect(Topology.load(text: file.text, file: file.name).diagnostics.rendered(text: file.text) == "")
    }

    @Test func `a router without BFD is worth a warning unless the file says that it is meant`() throws {
        let file = try #require(Repository.files(in: "Topologies").first { $0.name == "silent-loss.yaml" })
        let text = file.text.replacing(", bfd: false", with: "")
        #expect(text != file.text)
        let warnings = Topology.load(text: text, file: file.name).diagnostics
        #expect(warnings.count == 2 && warnings.allSatisfy { $0.message.contains("no BFD") })
    }

    /// About a kilobyte and a half of trace per probe: eight wires, headers, VXLAN on half of them.
    @Test(arguments: Repository.files(in: "Topologies"))
    func `probes leave room below twenty megabytes of trace`(file: SourceFile) throws {
        let topology = try #require(Topology.load(text: file.text, file: file.name).topology)
        let probes = topology.flows.reduce(0.0) { sum, flow in
            sum + topology.scenario.duration / flow.interval * (flow.isBidirectional ? 2 : 1)
        }
        #expect(probes * 1_200 < 18_000_000)
    }
}
