public import NetworkTypes
public import Packets

extension Forwarder {
    /// Takes a frame that came in by a port, and does with it what a router does.
    ///
    /// The frame is this call's from here on; see ``ForwarderOutput`` for where it may end. Never fails: whatever the
    /// bytes are, there is a defined outcome.
    public mutating func receive(
        _ frame: FrameHandle,
        on port: PortIndex,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let way = pass(frame, on: port, at: now, pool: &pool, into: &output)
        if let way { output.transmissions.append(way) }
    }

    /// The same, but a frame that passes through, and causes nothing else, is handed back with its way out.
    ///
    /// Most frames do, and need no queue. After `nil` everything is in `output`.
    public mutating func pass(
        _ frame: FrameHandle,
        on port: PortIndex,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) -> ForwarderOutput.Transmission? {
        do throws(HeaderError) {
            let summary = try pool.summary(of: frame)
            var walk = Walk(frame, summary, domain: DomainIndex(rawValue: 0), pinned: nil, isOwn: false)
            let verdict = arrive(&walk, on: port, pool: &pool)
            if case .transmit(let port, let interface) = verdict {
                count(walk)
                return ForwarderOutput.Transmission(port: port, interface: interface, frame: frame)
            }
            settle(verdict, walk, at: now, pool: &pool, into: &output)
        } catch {
            drop(frame, .malformed, nil, into: &output)
        }
        return nil
    }

    /// Sends an IP packet of this router's own stack, whose bytes are copied; `tag` goes with the frame.
    ///
    /// With `pinned` it leaves by that interface, to its destination as a neighbour, whatever the routes say. Packets
    /// to many, and to link-local addresses, need it.
    public mutating func send(
        packet: RawSpan,
        in domain: DomainIndex,
        pinnedTo pinned: InterfaceIndex? = nil,
        tag: FrameTag = FrameTag(),
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        guard let frame = pool.allocate(copying: packet) else {
            drop(.none, .outOfMemory, pinned, into: &output)
            return
        }
        pool.setTag(tag, of: frame)
        send(frame, in: domain, pinnedTo: pinned, at: now, pool: &pool, into: &output)
    }

    /// The same for a bare IP packet that is in a frame already.
    public mutating func send(
        _ frame: FrameHandle,
        in domain: DomainIndex,
        pinnedTo pinned: InterfaceIndex? = nil,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        do throws(HeaderError) {
            let summary = try FrameSummary(packet: pool.bytes(of: frame))
            var walk = Walk(frame, summary, domain: domain, pinned: pinned, isOwn: true)
            let verdict = route(&walk, pool: &pool)
            settle(verdict, walk, at: now, pool: &pool, into: &output)
        } catch {
            drop(frame, .malformed, pinned, into: &output)
        }
    }

    /// Does what a verdict asks for.
    private mutating func settle(
        _ verdict: Verdict,
        _ walk: Walk,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        count(walk)
        switch verdict {
        case .transmit(let port, let interface):
            output.transmissions.append(.init(port: port, interface: interface, frame: walk.frame))
        case .deliver: deliver(walk, into: &output)
        case .drop(let reason): drop(walk.frame, reason, walk.last, into: &output)
        case .report(let reason, let error):
            if !walk.isOwn {
                report(
                    error,
                    about: walk.frame,
                    walk.summary,
                    walk.domain,
                    walk.ingress,
                    at: now,
                    pool: &pool,
                    into: &output
                )
            }
            drop(walk.frame, reason, walk.last, into: &output)
        case .arp: receiveARP(walk, at: now, pool: &pool, into: &output)
        case .neighborMessage: receiveNeighborMessage(walk, at: now, pool: &pool, into: &output)
        case .echo: answerEcho(walk, at: now, pool: &pool, into: &output)
        case .resolve(let interface, let address):
            hold(for: address, on: interface, walk.frame, at: now, pool: &pool, into: &output)
        }
    }

    /// Counts a frame at each interface that it passed.
    @inline(__always) private mutating func count(_ walk: Walk) {
        let crossings = walk.crossings.span
        for place in 0..<walk.crossingCount { count(crossings[place]) }
    }

    private mutating func count(_ crossing: Walk.Crossing) {
        let place = Int(crossing.interface.rawValue)
        if crossing.isOut {
            counters[place].packetsOut &+= 1
            counters[place].bytesOut &+= UInt64(crossing.byteCount)
        } else {
            counters[place].packetsIn &+= 1
            counters[place].bytesIn &+= UInt64(crossing.byteCount)
        }
    }

    func deliver(_ walk: Walk, into output: inout ForwarderOutput) {
        output.deliveries.append(
            .init(
                frame: walk.frame,
                domain: walk.domain,
                interface: walk.ingress ?? walk.pinned,
                networkOffset: walk.summary.networkOffset
            )
        )
    }

    mutating func drop(
        _ frame: FrameHandle,
        _ reason: DropReason,
        _ interface: InterfaceIndex?,
        into output: inout ForwarderOutput
    ) {
        dropCounts[Int(reason.rawValue)] &+= 1
        output.drops.append(.init(frame: frame, reason: reason, interface: interface))
    }

    /// Lets a frame that was built here out of an Ethernet interface.
    mutating func transmit(
        _ frame: FrameHandle,
        on interface: InterfaceIndex,
        pool: borrowing FramePool,
        into output: inout ForwarderOutput
    ) {
        let byteCount = UInt16(truncatingIfNeeded: pool.byteCount(of: frame))
        count(Walk.Crossing(interface: interface, byteCount: byteCount, isOut: true))
        let port = interfaces[Int(interface.rawValue)].port
        output.transmissions.append(.init(port: port, interface: interface, frame: frame))
    }
}
