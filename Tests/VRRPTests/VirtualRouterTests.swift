import NetworkTypes
import Testing
import VRRP

/// One row per paragraph of RFC 5798 §6.4.
@Suite struct VirtualRouterTests {
    private let now = Instant.zero
    private let peer = IPAddress.v4(IPv4Address(10, 0, 0, 3))

    private func configuration(_ priority: UInt8, preempts: Bool = true, delay: Duration = .zero)
        -> VirtualRouterConfiguration
    {
        VirtualRouterConfiguration(
            virtualRouterID: 7,
            priority: priority,
            preempts: preempts,
            preemptDelay: delay,
            addresses: [.v4(IPv4Address(10, 0, 0, 1))],
            primaryAddress: .v4(IPv4Address(10, 0, 0, 2))
        )
    }

    private func advertisement(_ priority: UInt8, interval: UInt16 = 100) -> Advertisement {
        Advertisement(
            virtualRouterID: 7,
            priority: priority,
            intervalCentiseconds: interval,
            addresses: [.v4(IPv4Address(10, 0, 0, 1))]
        )
    }

    private func actions(
        of router: inout VirtualRouter,
        _ event: VirtualRouter.Event,
        at now: Instant
    ) -> [VirtualRouter.Action] {
        var actions: [VirtualRouter.Action] = []
        router.handle(event, at: now, into: &actions)
        return actions
    }

    private func master(_ priority: UInt8, preempts: Bool = true) -> VirtualRouter {
        var router = VirtualRouter(configuration(priority, preempts: preempts))
        _ = actions(of: &router, .startup, at: now)
        _ = actions(of: &router, .deadlineReached, at: now + .seconds(4))
        #expect(router.state == .master)
        return router
    }

    private func backup(_ priority: UInt8, preempts: Bool = true, delay: Duration = .zero) -> VirtualRouter {
        var router = VirtualRouter(configuration(priority, preempts: preempts, delay: delay))
        _ = actions(of: &router, .startup, at: now)
        #expect(router.state == .backup)
        return router
    }

    // MARK: Initialize

    @Test func theOwnerIsMasterFromTheStart() {
        var router = VirtualRouter(configuration(255))
        #expect(
            actions(of: &router, .startup, at: now) == [
                .send(advertisement(255)), .announceAddresses,
                .stateChanged(from: .initialize, to: .master, .startup),
            ]
        )
        #expect(router.nextDeadline == now + .seconds(1))
    }

    @Test func anybodyElseWaitsForMasterDownInterval() {
        var router = VirtualRouter(configuration(100))
        #expect(
            actions(of: &router, .startup, at: now) == [.stateChanged(from: .initialize, to: .backup, .startup)]
        )
        // 3 × 1 s + (256 - 100) / 256 × 1 s.
        #expect(router.nextDeadline == now + .nanoseconds(3_609_375_000))
    }

    @Test func nothingHappensBeforeStartup() {
        var router = VirtualRouter(configuration(100))
        for event in [.shutdown, .deadlineReached, .received(advertisement(50), source: peer)] as [VirtualRouter.Event]
        {
            #expect(actions(of: &router, event, at: now) == [])
            #expect(router.state == .initialize)
        }
    }

    // MARK: Backup

    @Test func aBackupShutsDownInSilence() {
        var router = backup(100)
        #expect(
            actions(of: &router, .shutdown, at: now) == [.stateChanged(from: .backup, to: .initialize, .shutdown)]
        )
        #expect(router.nextDeadline == nil)
    }

    @Test func aBackupTakesOverWhenTheMasterIsSilent() {
        var router = backup(100)
        #expect(actions(of: &router, .deadlineReached, at: now + .seconds(3)) == [])
        #expect(
            actions(of: &router, .deadlineReached, at: now + .nanoseconds(3_609_375_000)) == [
                .send(advertisement(100)), .announceAddresses,
                .stateChanged(from: .backup, to: .master, .masterDown),
            ]
        )
    }

    @Test func aMasterThatLeavesIsFollowedAfterSkewTime() {
        var router = backup(100)
        _ = actions(of: &router, .received(advertisement(0), source: peer), at: now + .seconds(1))
        #expect(router.nextDeadline == now + .seconds(1) + .nanoseconds(609_375_000))
        #expect(
            actions(of: &router, .deadlineReached, at: now + .seconds(2)).last
                == .stateChanged(from: .backup, to: .master, .masterLeft)
        )
    }

    @Test func aBetterMasterIsWaitedForAtItsOwnInterval() {
        var router = backup(100)
        _ = actions(of: &router, .received(advertisement(100, interval: 20), source: peer), at: now)
        // 3 × 200 ms + 156 / 256 × 200 ms.
        #expect(router.nextDeadline == now + .nanoseconds(721_875_000))
    }

    @Test func aWorseMasterIsNotListenedTo() {
        var router = backup(100)
        let deadline = router.nextDeadline
        _ = actions(of: &router, .received(advertisement(99), source: peer), at: now + .seconds(1))
        #expect(router.nextDeadline == deadline)
        #expect(
            actions(of: &router, .deadlineReached, at: now + .seconds(4)).last
                == .stateChanged(from: .backup, to: .master, .preemption)
        )
    }

    @Test func withoutPreemptionAWorseMasterStays() {
        var router = backup(100, preempts: false)
        _ = actions(of: &router, .received(advertisement(1), source: peer), at: now + .seconds(1))
        #expect(router.nextDeadline == now + .nanoseconds(4_609_375_000))
    }

    @Test func preemptionWaitsForItsDelay() {
        var router = backup(200, delay: .seconds(10))
        for second in 1...10 {
            _ = actions(of: &router, .received(advertisement(100), source: peer), at: now + .seconds(second))
            #expect(actions(of: &router, .deadlineReached, at: now + .seconds(second)) == [])
        }
        // The delay began with the first advertisement; from then on they are discarded.
        let deadline = router.nextDeadline
        _ = actions(of: &router, .received(advertisement(100), source: peer), at: now + .seconds(11))
        #expect(router.nextDeadline == deadline)
    }

    // MARK: Master

    @Test func aMasterThatShutsDownSaysSo() {
        var router = master(100)
        #expect(
            actions(of: &router, .shutdown, at: now) == [
                .send(advertisement(0)), .stateChanged(from: .master, to: .initialize, .shutdown),
            ]
        )
    }

    @Test func aMasterAdvertisesAtItsInterval() {
        var router = master(100)
        #expect(actions(of: &router, .deadlineReached, at: now + .seconds(4)) == [])
        #expect(actions(of: &router, .deadlineReached, at: now + .seconds(5)) == [.send(advertisement(100))])
        #expect(router.nextDeadline == now + .seconds(6))
    }

    @Test func aMasterAnswersOneThatLeaves() {
        var router = master(100)
        #expect(
            actions(of: &router, .received(advertisement(0), source: peer), at: now + .seconds(4))
                == [.send(advertisement(100))]
        )
        #expect(router.state == .master)
    }

    @Test func aMasterGivesWayToAHigherPriority() {
        var router = master(100)
        #expect(
            actions(of: &router, .received(advertisement(101), source: peer), at: now + .seconds(4))
                == [.stateChanged(from: .master, to: .backup, .betterMaster)]
        )
        #expect(router.nextDeadline == now + .seconds(4) + router.masterDownInterval)
    }

    @Test func ofTwoEqualMastersTheHigherAddressStays() {
        var lower = master(100)
        _ = actions(of: &lower, .received(advertisement(100), source: peer), at: now + .seconds(4))
        #expect(lower.state == .backup)
        var higher = master(100)
        let below = IPAddress.v4(IPv4Address(10, 0, 0, 1))
        _ = actions(of: &higher, .received(advertisement(100), source: below), at: now + .seconds(4))
        #expect(higher.state == .master)
    }

    @Test func aMasterIgnoresALowerPriority() {
        var router = master(100)
        #expect(actions(of: &router, .received(advertisement(99), source: peer), at: now + .seconds(4)) == [])
        #expect(router.state == .master)
    }

    // MARK: Priority

    @Test func trackingLowersThePriorityButNeverToZero() {
        var router = master(100)
        _ = actions(of: &router, .setPriority(0), at: now)
        #expect(actions(of: &router, .deadlineReached, at: now + .seconds(5)) == [.send(advertisement(1))])
    }

    @Test func nothingLowersThePriorityOfTheOwner() {
        var router = VirtualRouter(configuration(255))
        _ = actions(of: &router, .startup, at: now)
        _ = actions(of: &router, .setPriority(10), at: now)
        #expect(router.priority == 255)
    }
}
