import BGPSession
import BGPWire
import NetworkTypes
import Testing

/// RFC 4724, RFC 8538 and RFC 9494 as far as they concern a session.
@Suite("Graceful restart of a session") struct GracefulRestartTests {
    private static func able(_ configuration: SessionConfiguration, notification: Bool = true) -> SessionConfiguration {
        var configuration = configuration
        configuration.gracefulRestart = GracefulRestart(
            honoursNotification: notification,
            restartTimeSeconds: 90,
            families: [GracefulRestart.Family(RouteFamily.ipv4Unicast.identifier, preservesForwarding: true)]
        )
        return configuration
    }

    private static func pair(notification: Bool = true) -> Pair {
        PairTests.established(able(.left, notification: notification), able(.right, notification: notification))
    }

    @Test func `is agreed on if both announce it`() throws {
        let agreement = try #require(Self.pair()[.left].negotiated?.restart)
        #expect(agreement.families == .ipv4Unicast && agreement.restartTime == .seconds(90))
        #expect(agreement.honoursNotification && !agreement.isRestarting)
        // Nothing was forwarded before the first session.
        #expect(agreement.preservedFamilies.isEmpty)
        #expect(PairTests.established(Self.able(.left), .right)[.left].negotiated?.restart == nil)
    }

    @Test func `a later session finds forwarding state, unless the speaker lost it meanwhile`() {
        var pair = Self.pair()
        pair.sessions[1].isRestarting = true
        pair.tell(.left, .transportClosed(pair[.left].establishedSlot ?? .outgoing))
        pair.tell(.right, .transportClosed(pair[.right].establishedSlot ?? .outgoing))
        pair.run(for: .seconds(10))
        #expect(pair[.left].negotiated?.restart?.preservedFamilies == .ipv4Unicast)
        #expect(pair[.left].negotiated?.restart?.isRestarting == true)
        #expect(pair[.right].negotiated?.restart?.isRestarting == false)
    }

    @Test(arguments: [true, false]) func `a lost connection may be a restart, with or without the N bit`(hasN: Bool) {
        var pair = Self.pair(notification: hasN)
        pair.tell(.left, .transportClosed(pair[.left].establishedSlot ?? .outgoing))
        #expect(pair.log[0].downReasons.last?.mayBeRestart == true)
    }

    @Test(arguments: [true, false]) func `an expired hold timer may be one with the N bit only`(hasN: Bool) {
        var pair = Self.pair(notification: hasN)
        pair.isSilent = [true, true]
        pair.run(for: .seconds(200))
        #expect(pair.log[0].downReasons.last?.cause == .holdTimer)
        #expect(pair.log[0].downReasons.last?.mayBeRestart == hasN)
    }

    @Test(arguments: [true, false]) func `a reset keeps routes if it is meant to, and both have the N bit`(hasN: Bool) {
        var pair = Self.pair(notification: hasN)
        pair.tell(.left, .stop(.gracefulReset()))
        pair.run(for: .milliseconds(100))
        #expect(pair.log[0].notifications.last?.subcode == CeaseSubcode.administrativeReset.rawValue)
        #expect(pair.log[0].downReasons.last?.mayBeRestart == hasN)
        #expect(pair.log[1].downReasons.last?.mayBeRestart == hasN)
    }

    @Test(arguments: [
        StopReason.administrativeShutdown(communication: "bye"), .administrativeReset(), .peerDeconfigured,
    ])
    func `what ends for good is a Hard Reset (RFC 8538 §3)`(reason: StopReason) throws {
        var pair = Self.pair()
        pair.tell(.left, .stop(reason))
        pair.run(for: .milliseconds(100))
        let sent = try #require(pair.log[0].notifications.last)
        #expect(sent.isHardReset && sent.hardReset?.code == .cease)
        #expect(pair.log[1].downReasons.last?.mayBeRestart == false)
        if case .administrativeShutdown = reason { #expect(pair.log[1].downReasons.last?.message == "bye") }
        // A peer without the N bit would not know what it is.
        pair = Self.pair(notification: false)
        pair.tell(.left, .stop(reason))
        #expect(pair.log[0].notifications.last?.isHardReset == false)
    }

    @Test func `BFD that may be down with the control plane keeps routes, any other does not (RFC 5882 §4.3)`() {
        var pair = Self.pair()
        pair.tell(.left, .bfdDownWithControlPlane)
        #expect(pair.log[0].downReasons.last?.mayBeRestart == true)
        #expect(pair.log[0].notifications.last?.isHardReset == false)
        pair = Self.pair()
        pair.tell(.left, .bfdDown)
        #expect(pair.log[0].downReasons.last?.mayBeRestart == false)
        #expect(pair.log[0].notifications.last?.hardReset?.subcode == CeaseSubcode.bfdDown.rawValue)
    }

    @Test func `a lost carrier is no restart`() {
        var pair = Self.pair()
        pair.tell(.left, .carrierLost)
        #expect(pair.log[0].downReasons.last?.mayBeRestart == false)
    }

    @Test func `a peer that connects anew has restarted (RFC 4724 §5)`() {
        var pair = Self.pair()
        #expect(pair[.left].acceptsReplacement)
        pair.tell(.left, .peerReconnects)
        #expect(pair.log[0].downReasons.last?.mayBeRestart == true)
        #expect(pair[.left].acceptsIncoming)
        #expect(!PairTests.established()[.left].acceptsReplacement)
    }

    @Test func `the long-lived stale time is the peer's, and means nothing without graceful restart`() {
        var right = Self.able(.right)
        right.longLivedGracefulRestart = LongLivedGracefulRestart(families: [
            LongLivedGracefulRestart.Family(
                RouteFamily.ipv4Unicast.identifier,
                preservesForwarding: true,
                staleTimeSeconds: 3600
            )
        ])
        var left = Self.able(.left)
        #expect(PairTests.established(left, right)[.left].negotiated?.restart?.isLongLived == false)
        left.longLivedGracefulRestart = LongLivedGracefulRestart(families: [])
        let pair = PairTests.established(left, right)
        #expect(pair[.left].negotiated?.restart?.longLivedTimes == [.ipv4Unicast: .seconds(3600)])
        #expect(pair[.right].negotiated?.restart?.longLivedTimes == [:])
    }
}
