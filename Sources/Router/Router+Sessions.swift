public import BGPSession
import BGPWire
import Forwarding
public import NetworkTypes
import RIB

extension Router {
    /// Starts every session.
    public mutating func start(at now: Instant, cause: Int?, into output: inout RouterOutput) {
        beginRestart(at: now, cause: cause, into: &output)
        for neighbor in peers.indices { handle(.start, neighbor: neighbor, at: now, cause: cause, into: &output) }
    }

    /// Tells a session what happened to its transport, or what its operator or its carrier wants of it.
    public mutating func handle(
        _ event: SessionEvent,
        neighbor: Int,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        if event == .start, peers[neighbor].isShutDown { return }
        peers[neighbor].session.handle(event, at: now, into: &sessionActions)
        settle(neighbor, at: now, cause: cause, into: &output)
    }

    /// Shuts a session down until it is allowed again; neither carrier nor a new start of the router brings it back before.
    ///
    /// - Parameter reason: what the peer is told; one that stays down.
    public mutating func setShutDown(
        _ isShutDown: Bool,
        _ reason: StopReason = .administrativeShutdown(),
        neighbor: Int,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        peers[neighbor].isShutDown = isShutDown
        if isShutDown { endHelping(neighbor, .administrative, cause: cause, into: &output) }
        handle(
            isShutDown ? .stop(reason) : .start,
            neighbor: neighbor,
            at: now,
            cause: cause,
            into: &output
        )
    }

    /// The neighbour was found dead by somebody else: health probing.
    public mutating func neighborFailed(
        _ neighbor: Int,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        peers[neighbor].ownerCause = .healthProbe
        setAlive(neighbor, false, cause: cause, into: &output)
        handle(.bfdDown, neighbor: neighbor, at: now, cause: cause, into: &output)
        peers[neighbor].ownerCause = nil
    }

    /// BFD beside a session left Up because the path is broken (RFC 5882 §4.2), or reached Up.
    ///
    /// Where BFD shares the fate of a control plane, at either end, and the neighbour restarts gracefully, its end may be that of the
    /// control plane alone: then routes stay in use (RFC 5882 §4.3).
    public mutating func bfdChanged(
        _ neighbor: Int,
        isUp: Bool,
        isControlPlaneIndependent: Bool = false,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        if !isUp, !isControlPlaneIndependent, mayRestart(neighbor) {
            handle(.bfdDownWithControlPlane, neighbor: neighbor, at: now, cause: cause, into: &output)
            return
        }
        if isUp || configuration.behavior.bfdForwarding {
            setAlive(neighbor, isUp, cause: cause, into: &output)
        }
        guard !isUp else { return }
        endHelping(neighbor, .forwardingDead, cause: cause, into: &output)
        handle(.bfdDown, neighbor: neighbor, at: now, cause: cause, into: &output)
    }

    /// A connection that asks for one of our sessions: which one, if it is wanted now.
    public func neighbor(domain: Int, local: IPAddress, remote: IPAddress) -> Int? {
        configuration.neighbors.indices.first { index in
            let neighbor = configuration.neighbors[index]
            return neighbor.remoteAddress == remote && neighbor.localAddress == local
                && neighbor.domain ?? 0 == domain && peers[index].session.acceptsIncoming
        }
    }

    /// A session of ours whose neighbour connects anew while it is up, as one that has restarted does (RFC 4724 §5).
    ///
    /// The owner tells it ``SessionEvent/peerReconnects``, closes what that asks for, and takes the new connection then.
    public func reconnectingNeighbor(domain: Int, local: IPAddress, remote: IPAddress) -> Int? {
        configuration.neighbors.indices.first { index in
            let neighbor = configuration.neighbors[index]
            return neighbor.remoteAddress == remote && neighbor.localAddress == local
                && neighbor.domain ?? 0 == domain && peers[index].session.acceptsReplacement
        }
    }

    /// The established connection has no room for more, so that nothing is exported to the peer, or has room again.
    ///
    /// Say so once more whenever some octets have left and others still wait (RFC 9687 §3.2).
    public mutating func transport(neighbor: Int, isBlocked: Bool, at now: Instant) {
        peers[neighbor].isBlocked = isBlocked
        peers[neighbor].session.transport(isBlocked: isBlocked, at: now)
        noteDeadline(neighbor)
    }

    /// Octets arrived on a connection.
    public mutating func receive(
        _ bytes: RawSpan,
        neighbor: Int,
        _ slot: ConnectionSlot,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        var offset = 0
        var intake = Intake()
        while offset < bytes.byteCount {
            let taken = Self.receive(
                bytes.extracting(offset..<bytes.byteCount),
                slot,
                at: now,
                peer: &peers[neighbor],
                rib: &rib,
                actions: &sessionActions,
                intake: &intake
            )
            offset += taken
            // What the peer says after it went down is not heard any more; if it went down for what it said, that comes first.
            let offends = sessionActions.contains(where: \.isOfPeersMaking) && intake.messages > 0
            if offends || offset >= bytes.byteCount {
                note(intake, from: neighbor, at: now, cause: cause, into: &output)
                intake = Intake()
                dampen(at: now, cause: workCause, into: &output)
            }
            settle(neighbor, at: now, cause: offends ? workCause : cause, into: &output)
            if taken == 0 { break }
        }
    }

    /// What a batch of UPDATE messages brought.
    struct Intake {
        var messages = 0
        var announced = 0
        var withdrawn = 0
        var endsOfRIB: RouteFamilySet = []
    }

    /// Apart from `self`, because session and RIB are changed at the same time.
    private static func receive(
        _ bytes: RawSpan,
        _ slot: ConnectionSlot,
        at now: Instant,
        peer: inout Peer,
        rib: inout RIB,
        actions: inout [SessionAction],
        intake: inout Intake
    ) -> Int {
        let index = peer.index
        return peer.session.receive(bytes, on: slot, at: now, into: &actions) { body in
            let verdict = rib.apply(updateBody: body, from: index)
            intake.messages += 1
            intake.announced += verdict.announced
            intake.withdrawn += verdict.withdrawn
            if let family = verdict.endOfRIB { intake.endsOfRIB.insert(family) }
            switch verdict.outcome {
            case .accepted, .treatedAsWithdraw: return .accepted
            case .reset(let error): return .reset(error)
            case .prefixLimitExceeded(let family, let limit):
                return .prefixLimit(family, limit: UInt32(clamping: limit))
            }
        }
    }

    private mutating func note(
        _ intake: Intake,
        from neighbor: Int,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        guard intake.messages > 0 else { return }
        peers[neighbor].receivedUpdates += intake.messages
        workCause = output.log(
            .updateReceived(
                neighbor: neighbor,
                number: peers[neighbor].receivedUpdates,
                messages: intake.messages,
                announced: intake.announced,
                withdrawn: intake.withdrawn
            ),
            because: cause
        )
        guard !intake.endsOfRIB.isEmpty else { return }
        for family in intake.endsOfRIB.families {
            receivedEndOfRIB(family, from: neighbor, cause: workCause, into: &output)
        }
        endDeferral(at: now, cause: workCause, into: &output)
    }

    /// Carries out what a session asked for.
    mutating func settle(_ neighbor: Int, at now: Instant, cause: Int?, into output: inout RouterOutput) {
        var cause = cause
        // A session may ask for more while its requests are carried out; those follow.
        while !sessionActions.isEmpty {
            let actions = sessionActions
            sessionActions.removeAll(keepingCapacity: true)
            for action in actions { perform(action, neighbor, at: now, cause: &cause, into: &output) }
        }
        noteDeadline(neighbor)
    }

    private mutating func noteDeadline(_ neighbor: Int) {
        sessionDeadlines[neighbor] = peers[neighbor].session.nextDeadline ?? .distantFuture
    }

    private mutating func perform(
        _ action: SessionAction,
        _ neighbor: Int,
        at now: Instant,
        cause: inout Int?,
        into output: inout RouterOutput
    ) {
        switch action {
        case .openTransport:
            if let interface = configuration.neighbors[neighbor].interface, !interfaceIsUp[interface] {
                peers[neighbor].session.handle(.transportFailed(.outgoing), at: now, into: &sessionActions)
            } else {
                output.actions.append(.openTransport(neighbor: neighbor))
            }
        case .closeTransport(let slot):
            output.actions.append(.closeTransport(neighbor: neighbor, slot))
        case .send(let slot, let bytes):
            output.actions.append(.send(neighbor: neighbor, slot, bytes))
        case .stateChanged(let before, let after):
            listenForBFD(neighbor, from: before, to: after, into: &output)
        case .established(let slot, let parameters):
            peers[neighbor].changedAt = now
            cause = established(neighbor, slot, parameters, at: now, cause: cause, into: &output)
        case .down(let reason):
            if reason.wasEstablished { peers[neighbor].changedAt = now }
            peers[neighbor].lastDown = reason
            cause = wentDown(neighbor, reason, at: now, cause: cause, into: &output)
        case .refreshRequested(let family):
            rib.refresh(peers[neighbor].index, family)
        }
    }

    /// An end that only answers in BFD listens from OpenConfirm on: the neighbour may be in Established, and speak, as soon as it
    /// has our OPEN, and what it says must not depend on whether it arrives before or after its KEEPALIVE.
    private func listenForBFD(
        _ neighbor: Int,
        from before: BGPSession.State,
        to after: BGPSession.State,
        into output: inout RouterOutput
    ) {
        guard configuration.neighbors[neighbor].bfd?.isPassive == true else { return }
        if after == .openConfirm {
            output.actions.append(.startBFD(neighbor: neighbor))
        } else if before == .openConfirm, after != .established {
            output.actions.append(.stopBFD(neighbor: neighbor))
        }
    }

    private mutating func established(
        _ neighbor: Int,
        _ slot: ConnectionSlot,
        _ parameters: NegotiatedParameters,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) -> Int {
        let id = output.log(.sessionUp(neighbor: neighbor), because: cause)
        peers[neighbor].slot = slot
        peers[neighbor].isBlocked = false
        peers[neighbor].sentUpdates = 0
        peers[neighbor].receivedUpdates = 0
        peers[neighbor].exportCause = id
        peers[neighbor].endsOfRIB = []
        peers[neighbor].agreement = parameters.restart
        let delay = configuration.behavior.firstUpdateDelay
        peers[neighbor].heldUntil = delay > .zero ? now + delay : nil
        peers[neighbor].heldBy = .firstUpdateDelay
        peers[neighbor].waitingExport = delay > .zero ? (now, id) : nil
        setAlive(neighbor, true, cause: id, into: &output)
        let kept = neighborCameBack(neighbor, parameters.restart, at: now, cause: id, into: &output)
        rib.peerUp(
            peers[neighbor].index,
            NegotiatedPeer(
                families: parameters.families,
                remoteID: parameters.peerID,
                fourOctetAS: parameters.fourOctetAS,
                maximumMessageSize: parameters.wireContext.maximumMessageLength,
                keptFamilies: kept,
                takesLongLivedStale: parameters.restart?.isLongLived ?? false
            )
        )
        workCause = id
        if peers[neighbor].isShuttingDown { rib.beginShutdown(peers[neighbor].index) }
        endDeferral(at: now, cause: id, into: &output)
        if configuration.neighbors[neighbor].bfd != nil { output.actions.append(.startBFD(neighbor: neighbor)) }
        return id
    }

    private mutating func wentDown(
        _ neighbor: Int,
        _ reason: DownReason,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) -> Int? {
        guard peers[neighbor].slot != nil else {
            output.log(.attemptFailed(neighbor: neighbor, reason), because: cause)
            return cause
        }
        peers[neighbor].slot = nil
        peers[neighbor].heldUntil = nil
        peers[neighbor].waitingExport = nil
        let why = peers[neighbor].ownerCause ?? SessionDownCause(rawValue: reason.cause.rawValue) ?? .error
        let id = output.log(.sessionDown(neighbor: neighbor, cause: why, reason), because: cause)
        peers[neighbor].helper = nil
        noteHelpers()
        if reason.mayBeRestart, let agreement = peers[neighbor].agreement,
            let helping = beginHelping(neighbor, agreement, at: now, cause: id, into: &output),
            peers[neighbor].helper != nil
        {
            workCause = helping
            if configuration.neighbors[neighbor].bfd != nil { output.actions.append(.retainBFD(neighbor: neighbor)) }
            return helping
        }
        rib.peerDown(peers[neighbor].index)
        workCause = id
        if configuration.neighbors[neighbor].bfd != nil { output.actions.append(.stopBFD(neighbor: neighbor)) }
        return id
    }

    /// Tells the forwarder whether a neighbour may be used: one change, however many routes point at it.
    mutating func setAlive(_ neighbor: Int, _ isAlive: Bool, cause: Int?, into output: inout RouterOutput) {
        guard peers[neighbor].isAlive != isAlive, let interface = configuration.neighbors[neighbor].interface
        else { return }
        peers[neighbor].isAlive = isAlive
        let address = configuration.neighbors[neighbor].remoteAddress
        forwarder.setNeighborAlive(interfaces[interface], address: address, isAlive)
        output.log(.nextHopChanged(address, isAlive: isAlive), because: cause)
    }
}

extension SessionAction {
    /// Whether a session ends for what the peer advertised.
    fileprivate var isOfPeersMaking: Bool {
        guard case .down(let reason) = self else { return false }
        return reason.cause == .prefixLimit || reason.cause == .error
    }
}
