import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// What a lost carrier costs: nothing worth mentioning where it is seen, and elsewhere what detection and programming take.
@Suite("Carrier loss") struct CarrierLossTests {
    private static func cut(_ edge: YAML, _ segment: String = "customer") -> YAML {
        var edge = edge
        edge["flows", 0]["rate"] = "40/s"
        let isDirect = edge["circuits", 0]["kind"] == "direct"
        edge.step("2s", "cut", .text("link/er/primary" + (isDirect ? "" : "/\(segment)")))
        return edge
    }

    private static func entry(_ report: Report, _ direction: FlowDirection) throws -> ConvergenceReport {
        try #require(report.convergence.first { $0.direction == direction && $0.stepPhase.phase == .fault })
    }

    @Test(arguments: Edge.shapes)
    func `a router that sees it sends packets another way within 100 ms`(shape: Variant) throws {
        let lab = try Lab(Self.cut(shape.applied(to: Edge.standard(duration: "20s"))))
        let report = lab.finish()
        let forward = try Self.entry(report, .forward)
        #expect(forward.worstOutage <= .milliseconds(100) && !forward.isOpen)
        #expect(forward.detectedBy == .carrier)
        #expect(forward.moved > 0)
        let reverse = try Self.entry(report, .reverse)
        #expect(reverse.worstOutage <= .seconds(60) && !reverse.isOpen)
        // The MSEE heard of it by BFD, or by a carrier of its own; then the hosts were programmed.
        #expect(reverse.worstOutage >= .seconds(10))
        #expect(reverse.detectedBy == .bfd || reverse.detectedBy == .carrier)
    }

    @Test(arguments: Edge.shapes)
    func `without programming delays the way back takes detection and less than 100 ms`(shape: Variant) throws {
        var edge = Self.cut(shape.applied(to: Edge.standard(duration: "8s")))
        edge["timing"] = "ideal"
        let lab = try Lab(edge)
        let reverse = try Self.entry(lab.finish(), .reverse)
        let detection = try #require(reverse.detection)
        #expect(reverse.worstOutage <= detection + .milliseconds(100) && !reverse.isOpen)
        #expect(detection <= .milliseconds(960))
    }

    @Test func `the other end of a provider's circuit has to find out by BFD`() throws {
        let lab = try Lab(Self.cut(Edge.standard(duration: "5s"), "microsoft"))
        let report = lab.finish()
        let forward = try Self.entry(report, .forward)
        #expect(forward.detectedBy == .bfd)
        #expect((.milliseconds(600) ... .milliseconds(905)).contains(forward.worstOutage))
    }

    @Test func `with link-loss forwarding both ends see it`() throws {
        var edge = Edge.standard(duration: "5s")
        edge["circuits", 0]["linkLossForwarding"] = true
        let lab = try Lab(Self.cut(edge, "microsoft"))
        let report = lab.finish()
        #expect(try Self.entry(report, .forward).detectedBy == .carrier)
        #expect(try Self.entry(report, .forward).worstOutage <= .milliseconds(100))
        let seen = lab.moments(.carrierDown, "link/er/primary/customer", node: "router/cpe1")
        #expect(seen.map(\.at) == [.seconds(2)])
    }

    @Test func `link-loss forwarding goes by what is lost now, whatever came before`() throws {
        var edge = Edge.standard(duration: "20s")
        edge["circuits", 0]["linkLossForwarding"] = true
        edge["flows"] = []
        // Both segments, the provider edge in between; all of them overlap, and one is left.
        edge.step("1s", "cut", "link/er/primary/microsoft", ["for": "4s"])
        edge.step("2s", "cut", "link/er/primary/customer")
        edge.step("3s", "fail", "provider/er/primary", ["for": "3s"])
        let lab = try Lab(edge)
        lab.run(to: .milliseconds(6_500))
        #expect(!lab.hasCarrier("link/er/primary/customer"))
        #expect(!lab.hasCarrier("link/er/primary/microsoft"))
        #expect(lab.moments(.carrierUp, after: .zero).filter { $0.subject.hasPrefix("link/er/primary") }.isEmpty)
    }

    @Test func `about half of the 5-tuples use each connection, and only those of the lost one are hurt`() throws {
        var edge = Self.cut(Edge.standard(duration: "16s"))
        edge["flows", 0]["count"] = 256
        edge["flows", 0]["rate"] = "200/s"
        let lab = try Lab(edge)
        lab.run(to: .zero)
        for (direction, via) in [(FlowDirection.forward, "router/cpe1"), (.reverse, "msee/amsterdam/1")] {
            let paths = lab.paths("f", direction == .forward ? .forward : .reverse)
            let first = Set(paths.indices.filter { paths[$0].nodes.contains(via) })
            #expect((112...144).contains(first.count))
            let other = try Lab(edge)
            let report = try #require(other.finish().flows.first { $0.direction == direction })
            #expect(Set(report.outages.flatMap(\.tuples)) == first)
            #expect(report.moved == first.count)
        }
    }
}
