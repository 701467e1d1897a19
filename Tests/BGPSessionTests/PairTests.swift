import BGPSession
import BGPWire
import NetworkTypes
import Testing

@Suite("Two sessions on a link") struct PairTests {
    static func established(
        _ left: SessionConfiguration = .left,
        _ right: SessionConfiguration = .right,
        seed: UInt64 = 1
    ) -> Pair {
        var pair = Pair(left, right, seed: seed)
        pair.tell(.left, .start)
        pair.tell(.right, .start)
        pair.run(for: .seconds(10))
        return pair
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `both connecting at once end with one session`(seed: UInt64) {
        var pair = Pair(.left, .right, seed: seed)
        pair.delay = .microseconds(Int64(1 + seed * 700))
        pair.tell(.left, .start)
        // From simultaneous to one after the other, in steps finer than the delay.
        pair.run(for: .microseconds(Int64(seed * 350)))
        pair.tell(.right, .start)
        pair.run(for: .seconds(3))
        #expect(pair.isEstablished)
        // Both mean the same connection.
        #expect(pair[.left].establishedSlot != pair[.right].establishedSlot)
        #expect(pair.log[0].isEstablishedCount == 1 && pair.log[1].isEstablishedCount == 1)
    }

    @Test func `the connection of the higher identifier survives a collision`() {
        var pair = Self.established()
        #expect(pair[.right].establishedSlot == .outgoing)
        var (left, right) = (SessionConfiguration.left, SessionConfiguration.right)
        swap(&left.localID, &right.localID)
        pair = Self.established(left, right)
        #expect(pair[.left].establishedSlot == .outgoing)
        // Equal identifiers: the higher AS (RFC 6286).
        right.localID = left.localID
        pair = Self.established(left, right)
        #expect(pair[.left].establishedSlot == .outgoing)
    }

    @Test func `the loser of a collision hears Cease 7`() {
        let pair = Self.established()
        #expect(pair.log[0].notifications.map(\.subcode) + pair.log[1].notifications.map(\.subcode) == [7, 7])
    }

    @Test func `the smaller hold time wins, and a third of it is the keepalive`() {
        var left = SessionConfiguration.left
        left.holdTime = .seconds(30)
        left.families = [.ipv4Unicast, .ipv6Unicast]
        var right = SessionConfiguration.right
        right.families = [.ipv6Unicast, .vpnIPv4]
        let pair = Self.established(left, right)
        for side in Pair.Side.allCases {
            #expect(pair[side].negotiated?.holdTime == .seconds(30))
            #expect(pair[side].negotiated?.keepalive == .seconds(10))
            #expect(pair[side].negotiated?.families == .ipv6Unicast)
            #expect(pair[side].negotiated?.fourOctetAS == true)
            #expect(pair[side].negotiated?.isExternal == true)
        }
    }

    @Test func `a quiet session lives on keepalives`() {
        var pair = Self.established()
        pair.run(for: .seconds(3600))
        #expect(pair.isEstablished)
        let sent = pair.log[0].count { if case .send(_, KeepaliveMessage.bytes) = $0 { true } else { false } }
        // An hour at 45 to 60 seconds each.
        #expect((60...82).contains(sent))
    }

    @Test func `silence ends in hold expiry, within the hold time after the last octet`() {
        var pair = Self.established()
        pair.isSilent[0] = true
        let silentSince = pair.now
        pair.run(for: .seconds(119))
        #expect(pair[.right].state == .established)
        pair.run(until: silentSince + .seconds(180))
        #expect(pair[.right].state != .established)
        let reason = pair.log[1].downReasons.first
        #expect(reason == DownReason(.holdTimer, origin: .local, notification: .holdTimerExpired, wasEstablished: true))
        #expect(pair.log[0].downReasons.first?.cause == .notification)
        #expect(pair.log[0].downReasons.first?.code == 4)
    }

    @Test func `a reset session is back within two seconds`() {
        var pair = Self.established()
        pair.tell(.left, .stop(.administrativeReset(communication: "again")))
        pair.run(for: .milliseconds(20))
        #expect(
            pair.log[1].downReasons == [
                DownReason(
                    .notification,
                    origin: .remote,
                    notification: NotificationError(.administrativeReset, communication: "again"),
                    wasEstablished: true
                )
            ]
        )
        #expect(pair.log[1].downReasons.first?.message == "again")
        pair.run(for: .seconds(2))
        #expect(pair.isEstablished)
    }

    @Test(arguments: 0..<30 as Range<UInt64>) func `a flapping session always comes back`(seed: UInt64) {
        var pair = Self.established(seed: seed)
        for _ in 0..<8 {
            pair.tell(seed % 2 == 0 ? .left : .right, .stop(.administrativeReset()))
            pair.run(for: .seconds(90))
            #expect(pair.isEstablished)
        }
    }

    @Test func `after an administrative shutdown nothing happens until a start`() {
        var pair = Self.established()
        pair.tell(.left, .stop(.administrativeShutdown(communication: nil)))
        pair.run(for: .seconds(300))
        #expect(pair[.left].state == .idle && pair[.left].nextDeadline == nil)
        #expect(pair[.right].state != .established)
        pair.tell(.left, .start)
        pair.run(for: .seconds(1))
        #expect(pair.isEstablished)
    }

    @Test func `after carrier loss a start brings the session back at once`() {
        var pair = Self.established()
        pair.isSilent = [true, true]
        for side in Pair.Side.allCases { pair.tell(side, .carrierLost) }
        #expect(pair.log[0].downReasons.map(\.cause) == [.carrier])
        #expect(pair.log[0].notifications.map(\.subcode).allSatisfy { $0 == 7 })
        pair.run(for: .seconds(50))
        pair.isSilent = [false, false]
        for side in Pair.Side.allCases { pair.tell(side, .start) }
        pair.run(for: .milliseconds(100))
        #expect(pair.isEstablished)
    }

    @Test func `BFD takes the session down at once and says so`() {
        var pair = Self.established()
        pair.tell(.left, .bfdDown)
        #expect(pair[.left].state == .idle)
        #expect(pair.log[0].downReasons.last?.cause == .bfd)
        pair.run(for: .milliseconds(10))
        #expect(pair.log[1].downReasons.last?.subcode == 10)
    }

    @Test func `a hold time below the floor is refused with 2 6`() {
        var left = SessionConfiguration.left
        left.holdTime = .seconds(9)
        var right = SessionConfiguration.right
        right.minimumHoldTime = .seconds(10)
        let pair = Self.established(left, right)
        #expect(pair.log[1].isEstablishedCount == 0)
        #expect(pair.log[1].notifications.contains { $0.code == .open && $0.subcode == 6 })
        #expect(pair.log[0].downReasons.contains { $0.code == 2 && $0.subcode == 6 && $0.origin == .remote })
    }

    @Test func `retries after refusals grow to a minute`() {
        var left = SessionConfiguration.left
        left.peerASN = 1
        var pair = Pair(left, .right)
        pair.tell(.left, .start)
        pair.tell(.right, .start)
        pair.run(for: .seconds(3600))
        let attempts = pair.log[0].count { $0 == .openTransport }
        #expect((40...600).contains(attempts))
        #expect(pair.log[0].notifications.contains { $0.code == .open && $0.subcode == 2 })
    }

    @Test func `octets behind the last handshake keepalive wait for the owner`() {
        var pair = Pair(.left, .right)
        pair.tell(.left, .start)
        pair.tell(.right, .start)
        pair.run(for: .seconds(1))
        var writer = UpdateWriter(context: WireContext())
        var bytes: [UInt8] = []
        writer.appendEndOfRIB(.ipv4Unicast, to: &bytes)
        pair.send(bytes + bytes, from: .left)
        pair.run(for: .seconds(1))
        #expect(pair.updates[1] == [[0, 0, 0, 0], [0, 0, 0, 0]])
    }

    @Test func `a refresh is asked for and heard`() throws {
        var pair = Self.established()
        let request = try #require(pair[.left].refreshRequest(for: .ipv4Unicast))
        #expect(pair[.left].refreshRequest(for: .vpnIPv4) == nil)
        pair.send(request, from: .left)
        pair.run(for: .seconds(1))
        #expect(pair.log[1].contains(.refreshRequested(.ipv4Unicast)))
    }

    @Test func `a passive side waits to be called`() {
        var left = SessionConfiguration.left
        left.isPassive = true
        let pair = Self.established(left)
        #expect(pair.isEstablished)
        #expect(!pair.log[0].contains(.openTransport))
        #expect(pair[.left].establishedSlot == .incoming)
    }

    @Test func `without hold time there are no timers`() {
        var left = SessionConfiguration.left
        left.holdTime = .zero
        let pair = Self.established(left)
        #expect(pair.isEstablished)
        #expect(pair.sessions.allSatisfy { $0.nextDeadline == nil })
    }

    @Test func `the same seed gives the same run`() {
        let runs = (0..<2).map { _ in
            var pair = Self.established(seed: 5)
            pair.tell(.left, .stop(.administrativeReset()))
            pair.run(for: .seconds(600))
            return pair.log
        }
        #expect(runs[0] == runs[1])
    }
}
