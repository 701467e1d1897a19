public import NetworkTypes
import Packets

extension TCPStack {
    /// Takes a whole IPv4 or IPv6 packet that is addressed to this router.
    ///
    /// Never traps: what is malformed, mutilated, unsigned or came too far is counted and dropped.
    public mutating func receive(_ packet: RawSpan, at now: Instant, into actions: inout [TCPAction]) {
        swap(&outbox.actions, &actions)
        defer { swap(&outbox.actions, &actions) }
        let segment: IncomingSegment
        do {
            segment = try IncomingSegment(decoding: packet)
        } catch .badChecksum {
            outbox.counters.badChecksum &+= 1
            return
        } catch {
            outbox.counters.malformed &+= 1
            return
        }
        let key = ConnectionTable.Key(local: segment.destination, remote: segment.source)
        if let place = connections.place(of: key), let options = connections.places[place]?.options {
            guard accepts(segment, in: packet, options) else { return }
            let payload = packet.extracting(segment.payload)
            let isTaken = connections.update(place) { $0.receive(segment, payload: payload, at: now, &outbox) }
            if isTaken != false { return }
        }
        receiveForListener(segment, in: packet, key: key, at: now)
    }

    private mutating func receiveForListener(
        _ segment: IncomingSegment,
        in packet: RawSpan,
        key: ConnectionTable.Key,
        at now: Instant
    ) {
        let (isListening, options) = options(for: segment.destination, from: segment.source.address)
        guard accepts(segment, in: packet, options) else { return }
        if segment.flags.contains(.rst) { return }
        guard isListening, !segment.flags.contains(.ack), segment.flags.contains(.syn) else {
            // A listener ignores what neither opens nor acknowledges (RFC 9293 §3.10.7.2).
            if !isListening || segment.flags.contains(.ack) { refuse(segment, options) }
            return
        }
        guard embryonicCount < outbox.configuration.maximumEmbryonicConnections, makeRoom() else {
            outbox.counters.overflow &+= 1
            return
        }
        let sequence = SequenceNumber(UInt32(truncatingIfNeeded: generator.next()))
        let place = connections.insert { id in
            Connection(
                id: id,
                local: key.local,
                remote: key.remote,
                options: options,
                isPassive: true,
                initialSequence: sequence,
                configuration: outbox.configuration,
                at: now
            )
        }
        _ = connections.update(place) { $0.open(answering: segment, at: now, &outbox) }
    }

    private var embryonicCount: Int {
        connections.places.reduce(0) { $0 + ($1?.state == .synReceived ? 1 : 0) }
    }

    /// Checks how far the packet came (RFC 5082) and who signed it (RFC 2385 §2).
    private mutating func accepts(
        _ segment: IncomingSegment,
        in packet: RawSpan,
        _ options: TCPConnectionOptions
    ) -> Bool {
        guard segment.timeToLive >= options.minimumTimeToLive else {
            outbox.counters.timeToLiveTooLow &+= 1
            return false
        }
        switch (options.md5Key, segment.signature) {
        case (nil, nil): break
        case (nil, .some):
            outbox.counters.md5Unexpected &+= 1
            return false
        case (.some, nil):
            outbox.counters.md5Missing &+= 1
            return false
        case (let key?, let signature?):
            guard let md5 = outbox.md5 else { return false }
            let expected = TCPOptions.MD5Signature.signing(
                packet.extracting(segment.segment),
                payload: packet.extracting(segment.payload),
                from: segment.source.address,
                to: segment.destination.address,
                key: key,
                with: md5
            )
            guard expected == signature else {
                outbox.counters.md5Mismatch &+= 1
                return false
            }
        }
        outbox.counters.segmentsReceived &+= 1
        return true
    }

    /// Resets a connection that does not exist here (RFC 9293 §3.10.7.1).
    private mutating func refuse(_ segment: IncomingSegment, _ options: TCPConnectionOptions) {
        let acknowledges = segment.flags.contains(.ack)
        let header = TCPHeader(
            sourcePort: segment.destination.port,
            destinationPort: segment.source.port,
            sequence: acknowledges ? segment.acknowledgment.rawValue : 0,
            acknowledgment: acknowledges ? 0 : (segment.sequence + segment.length).rawValue,
            flags: acknowledges ? .rst : [.rst, .ack],
            window: 0
        )
        outbox.transmit(
            header,
            payload: RawSpan(),
            from: segment.destination.address,
            to: segment.source.address,
            options: options
        )
    }
}
