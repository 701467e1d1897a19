import BGPSession
import BGPWire
import NetworkTypes
import Testing

/// RFC 9687: a peer that keeps talking but does not read.
@Suite("Send hold timer") struct SendHoldTests {
    @Test func `a peer that takes in nothing is given up after the send hold time`() {
        var pair = PairTests.established()
        let blockedSince = pair.now
        pair.sessions[0].transport(isBlocked: true, at: pair.now)
        pair.run(until: blockedSince + .seconds(479))
        #expect(pair[.left].state == .established)
        pair.run(until: blockedSince + .seconds(480))
        #expect(pair[.left].state != .established)
        let reason = DownReason(
            .sendHoldTimer,
            origin: .local,
            notification: .sendHoldTimerExpired,
            wasEstablished: true
        )
        #expect(pair.log[0].downReasons == [reason])
        #expect(pair.log[0].notifications.last?.code == .sendHoldTimer)
    }

    @Test func `progress puts the end off, and room calls it off`() {
        var pair = PairTests.established()
        pair.sessions[0].transport(isBlocked: true, at: pair.now)
        pair.run(for: .seconds(300))
        pair.sessions[0].transport(isBlocked: true, at: pair.now)
        pair.run(for: .seconds(300))
        #expect(pair.isEstablished)
        pair.sessions[0].transport(isBlocked: false, at: pair.now)
        pair.run(for: .seconds(3600))
        #expect(pair.isEstablished)
    }

    @Test func `the send hold time is never less than twice the hold time`() {
        var configuration = SessionConfiguration.left
        configuration.sendHoldTime = .seconds(1)
        var pair = PairTests.established(configuration)
        pair.sessions[0].transport(isBlocked: true, at: pair.now)
        pair.run(for: .seconds(359))
        #expect(pair.isEstablished)
        pair.run(for: .seconds(1))
        #expect(pair[.left].state != .established)
    }
}
