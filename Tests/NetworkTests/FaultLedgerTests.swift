import NetworkTypes
import Testing
import Topology

@testable import Network

@Suite("Fault ledger") struct FaultLedgerTests {
    private static let primary = Topology.Target.link(circuit: 0, role: .primary, segment: .customer)
    private static let secondary = Topology.Target.link(circuit: 0, role: .secondary, segment: .customer)
    private static let node = NodeIndex(4)
    private static let prefix = IPPrefix("10.100.0.0/16") ?? .v4(.all)

    @Test func `what a step did is taken out once, the latest first`() {
        var ledger = FaultLedger()
        ledger.begin(step: 0)
        ledger.add(.hold(wire: 1), to: Self.primary, by: 0)
        ledger.add(.blackhole(wire: 2, towards: .a), to: Self.secondary, by: 0)
        ledger.begin(step: 1)
        ledger.add(.hold(wire: 1), to: Self.primary, by: 1)
        #expect(ledger.end(step: 0) { _ in true } == [.blackhole(wire: 2, towards: .a), .hold(wire: 1)])
        #expect(ledger.end(step: 0) { _ in true } == nil)
        // The same wire is held by another step still.
        #expect(ledger.entries.map(\.step) == [1])
        #expect(ledger.steps == [1])
    }

    @Test func `a step of which a part is undone is under way until the rest is`() {
        var ledger = FaultLedger()
        ledger.begin(step: 0)
        ledger.add(.hold(wire: 1), to: Self.primary, by: 0)
        ledger.add(.hold(wire: 2), to: Self.secondary, by: 0)
        #expect(ledger.end(step: 0) { $0 == Self.primary } == [.hold(wire: 1)])
        #expect(ledger.steps == [0])
        #expect(ledger.end(step: 0) { $0 == Self.primary } == [])
        #expect(ledger.end(step: 0) { $0 == Self.secondary } == [.hold(wire: 2)])
        #expect(ledger.steps.isEmpty)
    }

    @Test func `a step that did nothing can be ended too, once`() {
        var ledger = FaultLedger()
        ledger.begin(step: 3)
        #expect(ledger.end(step: 3) { _ in true } == [])
        #expect(ledger.end(step: 3) { _ in true } == nil)
    }

    @Test func `a flapping step goes on while its effects come and go`() {
        var ledger = FaultLedger()
        ledger.begin(step: 0)
        for _ in 0..<3 {
            ledger.add(.hold(wire: 1), to: Self.primary, by: 0)
            #expect(ledger.take(step: 0) == [.hold(wire: 1)])
            #expect(ledger.steps == [0])
        }
        #expect(ledger.take(step: 0) == [])
    }

    @Test func `a node is replaceable unless its place is gone`() {
        for (target, isReplaceable) in [
            (.gatewayInstance(gateway: 0, instance: 0), true), (.gateway(0), true), (.zone(region: 0, zone: 1), false),
            (.region(0), false), (.peeringLocation(0), false),
        ] as [(Topology.Target, Bool)] {
            var ledger = FaultLedger()
            ledger.begin(step: 0)
            ledger.add(.stop(Self.node), to: target, by: 0)
            #expect(ledger.isReplaceable(Self.node) == isReplaceable, "\(target)")
            #expect(ledger.isReplaceable(NodeIndex(5)))
            ledger.forgive(Self.node)
            #expect(ledger.isReplaceable(Self.node) && ledger.end(step: 0) { _ in true } == [])
        }
    }

    @Test func `a session is shut down as long as one step says so`() {
        var ledger = FaultLedger()
        for step in 0..<2 {
            ledger.begin(step: step)
            ledger.add(.shutdown(session: 9, by: .a), to: .circuit(0), by: step)
        }
        _ = ledger.end(step: 0) { _ in true }
        #expect(ledger.isShutDown(session: 9, by: .a) && !ledger.isShutDown(session: 8, by: .a))
        _ = ledger.end(step: 1) { _ in true }
        #expect(!ledger.isShutDown(session: 9, by: .a))
    }

    @Test func `of steps that speak of a prefix the latest one under way counts`() {
        var ledger = FaultLedger()
        func said(of node: NodeIndex = Self.node) -> [Bool] { ledger.announcements(at: node).map(\.isOn) }
        #expect(said().isEmpty)
        for (step, isOn) in [false, true].enumerated() {
            ledger.begin(step: step)
            ledger.add(.announcement(Self.node, [Self.prefix], isOn: isOn), to: .router(0), by: step)
            #expect(said() == [isOn])
        }
        #expect(said(of: NodeIndex(5)).isEmpty)
        #expect(ledger.announcements(at: Self.node).map(\.prefix) == [Self.prefix])
        _ = ledger.end(step: 1) { _ in true }
        #expect(said() == [false])
        _ = ledger.end(step: 0) { _ in true }
        #expect(said().isEmpty)
    }
}
