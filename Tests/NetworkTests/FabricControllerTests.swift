import NetworkTypes
import Testing

@testable import Network

@Suite("Fabric controller") struct FabricControllerTests {
    private static let site = prefix("10.100.0.0/16")
    private static let branch = prefix("10.200.0.0/16")

    private static func prefix(_ text: String) -> IPPrefix { IPPrefix(text) ?? .v4(.all) }
    private static func hop(_ last: UInt8) -> IPAddress { .v4(IPv4Address(10, 10, 255, last)) }
    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    private static func route(weight: UInt32 = 0, length: UInt32 = 2, _ hops: UInt8...) -> FabricController.Learned {
        FabricController.Learned(
            preference: FabricController.Preference(weight: weight, pathLength: length),
            nextHops: hops.map(hop)
        )
    }

    /// A gateway with two instances, and a host that is programmed 10 s after the news, another one 15 s.
    private static func controller() -> FabricController {
        FabricController(instances: 2, delay: .seconds(10), spreads: [.zero, .seconds(5)], seed: 1)
    }

    private static func told(_ controller: FabricController, host: Int, at seconds: Int64) -> [String] {
        controller.instructions(host: host, at: at(seconds)).map { "\($0.prefix) \($0.nextHops) by \($0.cause)" }
    }

    @Test func `each host is told when its own delay is over, and once`() {
        let controller = Self.controller()
        #expect(controller.note(Self.site, Self.route(12, 13), instance: 0) == true)
        controller.queue([Self.site], at: Self.at(1), cause: 5)
        #expect(controller.due(noticedAt: Self.at(1), host: 1) == Self.at(16))
        #expect(Self.told(controller, host: 0, at: 10).isEmpty)
        #expect(Self.told(controller, host: 0, at: 11) == ["10.100.0.0/16 [10.10.255.12, 10.10.255.13] by 5"])
        #expect(Self.told(controller, host: 1, at: 15).isEmpty)
        #expect(Self.told(controller, host: 1, at: 16).count == 1)
        #expect(Self.told(controller, host: 0, at: 100).isEmpty && Self.told(controller, host: 1, at: 100).isEmpty)
    }

    @Test func `what a second instance knows too changes nothing`() {
        let controller = Self.controller()
        #expect(controller.note(Self.site, Self.route(12, 13), instance: 0) == true)
        controller.queue([Self.site], at: Self.at(0), cause: 1)
        #expect(controller.note(Self.site, Self.route(13, 12), instance: 1) == false)
        #expect(controller.note(Self.site, nil, instance: 0) == false)
        #expect(controller.note(Self.site, nil, instance: 1) == true)
    }

    @Test(arguments: [
        (route(weight: 10, length: 9, 12), route(weight: 0, length: 1, 13), [12]),
        (route(length: 3, 12), route(length: 2, 13), [13]),
        (route(length: 2, 12), route(length: 2, 13), [12, 13]),
    ])
    func `weight goes before AS path length, equals are used together`(
        first: FabricController.Learned,
        second: FabricController.Learned,
        used: [UInt8]
    ) {
        for order in [[0, 1], [1, 0]] {
            let controller = Self.controller()
            for instance in order { _ = controller.note(Self.site, [first, second][instance], instance: instance) }
            controller.queue([Self.site], at: Self.at(0), cause: 0)
            let instructions = controller.instructions(host: 0, at: Self.at(10))
            #expect(instructions.map(\.nextHops) == [used.map(Self.hop)])
        }
    }

    @Test func `a route that flaps faster than hosts are programmed leaves them alone`() {
        let controller = Self.controller()
        _ = controller.note(Self.site, Self.route(12), instance: 0)
        controller.queue([Self.site], at: Self.at(0), cause: 0)
        #expect(Self.told(controller, host: 0, at: 10).count == 1)
        for second in Int64(20)..<26 {
            #expect(controller.note(Self.site, second % 2 == 0 ? nil : Self.route(12), instance: 0) == true)
            controller.queue([Self.site], at: Self.at(second), cause: Int(second))
        }
        #expect((20...60).allSatisfy { Self.told(controller, host: 0, at: $0).isEmpty })
        // It is gone for good in the end.
        #expect(controller.note(Self.site, nil, instance: 0) == true)
        controller.queue([Self.site], at: Self.at(70), cause: 70)
        #expect(Self.told(controller, host: 0, at: 80) == ["10.100.0.0/16 [] by 70"])
    }

    @Test func `an unhealthy instance counts for nothing until it is healthy again`() {
        let controller = Self.controller()
        _ = controller.note(Self.site, Self.route(12), instance: 0)
        _ = controller.note(Self.site, Self.route(13), instance: 1)
        _ = controller.note(Self.branch, Self.route(13), instance: 1)
        controller.queue([Self.site, Self.branch], at: Self.at(0), cause: 0)
        #expect(controller.setHealthy(false, instance: 1) == [Self.site, Self.branch])
        #expect(controller.setHealthy(false, instance: 1) == [])
        controller.queue([Self.site, Self.branch], at: Self.at(1), cause: 1)
        // What it learns meanwhile is noted, and matters later.
        #expect(controller.note(Self.branch, Self.route(12), instance: 1) == false)
        #expect(controller.setHealthy(true, instance: 1) == [Self.site, Self.branch])
        controller.queue([Self.site, Self.branch], at: Self.at(2), cause: 2)
        #expect(
            Self.told(controller, host: 0, at: 10) == [
                "10.100.0.0/16 [10.10.255.12, 10.10.255.13] by 0", "10.200.0.0/16 [10.10.255.13] by 0",
            ]
        )
        // Both instances are in service again by the time that the first prefix would have lost one.
        #expect(Self.told(controller, host: 0, at: 11) == ["10.200.0.0/16 [] by 1"])
        #expect(Self.told(controller, host: 0, at: 12) == ["10.200.0.0/16 [10.10.255.12] by 2"])
    }

    @Test func `what an instance knew is forgotten with it`() {
        let controller = Self.controller()
        _ = controller.note(Self.site, Self.route(12), instance: 0)
        _ = controller.note(Self.site, Self.route(12), instance: 1)
        _ = controller.note(Self.branch, Self.route(12), instance: 1)
        controller.queue([Self.site, Self.branch], at: Self.at(0), cause: 0)
        #expect(controller.forget(instance: 1) == [Self.branch])
        #expect(controller.forget(instance: 0) == [Self.site])
    }

    @Test func `a host that starts anew is told all at once, and of later changes in their time`() {
        let controller = Self.controller()
        _ = controller.note(Self.branch, Self.route(13), instance: 0)
        _ = controller.note(Self.site, Self.route(12), instance: 0)
        controller.queue([Self.branch, Self.site], at: Self.at(0), cause: 0)
        let all = controller.restart(host: 1)
        #expect(all.map(\.prefix) == [Self.site, Self.branch])
        #expect(all.map(\.nextHops) == [[Self.hop(12)], [Self.hop(13)]])
        #expect(Self.told(controller, host: 1, at: 60).isEmpty)
        _ = controller.note(Self.site, nil, instance: 0)
        controller.queue([Self.site], at: Self.at(60), cause: 9)
        #expect(Self.told(controller, host: 1, at: 75) == ["10.100.0.0/16 [] by 9"])
        // The other host has missed nothing.
        #expect(Self.told(controller, host: 0, at: 75).count == 1)
    }
}
