import Convergence
import NetworkTypes
import TestLab
import Testing

@Suite("Physics") struct PhysicsTests {
    @Test func `a cut customer segment`() throws {
        var edge = Edge.standard(duration: "40s")
        edge.step("5s", "cut", "link/er/primary/customer")
        var lab = try Lab(edge)
        let clock = ContinuousClock()
        let took = clock.measure { lab.run(to: .zero) }
        print("settled", took, lab.engine.eventCount, lab.engine.network.timeZero)
        let took2 = clock.measure { _ = lab.finish() }
        print("run", took2, lab.engine.eventCount, lab.engine.network.frameHops)
        for flow in lab.report.flows { print(flow.name, flow.direction, flow.outages.map { "\($0.start) \($0.duration) \($0.lost)" }) }
    }
}
