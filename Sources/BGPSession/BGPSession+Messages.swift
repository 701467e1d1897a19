import BGPWire
public import NetworkTypes

extension BGPSession {
    /// Takes octets of a connection in; `update` sees the body of each UPDATE while Established.
    ///
    /// - Returns: how many octets were taken. Fewer than given only directly after `.established` was appended: act on it, then
    ///   call again with the rest. Octets for a connection that is gone are taken and dropped.
    public mutating func receive(
        _ bytes: RawSpan,
        on slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction],
        update: (RawSpan) -> UpdateVerdict
    ) -> Int {
        guard let phase = self[slot]?.phase, phase != .opening,
            // The framer is out on loan while its octets are looked at.
            var framer = self[slot]?.framer
        else { return bytes.byteCount }
        self[slot]?.framer = MessageFramer()
        defer { settle(into: &actions) }
        var offset = 0
        while true {
            do throws(NotificationError) {
                guard let frame = try framer.next(in: bytes, at: &offset) else { break }
                let body = framer.body(of: frame, in: bytes)
                try receive(frame.type, body, on: slot, at: now, into: &actions, update: update)
            } catch {
                // Events 21, 22, 28 and their like: tell the peer, go to Idle (§8.2.2, OpenSent and later).
                abandon(slot, DownReason(.error, origin: .local, notification: error), at: now, into: &actions)
            }
            guard let connection = self[slot] else { return bytes.byteCount }
            if connection.phase == .established, state != .established {
                establish(slot, at: now, into: &actions)
                break
            }
        }
        self[slot]?.framer = framer
        return offset
    }

    /// One message; errors end the connection.
    private mutating func receive(
        _ type: MessageType,
        _ body: RawSpan,
        on slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction],
        update: (RawSpan) -> UpdateVerdict
    ) throws(NotificationError) {
        guard let phase = self[slot]?.phase else { return }
        switch (type, phase) {
        case (.notification, _):
            receiveNotification(body, on: slot, at: now, into: &actions)
        case (.open, .openSent):
            try receiveOpen(OpenMessage(body: body), on: slot, at: now, into: &actions)
        case (.keepalive, .openConfirm):
            // Event 26 in OpenConfirm.
            restartHoldTimer(slot, at: now)
            self[slot]?.phase = .established
        case (.keepalive, .established):
            restartHoldTimer(slot, at: now)
        case (.update, .established):
            restartHoldTimer(slot, at: now)
            try receiveVerdict(update(body), at: now, into: &actions)
        case (.routeRefresh, .established):
            try receiveRefresh(RouteRefresh(body: body), into: &actions)
        case (_, .opening), (.keepalive, .openSent), (.update, .openSent), (.routeRefresh, .openSent):
            throw NotificationError(.unexpectedInOpenSent)
        case (.open, .openConfirm), (.update, .openConfirm), (.routeRefresh, .openConfirm):
            throw NotificationError(.unexpectedInOpenConfirm)
        case (.open, .established):
            throw NotificationError(.unexpectedInEstablished)
        }
    }

    /// Events 24 and 25: to Idle without an answer.
    private mutating func receiveNotification(
        _ body: RawSpan,
        on slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction]
    ) {
        let received: NotificationError?
        do throws(NotificationError) { received = try NotificationError(body: body) } catch { received = nil }
        let reason = DownReason(.notification, origin: .remote, notification: received)
        abandon(slot, reason, at: now, into: &actions)
    }

    private mutating func receiveVerdict(
        _ verdict: UpdateVerdict,
        at now: Instant,
        into actions: inout [SessionAction]
    ) throws(NotificationError) {
        switch verdict {
        case .accepted: break
        case .reset(let error): throw error
        case .prefixLimit(let family, let limit):
            handle(.stop(.prefixLimit(family, limit: limit)), at: now, into: &actions)
        }
    }

    /// A family that was not negotiated is ignored (RFC 2918 §4), and so are the markers of RFC 7313.
    private func receiveRefresh(_ request: RouteRefresh, into actions: inout [SessionAction]) {
        guard request.subtype == 0, let family = request.identifier.family,
            let negotiated, negotiated.routeRefresh, negotiated.families.contains(family)
        else { return }
        actions.append(.refreshRequested(family))
    }

    /// The connection is the one: others end (RFC 4271 §6.8), routes may flow.
    private mutating func establish(_ slot: ConnectionSlot, at now: Instant, into actions: inout [SessionAction]) {
        close(slot.other, sending: NotificationError(.connectionCollision), into: &actions)
        connectRetryDeadline = nil
        establishedAt = now
        negotiated = self[slot]?.negotiated
        // Unless the speaker itself restarts, a later session finds its forwarding state as this one left it.
        preservesForwarding = true
        settle(into: &actions)
        if let negotiated { actions.append(.established(slot, negotiated)) }
    }
}
