import BGPWire
public import NetworkTypes

extension BGPSession {
    /// Every event has a defined outcome in every state; calling early or twice is harmless.
    public mutating func handle(_ event: SessionEvent, at now: Instant, into actions: inout [SessionAction]) {
        switch event {
        case .start: start(at: now, into: &actions)
        case .stop(let reason): stop(reason, at: now, into: &actions)
        case .transportOpened(let slot): transportOpened(slot, at: now, into: &actions)
        case .transportFailed(let slot), .transportClosed(let slot): transportLost(slot, at: now, into: &actions)
        case .carrierLost: pathLost(DownReason(.carrier, origin: .local), at: now, into: &actions)
        case .bfdDown:
            let notification = flushing(NotificationError(.bfdDown))
            pathLost(DownReason(.bfd, origin: .local, notification: notification), at: now, into: &actions)
        case .bfdDownWithControlPlane:
            var reason = DownReason(.bfd, origin: .local, notification: NotificationError(.bfdDown))
            reason.mayBeRestart = configuration.bfdMayBeRestart
            pathLost(reason, at: now, into: &actions)
        case .peerReconnects:
            guard acceptsReplacement, let slot = establishedSlot else { break }
            abandon(slot, DownReason(.transport, origin: .remote), at: now, into: &actions)
            begin(at: now, into: &actions)
        case .deadlineReached: deadlineReached(at: now, into: &actions)
        }
        settle(into: &actions)
    }

    /// Events 1 and 3 to 5: out of Idle at once (§8.2.2, Idle); elsewhere they only hurry a waiting attempt.
    private mutating func start(at now: Instant, into actions: inout [SessionAction]) {
        // Whoever starts it anew knows that there is a reason to: what failed before, as while a carrier flapped, does not count.
        idleHold = configuration.initialIdleHold
        switch life {
        case .stopped, .held:
            connectRetryCounter = 0
            begin(at: now, into: &actions)
        case .running:
            guard incoming == nil, !configuration.isPassive else { return }
            guard let attempt = outgoing else {
                connect(at: now, into: &actions)
                return
            }
            // An attempt that is older than this was probably lost in the hole from which the path has just come back.
            guard attempt.phase == .opening, now - attempt.since >= configuration.initialIdleHold else { return }
            actions.append(.closeTransport(.outgoing))
            connect(at: now, into: &actions)
        }
    }

    /// Event 2 and 8: Cease on what stands, then Idle (§8.2.2, every state).
    private mutating func stop(_ reason: StopReason, at now: Instant, into actions: inout [SessionAction]) {
        let notification = reason.notification
        let down = DownReason(
            reason.cause,
            origin: .local,
            notification: reason.keepsRoutes ? notification : flushing(notification)
        )
        let isUp = life == .running
        switch reason {
        case .administrativeShutdown, .peerDeconfigured:
            if isUp { abandonAll(down, at: now, into: &actions) }
            connectRetryCounter = 0
            idleHold = configuration.initialIdleHold
            life = .stopped
        case .prefixLimit:
            guard isUp else { return }
            abandonAll(down, at: now, into: &actions)
            life = .held(until: configuration.prefixLimitIdleHold.map { now + $0 })
        case .administrativeReset, .gracefulReset, .configurationChange, .outOfResources:
            guard isUp else { return }
            abandonAll(down, at: now, into: &actions)
            rest(at: now)
        }
    }

    /// Events 16 and 17: send OPEN, wait for the peer's with a large hold time (§8.2.2, Connect and Active).
    private mutating func transportOpened(
        _ slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction]
    ) {
        if let known = self[slot], known.phase != .opening { return }
        let isExpected = slot == .incoming ? acceptsIncoming : outgoing != nil
        guard isExpected else {
            // Idle refuses connections, and one that is up is not replaced (§8.2.2, Idle; §6.8).
            actions.append(.closeTransport(slot))
            return
        }
        // The attempt of our own, if one is under way beside it, keeps its timer.
        if slot == .outgoing || outgoing == nil { connectRetryDeadline = nil }
        var connection = Connection(.openSent, at: now)
        connection.holdDeadline = now + configuration.openHoldTime
        if configuration.offersExtendedMessages {
            connection.framer.maximumLength = MessageHeader.extendedMaximumLength
        }
        self[slot] = connection
        actions.append(.send(slot, openMessage))
    }

    /// Event 18: from Connect and OpenSent back to listening, from further on to Idle (§8.2.2).
    private mutating func transportLost(
        _ slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction]
    ) {
        guard let connection = self[slot] else { return }
        let reason = DownReason(.transport, origin: .remote)
        if connection.phase >= .openConfirm {
            abandon(slot, reason, at: now, into: &actions)
            return
        }
        remove(slot)
        if slot == .outgoing { connectRetryDeadline = nil }
        guard outgoing == nil, incoming == nil else { return }
        if connection.phase == .openSent { actions.append(.down(reason)) }
        waitForRetry(at: now)
    }

    /// The path to the peer is dead: no point in waiting for the hold timer (RFC 5882 §4.3).
    private mutating func pathLost(_ reason: DownReason, at now: Instant, into actions: inout [SessionAction]) {
        let phases = [outgoing?.phase, incoming?.phase].compactMap { $0 }
        guard phases.contains(where: { $0 >= .openSent }) else { return }
        abandonAll(reason, at: now, into: &actions)
        rest(at: now)
    }
}

extension BGPSession {
    /// Leaves Idle: towards Connect, or Active if the peer is to connect (§8.2.2, Idle).
    mutating func begin(at now: Instant, into actions: inout [SessionAction]) {
        life = .running
        connectBackoff = configuration.initialIdleHold
        connectRetryDeadline = nil
        if !configuration.isPassive { connect(at: now, into: &actions) }
    }

    mutating func connect(at now: Instant, into actions: inout [SessionAction]) {
        outgoing = Connection(.opening, at: now)
        connectRetryDeadline = now + jittered(configuration.connectRetry)
        actions.append(.openTransport)
    }

    /// In Active with the next attempt at a growing distance, at most the time between attempts that time out.
    mutating func waitForRetry(at now: Instant) {
        guard !configuration.isPassive else { return }
        guard configuration.backsOff else {
            connectRetryDeadline = now + configuration.connectRetry
            return
        }
        connectRetryDeadline = now + jittered(connectBackoff)
        connectBackoff = min(connectBackoff * 2, configuration.connectRetry)
    }

    /// Rests in Idle after a failure, for longer each time (§8.1.1, IdleHoldTimer).
    mutating func rest(at now: Instant) {
        connectRetryCounter &+= 1
        connectRetryDeadline = nil
        life = .held(until: now + jittered(idleHold))
        if configuration.backsOff { idleHold = min(idleHold * 2, configuration.maximumIdleHold) }
    }

    /// Up to a quarter less (RFC 4271 §10).
    private mutating func jittered(_ duration: Duration) -> Duration {
        configuration.backsOff ? generator.jittered(duration, percent: 25) : duration
    }

    /// Ends one connection, telling the peer if there is something to tell; Idle follows if it was the only one.
    mutating func abandon(
        _ slot: ConnectionSlot,
        _ reason: DownReason,
        at now: Instant,
        into actions: inout [SessionAction]
    ) {
        guard let connection = self[slot] else { return }
        var reason = reason
        reason.mayBeRestart = negotiated?.restart?.allows(reason) == true
        close(slot, sending: reason.origin == .local ? reason.notification : nil, into: &actions)
        guard outgoing == nil, incoming == nil else { return }
        report(reason, wasEstablished: connection.phase == .established, at: now, into: &actions)
        rest(at: now)
    }

    /// Ends all connections; the caller decides what follows.
    mutating func abandonAll(_ reason: DownReason, at now: Instant, into actions: inout [SessionAction]) {
        let phases = [outgoing?.phase, incoming?.phase].compactMap { $0 }
        var reason = reason
        reason.mayBeRestart = negotiated?.restart?.allows(reason) == true
        for slot in ConnectionSlot.allCases { close(slot, sending: reason.notification, into: &actions) }
        connectRetryDeadline = nil
        guard phases.contains(where: { $0 >= .openSent }) else { return }
        report(reason, wasEstablished: phases.contains(.established), at: now, into: &actions)
    }

    /// As a Hard Reset to a peer that would otherwise go on using routes (RFC 8538 §3).
    private func flushing(_ notification: NotificationError) -> NotificationError {
        negotiated?.restart?.honoursNotification == true ? notification.asHardReset : notification
    }

    /// Takes a connection away, with a NOTIFICATION if the peer could read one.
    mutating func close(
        _ slot: ConnectionSlot,
        sending notification: NotificationError?,
        into actions: inout [SessionAction]
    ) {
        guard let connection = self[slot] else { return }
        if let notification, connection.phase >= .openSent { actions.append(.send(slot, notification.message)) }
        actions.append(.closeTransport(slot))
        remove(slot)
    }

    private mutating func remove(_ slot: ConnectionSlot) {
        if self[slot]?.phase == .established {
            negotiated = nil
            sendHoldDeadline = nil
        }
        self[slot] = nil
    }

    private mutating func report(
        _ reason: DownReason,
        wasEstablished: Bool,
        at now: Instant,
        into actions: inout [SessionAction]
    ) {
        var reason = reason
        reason.wasEstablished = wasEstablished
        if wasEstablished, now - establishedAt >= configuration.stableTime { idleHold = configuration.initialIdleHold }
        actions.append(.down(reason))
    }

    /// Says so if the state is another one than before.
    mutating func settle(into actions: inout [SessionAction]) {
        let current = currentState
        guard current != state else { return }
        actions.append(.stateChanged(from: state, to: current))
        state = current
    }

    private var currentState: State {
        guard life == .running else { return .idle }
        let phase = max(outgoing?.phase ?? .opening, incoming?.phase ?? .opening)
        switch phase {
        case .established: return .established
        case .openConfirm: return .openConfirm
        case .openSent: return .openSent
        case .opening: return outgoing == nil ? .active : .connect
        }
    }
}
