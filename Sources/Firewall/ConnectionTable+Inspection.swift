public import NetworkTypes
import Packets

extension ConnectionTable {
    /// What a device does with a packet, and remembers of it.
    public mutating func inspect(
        _ packet: InspectedPacket,
        from side: FirewallRules.Side,
        _ rules: FirewallRules,
        at now: Instant
    ) -> FirewallVerdict {
        switch decide(packet, from: side, rules, at: now) {
        case .refused(let verdict): return verdict
        case .belongs(let place, let isReply):
            progress(place, packet, isReply: isReply, rules.timeouts, at: now)
            return verdict(place, isReply: isReply)
        case .opens(let connection):
            // One that is closing, or that this device is not told of yet, makes room for the one that begins.
            if let (old, _) = find(connection.original, at: now) { remove(old) }
            return insert(connection, at: now) ? Self.opening(connection) : .drop(.connectionTableFull)
        }
    }

    /// The same, with nothing remembered.
    public func foresee(
        _ packet: InspectedPacket,
        from side: FirewallRules.Side,
        _ rules: FirewallRules,
        at now: Instant
    ) -> FirewallVerdict {
        switch decide(packet, from: side, rules, at: now) {
        case .refused(let verdict): verdict
        case .belongs(let place, let isReply): verdict(place, isReply: isReply)
        case .opens(let connection): Self.opening(connection)
        }
    }

    private enum Decision {
        case refused(FirewallVerdict)
        case belongs(Int, isReply: Bool)
        case opens(Connection)
    }

    private func decide(
        _ packet: InspectedPacket,
        from side: FirewallRules.Side,
        _ rules: FirewallRules,
        at now: Instant
    ) -> Decision {
        let key = packet.key
        if packet.isOfLink { return .refused(.pass) }
        if packet.kind != .quotes, rules.isLocal(key.source), rules.isLocal(key.destination) { return .refused(.pass) }
        if packet.kind == .fragment { return .refused(.drop(.fragment)) }
        if packet.kind == .quotes {
            // The quoted packet went the other way. Nobody here translates what is quoted.
            guard let (place, _) = find(key, at: now), isKnown(place, to: rules, at: now), !self[place].isTranslated
            else { return .refused(.drop(.noConnectionState)) }
            return .refused(.pass)
        }
        if let (place, isReply) = find(key, at: now), isKnown(place, to: rules, at: now) {
            let isReopened = packet.kind == .opens && self[place].stage == .closing
            if !isReopened { return .belongs(place, isReply: isReply) }
        }
        // RFC 5382 §4.1, RFC 6146 §3.5.2: TCP is opened by a SYN and by nothing else.
        let isTCP = key.payloadProtocol == .tcp
        guard isTCP ? packet.kind == .opens : packet.kind == .ordinary else {
            return .refused(.drop(.noConnectionState))
        }
        guard side == .inside || rules.permitsInbound else {
            return .refused(.drop(isTCP ? .notPermitted : .noConnectionState))
        }
        return open(packet, from: side, rules, at: now)
    }

    private func open(
        _ packet: InspectedPacket,
        from side: FirewallRules.Side,
        _ rules: FirewallRules,
        at now: Instant
    ) -> Decision {
        var reply = packet.key.reversed
        if side == .inside, let address = rules.sourceNAT, packet.key.source.family == .ipv4 {
            reply.destination = .v4(address)
            guard let port = freePort(for: reply, at: now) else { return .refused(.drop(.portsExhausted)) }
            reply.destinationPort = port
        }
        return .opens(
            Connection(
                original: packet.key,
                reply: reply,
                expires: now + rules.timeouts.of(packet.key.payloadProtocol, .opening),
                owner: rules.device,
                opened: now,
                openerMAC: packet.sourceMAC
            )
        )
    }

    /// A port of the translated address that no other connection with the same far end has: the sender's own if possible
    /// (RFC 4787 §4.2.1, port preservation).
    private func freePort(for reply: ConnectionKey, at now: Instant) -> UInt16? {
        guard reply.payloadProtocol == .tcp || reply.payloadProtocol == .udp || reply.payloadProtocol == .icmp else {
            return reply.destinationPort
        }
        var candidate = reply
        let first = Int(Swift.max(reply.destinationPort, 1024)) - 1024
        for step in 0..<64_512 {
            if step > 0 || reply.destinationPort >= 1024 {
                candidate.destinationPort = UInt16(truncatingIfNeeded: 1024 + (first + step) % 64_512)
            }
            if find(candidate, at: now) == nil { return candidate.destinationPort }
        }
        return nil
    }

    /// Others of a pair are told of a connection, which takes them some time to know.
    private func isKnown(_ place: Int, to rules: FirewallRules, at now: Instant) -> Bool {
        let connection = self[place]
        return connection.owner == rules.device || connection.opened + rules.synchronization <= now
    }

    private mutating func progress(
        _ place: Int,
        _ packet: InspectedPacket,
        isReply: Bool,
        _ timeouts: FirewallRules.Timeouts,
        at now: Instant
    ) {
        var stage = self[place].stage
        switch packet.kind {
        case .ends, .resets: stage = .closing
        default: if isReply, stage == .opening { stage = .established }
        }
        update(place, stage: stage, expires: now + timeouts.of(packet.key.payloadProtocol, stage))
    }

    private func verdict(_ place: Int, isReply: Bool) -> FirewallVerdict {
        let connection = self[place]
        guard connection.isTranslated else { return .pass }
        guard isReply else { return Self.opening(connection) }
        guard case .v4(let address) = connection.original.source else { return .pass }
        return .translateDestination(address, port: connection.original.sourcePort, connection.openerMAC)
    }

    private static func opening(_ connection: Connection) -> FirewallVerdict {
        guard connection.isTranslated, case .v4(let address) = connection.reply.destination else { return .pass }
        return .translateSource(address, port: connection.reply.destinationPort)
    }
}

extension FirewallRules {
    fileprivate func isLocal(_ address: IPAddress) -> Bool { local.contains { $0.contains(address) } }
}

extension FirewallRules.Timeouts {
    fileprivate func of(_ payloadProtocol: IPProtocol, _ stage: Connection.Stage) -> Duration {
        switch payloadProtocol {
        case .tcp: stage == .established ? tcpEstablished : tcpTransitory
        case .icmp, .icmpv6: icmp
        default: udp
        }
    }
}
