import BGPWire
import NetworkTypes

extension BGPSession {
    /// The OPEN that the configuration asks for.
    var openMessage: [UInt8] {
        var capabilities = configuration.families.families.map(Capability.family)
        if configuration.offersRouteRefresh { capabilities.append(.routeRefresh) }
        if configuration.offersExtendedMessages { capabilities.append(.extendedMessage) }
        if configuration.offersFourOctetAS { capabilities.append(.fourOctetAS(configuration.localASN)) }
        if var restart = configuration.gracefulRestart {
            restart.isRestarting = isRestarting
            for place in restart.families.indices where !preservesForwarding {
                restart.families[place].preservesForwarding = false
            }
            capabilities.append(.gracefulRestart(restart))
            if var longLived = configuration.longLivedGracefulRestart {
                for place in longLived.families.indices where !preservesForwarding {
                    longLived.families[place].preservesForwarding = false
                }
                capabilities.append(.longLivedGracefulRestart(longLived))
            }
        }
        let open = OpenMessage(
            asn: configuration.localASN,
            holdTimeSeconds: UInt16(clamping: configuration.holdTime.nanoseconds / 1_000_000_000),
            identifier: configuration.localID,
            capabilities: capabilities + configuration.additionalCapabilities
        )
        var bytes: [UInt8] = []
        open.appendMessage(to: &bytes)
        return bytes
    }

    /// Event 19 in OpenSent: on to OpenConfirm, if this connection is to stay (§8.2.2, §6.8).
    mutating func receiveOpen(
        _ open: OpenMessage,
        on slot: ConnectionSlot,
        at now: Instant,
        into actions: inout [SessionAction]
    ) throws(NotificationError) {
        let agreed = try negotiate(with: open)
        let preferred = preferredSlot(peerID: open.identifier)
        if let other = self[slot.other] {
            switch other.phase {
            case .established: throw NotificationError(.connectionCollision)
            case .openSent, .openConfirm:
                if preferred != slot { throw NotificationError(.connectionCollision) }
                close(slot.other, sending: NotificationError(.connectionCollision), into: &actions)
            case .opening:
                // Our own attempt goes on only if it would win.
                if preferred == slot { close(slot.other, sending: nil, into: &actions) }
            }
        }
        if outgoing?.phase != .opening { connectRetryDeadline = nil }
        self[slot]?.negotiated = agreed
        self[slot]?.phase = .openConfirm
        actions.append(.send(slot, KeepaliveMessage.bytes))
        restartHoldTimer(slot, at: now)
        // Without hold time the handshake still has to end some day.
        let handshakeEnd = now + configuration.openHoldTime
        if agreed.holdTime == .zero { self[slot]?.holdDeadline = handshakeEnd }
        restartKeepaliveTimer(slot, at: now)
    }

    /// The connection made by the speaker with the higher identifier survives, with equal ones the higher AS (RFC 4271 §6.8, RFC 6286 §2.3).
    private func preferredSlot(peerID: RouterID) -> ConnectionSlot {
        if configuration.localID != peerID { return configuration.localID > peerID ? .outgoing : .incoming }
        return configuration.localASN > configuration.peerASN ? .outgoing : .incoming
    }

    /// What both ends agree on, or why there is no agreement (RFC 4271 §6.2).
    private func negotiate(with open: OpenMessage) throws(NotificationError) -> NegotiatedParameters {
        guard open.asn == configuration.peerASN else { throw NotificationError(.badPeerAS) }
        // Within an AS identifiers are unique (RFC 6286 §2.2).
        guard configuration.isExternal || open.identifier != configuration.localID else {
            throw NotificationError(.badIdentifier)
        }
        let proposed = Duration.seconds(configuration.holdTime.nanoseconds / 1_000_000_000)
        let holdTime = min(proposed, .seconds(Int64(open.holdTimeSeconds)))
        guard holdTime <= .zero || holdTime >= configuration.minimumHoldTime else {
            throw NotificationError(.unacceptableHoldTime)
        }
        let families = configuration.families.intersection(open.families)
        guard !families.isEmpty || configuration.families.isEmpty else {
            throw NotificationError(.unsupportedCapability)
        }
        return NegotiatedParameters(
            families: families,
            fourOctetAS: configuration.offersFourOctetAS && open.hasFourOctetAS,
            holdTime: max(holdTime, .zero),
            keepalive: keepalive(forHoldTime: holdTime),
            peerASN: open.asn,
            peerID: open.identifier,
            isExternal: configuration.isExternal,
            routeRefresh: configuration.offersRouteRefresh && open.capabilities.contains(.routeRefresh),
            extendedMessages: configuration.offersExtendedMessages && open.capabilities.contains(.extendedMessage),
            restart: RestartAgreement(configuration, open, families: families),
            peerCapabilities: open.capabilities
        )
    }

    /// A third of the hold time at most, and not below one second (RFC 4271 §4.4).
    private func keepalive(forHoldTime holdTime: Duration) -> Duration {
        guard holdTime > .zero else { return .zero }
        let third = holdTime / 3
        return max(min(configuration.keepalive ?? third, third), .seconds(1))
    }
}
