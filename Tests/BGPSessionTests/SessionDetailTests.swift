import BGPSession
import BGPWire
import NetworkTypes
import Testing

@Suite("Session details") struct SessionDetailTests {
    struct OpenRow: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var open: [UInt8]
        var told: NotificationError?
        var configuration = SessionConfiguration.left
    }

    @Test(arguments: openRows) func `an OPEN that does not fit is refused`(row: OpenRow) {
        var machine = Machine(row.configuration, in: .openSent)
        machine.receive(row.open)
        #expect(machine.actions.notifications.first == row.told)
        #expect(machine.session.state == (row.told == nil ? .openConfirm : .idle))
    }

    static let openRows: [OpenRow] = {
        var inside = SessionConfiguration.left
        inside.peerASN = inside.localASN
        var floor = SessionConfiguration.left
        floor.minimumHoldTime = .seconds(10)
        return [
            OpenRow(testDescription: "all is well", open: Machine.open(), told: nil),
            OpenRow(testDescription: "another AS", open: Machine.open(asn: 64999), told: .init(.badPeerAS)),
            OpenRow(
                testDescription: "our identifier, from outside",
                open: Machine.open(identifier: 0x0A00_0001),
                told: nil
            ),
            OpenRow(
                testDescription: "our identifier, from inside",
                open: Machine.open(asn: 65010, identifier: 0x0A00_0001),
                told: .init(.badIdentifier),
                configuration: inside
            ),
            OpenRow(testDescription: "hold time 3", open: Machine.open(holdTimeSeconds: 3), told: nil),
            OpenRow(testDescription: "hold time 0", open: Machine.open(holdTimeSeconds: 0), told: nil),
            OpenRow(
                testDescription: "hold time 9 at a floor of 10",
                open: Machine.open(holdTimeSeconds: 9),
                told: .init(.unacceptableHoldTime),
                configuration: floor
            ),
            OpenRow(
                testDescription: "hold time 10 at a floor of 10",
                open: Machine.open(holdTimeSeconds: 10),
                told: nil,
                configuration: floor
            ),
            OpenRow(
                testDescription: "no family in common",
                open: Machine.open(capabilities: [.family(.vpnIPv6)]),
                told: .init(.unsupportedCapability)
            ),
        ]
    }()

    @Test func `an UPDATE that must reset the session does so`() {
        var machine = Machine(in: .established)
        machine.verdict = .reset(NotificationError(.malformedAttributeList))
        machine.receive(Machine.update + Machine.update)
        #expect(machine.updates == 1)
        #expect(machine.session.state == .idle)
        let reason = DownReason(
            .error,
            origin: .local,
            notification: NotificationError(.malformedAttributeList),
            wasEstablished: true
        )
        #expect(machine.actions.downReasons == [reason])
    }

    @Test func `too many prefixes keep the session down, or bring it back when configured`() {
        for wait in [nil, Duration.seconds(30)] {
            var configuration = SessionConfiguration.left
            configuration.prefixLimitIdleHold = wait
            var machine = Machine(configuration, in: .established)
            machine.verdict = .prefixLimit(.ipv4Unicast, limit: 10)
            machine.receive(Machine.update)
            #expect(machine.actions.downReasons.map(\.cause) == [.prefixLimit])
            #expect(machine.actions.notifications.map(\.subcode) == [1])
            machine.wait(.seconds(30))
            #expect(machine.session.state == (wait == nil ? .idle : .connect))
            machine.handle(.start)
            #expect(machine.session.state == .connect)
        }
    }

    @Test func `a session that does not back off waits the same each time, to the dot`() {
        var configuration = SessionConfiguration.left
        configuration.initialIdleHold = .seconds(2)
        configuration.connectRetry = .seconds(7)
        configuration.backsOff = false
        var machine = Machine(configuration, in: .established)
        for _ in 0..<4 {
            machine.receive(Array(repeating: 0, count: 19))
            #expect(machine.session.nextDeadline == machine.now + .seconds(2))
            machine.wait(.seconds(2))
            machine.handle(.transportOpened(.outgoing))
        }
        for _ in 0..<3 {
            machine.handle(.transportClosed(.outgoing))
            #expect(machine.session.state == .active && machine.session.nextDeadline == machine.now + .seconds(7))
            machine.wait(.seconds(7))
            #expect(machine.session.state == .connect && machine.session.nextDeadline == machine.now + .seconds(7))
            machine.handle(.transportFailed(.outgoing))
            machine.wait(.seconds(7))
            machine.handle(.transportOpened(.outgoing))
        }
    }

    @Test func `failures keep a session in Idle for longer each time, until it is started anew`() {
        var machine = Machine(in: .established)
        /// How long the session rests after a message that is none.
        func failed() -> Duration {
            machine.receive(Array(repeating: 0, count: 19))
            #expect(machine.session.state == .idle)
            return (machine.session.nextDeadline ?? .zero) - machine.now
        }
        func opened(_ event: SessionEvent) {
            machine.handle(event)
            machine.handle(.transportOpened(.outgoing))
        }
        var rests = [failed()]
        for _ in 0..<5 {
            machine.now = machine.session.nextDeadline ?? .zero
            opened(.deadlineReached)
            rests.append(failed())
        }
        #expect(zip(rests, rests.dropFirst()).allSatisfy { $0 < $1 } && rests[5] >= .seconds(24))
        // Carrier has come back, say.
        opened(.start)
        #expect(failed() <= .seconds(1))
    }

    @Test func `keepalives leave after 75 to 100 per cent of their interval`() {
        var machine = Machine(in: .established)
        for _ in 0..<200 {
            let due = machine.session.nextDeadline ?? .zero
            #expect((45...60).contains((due - machine.now).nanoseconds / 1_000_000_000))
            machine.receive(KeepaliveMessage.bytes)
            machine.now = due
            machine.actions.removeAll()
            machine.handle(.deadlineReached)
            #expect(machine.actions == [.send(.outgoing, KeepaliveMessage.bytes)])
        }
    }

    @Test func `an UPDATE that was sent puts the keepalive off`() {
        var machine = Machine(in: .established)
        let before = machine.session.nextDeadline ?? .zero
        machine.now += .seconds(30)
        machine.session.sent(at: machine.now)
        #expect((machine.session.nextDeadline ?? .zero) > before)
    }

    @Test func `UPDATEs keep the session alive, ROUTE-REFRESH does not`() {
        var machine = Machine(in: .established)
        machine.wait(.seconds(170))
        machine.receive(Machine.update)
        machine.wait(.seconds(170))
        #expect(machine.session.state == .established)
        machine.receive(Machine.refresh)
        machine.wait(.seconds(10))
        #expect(machine.session.state == .idle)
    }

    @Test func `octets behind the keepalive that establishes are left for later`() {
        var machine = Machine(in: .openConfirm)
        let octets = KeepaliveMessage.bytes + Machine.update
        var updates = 0
        let taken = machine.session.receive(octets.span.bytes, on: .outgoing, at: .zero, into: &machine.actions) { _ in
            updates += 1
            return .accepted
        }
        #expect(taken == 19 && updates == 0)
        #expect(machine.actions.isEstablishedCount == 1)
        machine.receive(Array(octets.dropFirst(taken)))
        #expect(machine.updates == 1)
    }

    @Test func `a stable session starts over with a short rest, an unstable one rests longer`() {
        var machine = Machine(in: .established)
        var rests: [Int64] = []
        for round in 0..<10 {
            if round == 8 { machine.now += .seconds(40) }
            machine.handle(.transportClosed(.outgoing))
            let rest = (machine.session.nextDeadline ?? .zero) - machine.now
            rests.append(rest.nanoseconds / 1_000_000)
            machine.wait(rest)
            machine.handle(.transportOpened(.outgoing))
            machine.receive(Machine.open())
            machine.receive(KeepaliveMessage.bytes)
            #expect(machine.session.state == .established)
        }
        let ceilings: [Int64] = [1, 2, 4, 8, 16, 32, 60, 60, 1, 2].map { $0 * 1000 }
        for (rest, ceiling) in zip(rests, ceilings) { #expect((ceiling * 3 / 4...ceiling).contains(rest)) }
    }

    @Test func `attempts that fail come at growing distances up to the connect retry time`() {
        var machine = Machine(in: .connect)
        var gaps: [Int64] = []
        for _ in 0..<6 {
            machine.handle(.transportFailed(.outgoing))
            let gap = (machine.session.nextDeadline ?? .zero) - machine.now
            gaps.append(gap.nanoseconds / 1_000_000)
            machine.wait(gap)
        }
        let ceilings: [Int64] = [1000, 2000, 4000, 5000, 5000, 5000]
        for (gap, ceiling) in zip(gaps, ceilings) { #expect((ceiling * 3 / 4...ceiling).contains(gap)) }
    }

    @Test func `a start hurries an attempt that is probably lost, but not a fresh one`() {
        var machine = Machine(in: .connect)
        machine.handle(.start)
        #expect(machine.actions.isEmpty)
        machine.now += .seconds(2)
        machine.handle(.start)
        #expect(machine.actions == [.closeTransport(.outgoing), .openTransport])
    }

    @Test func `a connection from the peer is taken in every state but Idle and Established`() {
        for state in BGPSession.State.allCases {
            let machine = Machine(in: state)
            #expect(machine.session.acceptsIncoming == (state != .idle && state != .established))
        }
    }

    @Test func `the OPEN announces what is configured`() throws {
        var configuration = SessionConfiguration.left
        configuration.localASN = 4_200_000_000
        configuration.families = [.ipv4Unicast, .vpnIPv6]
        configuration.offersExtendedMessages = true
        configuration.gracefulRestart = GracefulRestart(restartTimeSeconds: 120, families: [])
        configuration.additionalCapabilities = [.unknown(code: 9, value: [1])]
        var machine = Machine(configuration, in: .connect)
        machine.handle(.transportOpened(.outgoing))
        guard case .send(.outgoing, let octets) = machine.actions.first else {
            Issue.record("no OPEN")
            return
        }
        let body = [UInt8](octets.dropFirst(19))
        let open = try OpenMessage(body: body.span.bytes)
        #expect(open.asn == 4_200_000_000)
        #expect(open.holdTimeSeconds == 180)
        #expect(open.families == [.ipv4Unicast, .vpnIPv6])
        #expect(open.gracefulRestart?.restartTimeSeconds == 120)
        #expect(open.capabilities.contains(.extendedMessage) && open.capabilities.contains(.routeRefresh))
        #expect(open.capabilities.contains(.unknown(code: 9, value: [1])))
    }

    @Test func `a message that is too long is refused until extended ones are offered`() {
        let header = Array(repeating: UInt8(0xFF), count: 16) + [0x20, 0, 2]
        var machine = Machine(in: .established)
        machine.receive(header)
        #expect(machine.session.state == .idle)
        var configuration = SessionConfiguration.left
        configuration.offersExtendedMessages = true
        machine = Machine(configuration, in: .established)
        machine.receive(header)
        #expect(machine.session.state == .established)
    }
}
