import NetworkTypes
import Testing

@testable import Network

@Suite("Volumes") struct VolumeLedgerTests {
    private func ledger(wires: Int) -> VolumeLedger {
        var plan = FlowPlan.probe
        plan.load = 1
        return VolumeLedger(wires: wires, nodes: 0, flows: [plan])
    }

    private func stream(_ rate: Double, over places: [Int]) -> VolumeLedger.Stream {
        VolumeLedger.Stream(flow: 0, tuple: 0, rate: rate, places: places)
    }

    @Test func `what fits gets through whole`() {
        var ledger = ledger(wires: 1)
        let carried = ledger.balance([stream(600, over: [0]), stream(400, over: [0])], capacities([1_000, 0]))
        #expect(carried == [600, 400] && ledger.loads[0].factor == 1)
    }

    @Test func `streams that meet a bottleneck lose equal shares`() {
        var ledger = ledger(wires: 1)
        let carried = ledger.balance([stream(900, over: [0]), stream(300, over: [0])], capacities([1_000, 0]))
        #expect(carried.map { $0.rounded() } == [750, 250])
    }

    @Test func `what one bottleneck holds back is not in the way at the next`() {
        var ledger = ledger(wires: 2)
        // The first stream comes out of its wire with 500, so that the second finds room beside it.
        let carried = ledger.balance(
            [stream(1_000, over: [0, 2]), stream(500, over: [2])],
            capacities([500, 0, 1_000, 0])
        )
        #expect(carried.map { $0.rounded() } == [500, 500])
    }

    @Test func `a clamped link carries less of more`() {
        var ledger = ledger(wires: 1)
        let clamped = [VolumeLedger.Capacity(limit: 1_200, beyond: 1_000), VolumeLedger.Capacity(limit: 0)]
        #expect(ledger.balance([stream(1_200, over: [0])], clamped) == [1_200])
        #expect(ledger.balance([stream(1_500, over: [0])], clamped).map { $0.rounded() } == [1_000])
    }

    @Test func `dropped bits add up over time`() {
        var ledger = ledger(wires: 1)
        ledger.advance(to: .zero)
        _ = ledger.balance([stream(1_500, over: [0])], capacities([1_000, 0]))
        ledger.advance(to: .zero + .seconds(4))
        #expect(ledger.loads[0].droppedBits.rounded() == 2_000 && ledger.loads[0].carriedBits.rounded() == 4_000)
    }

    private func capacities(_ limits: [Double]) -> [VolumeLedger.Capacity] {
        limits.map { VolumeLedger.Capacity(limit: $0) }
    }
}

extension FlowPlan {
    fileprivate static var probe: FlowPlan {
        FlowPlan(
            name: "f",
            direction: .forward,
            source: NodeIndex(0),
            destination: NodeIndex(1),
            sourceDomain: 0,
            sourceAddress: .v4(.any),
            destinationAddress: .v4(.any),
            firstPort: 1,
            serverPort: 2,
            count: 1,
            interval: .seconds(1),
            start: .zero,
            packetByteCount: 64
        )
    }
}
