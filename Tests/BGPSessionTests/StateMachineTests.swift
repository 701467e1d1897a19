import BGPSession
import BGPWire
import NetworkTypes
import Testing

/// A session brought into a state, and what it did since.
struct Machine {
    var session: BGPSession
    var now = Instant.zero
    var actions: [SessionAction] = []
    var verdict = UpdateVerdict.accepted
    var updates = 0

    init(_ configuration: SessionConfiguration = .left, in state: BGPSession.State = .idle) {
        session = BGPSession(configuration: configuration, generator: SeededGenerator(seed: 1))
        bring(to: state)
        actions.removeAll()
    }

    private mutating func bring(to state: BGPSession.State) {
        if state == .idle { return }
        handle(.start)
        if state == .connect { return }
        handle(state == .active ? .transportFailed(.outgoing) : .transportOpened(.outgoing))
        if state >= .openConfirm { receive(Self.open()) }
        if state == .established { receive(KeepaliveMessage.bytes) }
    }

    mutating func handle(_ event: SessionEvent) { session.handle(event, at: now, into: &actions) }

    mutating func receive(_ octets: [UInt8], on slot: ConnectionSlot = .outgoing) {
        let verdict = self.verdict
        var updates = 0
        _ = session.receive(octets.span.bytes, on: slot, at: now, into: &actions) { _ in
            updates += 1
            return verdict
        }
        self.updates += updates
    }

    mutating func wait(_ duration: Duration) {
        now += duration
        handle(.deadlineReached)
    }

    /// The OPEN of the peer that the configuration expects.
    static func open(
        asn: ASN = 12076,
        holdTimeSeconds: UInt16 = 180,
        identifier: UInt32 = 0x0A00_0002,
        capabilities: [Capability] = [.family(.ipv4Unicast), .routeRefresh]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        OpenMessage(
            asn: asn,
            holdTimeSeconds: holdTimeSeconds,
            identifier: RouterID(rawValue: identifier),
            capabilities: capabilities + [.fourOctetAS(asn)]
        ).appendMessage(to: &bytes)
        return bytes
    }

    static let update: [UInt8] = {
        var writer = UpdateWriter(context: WireContext())
        var bytes: [UInt8] = []
        writer.appendEndOfRIB(.ipv4Unicast, to: &bytes)
        return bytes
    }()

    static let refresh: [UInt8] = {
        var bytes: [UInt8] = []
        RouteRefresh(.ipv4Unicast).appendMessage(to: &bytes)
        return bytes
    }()
}

/// One row of RFC 4271 §8.2.2: an event in a state, the state after it, and what the peer is told.
struct StateRow: CustomTestStringConvertible, Sendable {
    var state: BGPSession.State
    var stimulus: Stimulus
    var next: BGPSession.State
    var told: NotificationError?
    var closes: Bool

    enum Stimulus: Sendable {
        case event(SessionEvent)
        case octets(String, [UInt8])
        case elapsed(Duration)

        static let open = octets("OPEN", Machine.open())
        static let keepalive = octets("KEEPALIVE", KeepaliveMessage.bytes)
        static let update = octets("UPDATE", Machine.update)
        static let refresh = octets("ROUTE-REFRESH", Machine.refresh)
        static let notification = octets("NOTIFICATION", NotificationError(.administrativeReset).message)
        static let badHeader = octets("bad header", Array(repeating: 0, count: 19))
        static let badOpen = octets("OPEN of another AS", Machine.open(asn: 1))
    }

    init(
        _ state: BGPSession.State,
        _ stimulus: Stimulus,
        _ next: BGPSession.State,
        tells told: NotificationError? = nil,
        closes: Bool = false
    ) {
        self.state = state
        self.stimulus = stimulus
        self.next = next
        self.told = told
        self.closes = closes
    }

    var testDescription: String { "\(state), \(stimulus)" }
}

@Suite("State machine") struct StateMachineTests {
    @Test(arguments: idle + connect + active + openSent + openConfirm + established)
    func `each row of RFC 4271 leads where it says`(row: StateRow) {
        var machine = Machine(in: row.state)
        #expect(machine.session.state == row.state)
        switch row.stimulus {
        case .event(let event): machine.handle(event)
        case .octets(_, let octets): machine.receive(octets)
        case .elapsed(let duration): machine.wait(duration)
        }
        #expect(machine.session.state == row.next)
        #expect(machine.actions.notifications == (row.told.map { [$0] } ?? []))
        #expect(machine.actions.contains(.closeTransport(.outgoing)) == row.closes)
        let changes = machine.actions.compactMap { action -> BGPSession.State? in
            if case .stateChanged(_, let state) = action { state } else { nil }
        }
        #expect(changes == (row.next == row.state ? [] : [row.next]))
        #expect((machine.session.negotiated != nil) == (row.next == .established))
    }

    /// §8.2.2, Idle: starts lead out, everything else is ignored, connections are refused.
    static let idle = [
        StateRow(.idle, .event(.start), .connect),
        StateRow(.idle, .event(.stop(.administrativeShutdown())), .idle),
        StateRow(.idle, .event(.stop(.administrativeReset())), .idle),
        StateRow(.idle, .event(.transportOpened(.outgoing)), .idle, closes: true),
        StateRow(.idle, .event(.transportFailed(.outgoing)), .idle),
        StateRow(.idle, .event(.transportClosed(.incoming)), .idle),
        StateRow(.idle, .event(.bfdDown), .idle),
        StateRow(.idle, .event(.carrierLost), .idle),
        StateRow(.idle, .elapsed(.seconds(1000)), .idle),
        StateRow(.idle, .open, .idle),
        StateRow(.idle, .keepalive, .idle),
    ]

    /// §8.2.2, Connect; a failure leads to Active here.
    static let connect = [
        StateRow(.connect, .event(.start), .connect),
        StateRow(.connect, .event(.stop(.administrativeShutdown())), .idle, closes: true),
        StateRow(.connect, .event(.stop(.administrativeReset())), .idle, closes: true),
        StateRow(.connect, .elapsed(.seconds(5)), .connect, closes: true),
        StateRow(.connect, .event(.transportOpened(.outgoing)), .openSent),
        StateRow(.connect, .event(.transportOpened(.incoming)), .openSent),
        StateRow(.connect, .event(.transportFailed(.outgoing)), .active),
        StateRow(.connect, .event(.transportFailed(.incoming)), .connect),
        StateRow(.connect, .event(.bfdDown), .connect),
        StateRow(.connect, .event(.carrierLost), .connect),
        StateRow(.connect, .open, .connect),
    ]

    /// §8.2.2, Active.
    static let active = [
        StateRow(.active, .event(.start), .connect),
        StateRow(.active, .event(.stop(.peerDeconfigured)), .idle),
        StateRow(.active, .event(.stop(.administrativeReset())), .idle),
        StateRow(.active, .elapsed(.seconds(1)), .connect),
        StateRow(.active, .event(.transportOpened(.incoming)), .openSent),
        StateRow(.active, .event(.transportOpened(.outgoing)), .active, closes: true),
        StateRow(.active, .event(.transportFailed(.outgoing)), .active),
        StateRow(.active, .open, .active),
    ]

    /// §8.2.2, OpenSent.
    static let openSent = [
        StateRow(.openSent, .event(.start), .openSent),
        StateRow(
            .openSent,
            .event(.stop(.administrativeShutdown())),
            .idle,
            tells: .init(.administrativeShutdown),
            closes: true
        ),
        StateRow(
            .openSent,
            .event(.stop(.configurationChange)),
            .idle,
            tells: .init(.otherConfigurationChange),
            closes: true
        ),
        StateRow(.openSent, .event(.transportClosed(.outgoing)), .active),
        StateRow(.openSent, .event(.transportOpened(.outgoing)), .openSent),
        StateRow(.openSent, .event(.transportOpened(.incoming)), .openSent),
        StateRow(.openSent, .event(.bfdDown), .idle, tells: .init(.bfdDown), closes: true),
        StateRow(.openSent, .event(.carrierLost), .idle, closes: true),
        StateRow(.openSent, .elapsed(.seconds(239)), .openSent),
        StateRow(.openSent, .elapsed(.seconds(240)), .idle, tells: .holdTimerExpired, closes: true),
        StateRow(.openSent, .open, .openConfirm),
        StateRow(.openSent, .badOpen, .idle, tells: .init(.badPeerAS), closes: true),
        StateRow(.openSent, .badHeader, .idle, tells: .init(.connectionNotSynchronized), closes: true),
        StateRow(.openSent, .notification, .idle, closes: true),
        StateRow(.openSent, .keepalive, .idle, tells: .init(.unexpectedInOpenSent), closes: true),
        StateRow(.openSent, .update, .idle, tells: .init(.unexpectedInOpenSent), closes: true),
        StateRow(.openSent, .refresh, .idle, tells: .init(.unexpectedInOpenSent), closes: true),
    ]

    /// §8.2.2, OpenConfirm.
    static let openConfirm = [
        StateRow(.openConfirm, .event(.start), .openConfirm),
        StateRow(
            .openConfirm,
            .event(.stop(.administrativeShutdown())),
            .idle,
            tells: .init(.administrativeShutdown),
            closes: true
        ),
        StateRow(.openConfirm, .event(.stop(.outOfResources)), .idle, tells: .init(.outOfResources), closes: true),
        StateRow(.openConfirm, .event(.transportClosed(.outgoing)), .idle, closes: true),
        StateRow(.openConfirm, .event(.bfdDown), .idle, tells: .init(.bfdDown), closes: true),
        StateRow(.openConfirm, .elapsed(.seconds(60)), .openConfirm),
        StateRow(.openConfirm, .elapsed(.seconds(180)), .idle, tells: .holdTimerExpired, closes: true),
        StateRow(.openConfirm, .keepalive, .established),
        StateRow(.openConfirm, .notification, .idle, closes: true),
        StateRow(.openConfirm, .open, .idle, tells: .init(.unexpectedInOpenConfirm), closes: true),
        StateRow(.openConfirm, .update, .idle, tells: .init(.unexpectedInOpenConfirm), closes: true),
        StateRow(.openConfirm, .refresh, .idle, tells: .init(.unexpectedInOpenConfirm), closes: true),
        StateRow(.openConfirm, .badHeader, .idle, tells: .init(.connectionNotSynchronized), closes: true),
    ]

    /// §8.2.2, Established.
    static let established = [
        StateRow(.established, .event(.start), .established),
        StateRow(
            .established,
            .event(.stop(.administrativeShutdown(communication: "bye"))),
            .idle,
            tells: .init(.administrativeShutdown, communication: "bye"),
            closes: true
        ),
        StateRow(
            .established,
            .event(.stop(.administrativeReset())),
            .idle,
            tells: .init(.administrativeReset),
            closes: true
        ),
        StateRow(.established, .event(.stop(.peerDeconfigured)), .idle, tells: .init(.peerDeconfigured), closes: true),
        StateRow(
            .established,
            .event(.stop(.prefixLimit(.ipv4Unicast, limit: 4000))),
            .idle,
            tells: .init(.maximumPrefixes, data: [0, 1, 1, 0, 0, 0x0F, 0xA0]),
            closes: true
        ),
        StateRow(.established, .event(.transportClosed(.outgoing)), .idle, closes: true),
        StateRow(.established, .event(.transportOpened(.incoming)), .established),
        StateRow(.established, .event(.bfdDown), .idle, tells: .init(.bfdDown), closes: true),
        StateRow(.established, .event(.carrierLost), .idle, closes: true),
        StateRow(.established, .elapsed(.seconds(179)), .established),
        StateRow(.established, .elapsed(.seconds(180)), .idle, tells: .holdTimerExpired, closes: true),
        StateRow(.established, .keepalive, .established),
        StateRow(.established, .update, .established),
        StateRow(.established, .refresh, .established),
        StateRow(.established, .notification, .idle, closes: true),
        StateRow(.established, .open, .idle, tells: .init(.unexpectedInEstablished), closes: true),
        StateRow(.established, .badHeader, .idle, tells: .init(.connectionNotSynchronized), closes: true),
    ]
}
