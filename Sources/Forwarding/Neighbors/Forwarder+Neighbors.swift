public import NetworkTypes
public import Packets

extension Forwarder {
    /// Sets a neighbour of an overlay interface: its MAC address, and the tunnel endpoint behind which it is.
    ///
    /// On an Ethernet interface this is a static entry, and `remote` counts for nothing. What was learnt is replaced; if
    /// the neighbour is just being asked for, the entry counts, and what waits leaves, from the next deadline on.
    public mutating func programNeighbor(
        _ interface: InterfaceIndex,
        address: IPAddress,
        mac: MACAddress,
        remote: IPv4Address = .any
    ) {
        var entry = Neighbor(address: address, interface: interface, state: .programmed)
        entry.mac = mac
        entry.remote = remote
        guard let index = neighbors.find(interface, address) else {
            _ = neighbors.add(entry)
            return
        }
        neighbors.update(index) { neighbor in
            if neighbor.state == .incomplete {
                neighbor.mac = mac
                neighbor.isProgrammedLate = true
            } else {
                neighbor = entry
            }
        }
    }

    /// Forgets a neighbour, programmed or learnt; one that is being asked for stays until it answers or fails.
    public mutating func removeNeighbor(_ interface: InterfaceIndex, address: IPAddress) {
        guard let index = neighbors.find(interface, address), neighbors.entries[index].isUsable else { return }
        _ = neighbors.remove(index)
    }

    /// The neighbours of an interface by address.
    public func neighborEntries(of interface: InterfaceIndex) -> [NeighborEntry] {
        var result: [NeighborEntry] = []
        for entry in neighbors.entries where entry.state != .free && entry.interface == interface {
            let isOverlay = interfaces[Int(interface.rawValue)].kind == .overlay
            result.append(
                NeighborEntry(
                    interface: interface,
                    address: entry.address,
                    mac: entry.isUsable ? entry.mac : nil,
                    remote: isOverlay ? entry.remote : nil,
                    isProgrammed: entry.state == .programmed
                )
            )
        }
        return result.sorted { $0.address < $1.address }
    }

    /// Asks again for neighbours that did not answer, and gives up those that were asked three times.
    ///
    /// Called early, or twice at one instant, it does nothing.
    public mutating func handleDeadline(
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        guard let deadline = nextDeadline, deadline <= now else { return }
        for index in neighbors.entries.indices {
            let neighbor = neighbors.entries[index]
            guard neighbor.state == .incomplete || neighbor.isAgeing, neighbor.deadline <= now else { continue }
            if neighbor.isAgeing {
                age(index, at: now, pool: &pool, into: &output)
            } else if neighbor.isProgrammedLate {
                resolve(index, to: neighbor.mac, as: .programmed, until: .distantFuture, pool: &pool, into: &output)
            } else if neighbor.requestsSent < Neighbor.requestLimit {
                neighbors.update(index) {
                    $0.requestsSent += 1
                    $0.deadline = now + Self.requestInterval
                }
                request(neighbor.address, on: neighbor.interface, pool: &pool, into: &output)
            } else {
                fail(index, at: now, pool: &pool, into: &output)
            }
        }
        neighbors.recomputeDeadline()
    }

    /// What was learned of a neighbour is old: it is asked three times whether it is there, or forgotten at once.
    private mutating func age(
        _ index: Int,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let neighbor = neighbors.entries[index]
        guard neighborAgeing?.refreshes == true else {
            _ = neighbors.remove(index)
            return
        }
        guard neighbor.requestsSent < Neighbor.requestLimit else {
            return fail(index, at: now, pool: &pool, into: &output)
        }
        neighbors.update(index) {
            $0.requestsSent += 1
            $0.deadline = now + Self.requestInterval
        }
        request(neighbor.address, at: neighbor.mac, on: neighbor.interface, pool: &pool, into: &output)
    }

    /// RFC 1122 §2.3.2.1 wants at most one request a second; RFC 4861 §10: RetransTimer and MAX_MULTICAST_SOLICIT.
    static var requestInterval: Duration { .seconds(1) }

    /// Lets a bare packet wait for a neighbour's answer, and asks if nobody has yet.
    mutating func hold(
        for address: IPAddress,
        on interface: InterfaceIndex,
        _ frame: FrameHandle,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        if let index = neighbors.find(interface, address) {
            let waiting = Int(neighbors.entries[index].pendingCount)
            guard neighbors.entries[index].state == .incomplete, waiting < Neighbor.pendingLimit else {
                drop(frame, .neighborQueueFull, interface, into: &output)
                return
            }
            neighbors.update(index) {
                $0.pending[waiting] = frame
                $0.pendingCount += 1
            }
            return
        }
        guard request(address, on: interface, pool: &pool, into: &output) else {
            drop(frame, .unresolvedNeighbor, interface, into: &output)
            return
        }
        var entry = Neighbor(address: address, interface: interface, state: .incomplete)
        entry.requestsSent = 1
        entry.deadline = now + Self.requestInterval
        entry.pending[0] = frame
        entry.pendingCount = 1
        if neighbors.add(entry) == nil { drop(frame, .neighborQueueFull, interface, into: &output) }
    }

    /// Takes note of where a neighbour is: of one that is known or asked for, or with `adds` of any; it is believed until `end`.
    mutating func learn(
        _ address: IPAddress,
        at mac: MACAddress,
        on interface: InterfaceIndex,
        adds: Bool,
        until end: Instant = .distantFuture,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        guard !mac.isMulticast, mac.rawValue != 0, isUnicast(address) else { return }
        if let index = neighbors.find(interface, address) {
            let neighbor = neighbors.entries[index]
            if neighbor.state == .programmed { return }
            if neighbor.state == .reachable, neighbor.mac == mac {
                guard neighbor.deadline != end else { return }
                return neighbors.update(index) {
                    $0.deadline = end
                    $0.requestsSent = 0
                }
            }
            resolve(index, to: mac, as: .reachable, until: end, pool: &pool, into: &output)
        } else if adds {
            var entry = Neighbor(address: address, interface: interface, state: .reachable)
            entry.mac = mac
            entry.deadline = end
            if neighbors.add(entry) != nil { output.events.append(.neighborResolved(interface, address, mac)) }
        }
    }

    /// Drops what waits for the neighbours of an interface, and forgets all that was learnt there.
    mutating func flushNeighbors(of interface: InterfaceIndex, into output: inout ForwarderOutput) {
        for index in neighbors.entries.indices where neighbors.entries[index].interface == interface {
            let state = neighbors.entries[index].state
            guard state == .incomplete || state == .reachable else { continue }
            let neighbor = neighbors.remove(index)
            for place in 0..<Int(neighbor.pendingCount) {
                drop(neighbor.pending[place], .interfaceDown, interface, into: &output)
            }
        }
    }

    // MARK: - Private parts

    private func isUnicast(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): address.rawValue >> 28 < 0xE && address.rawValue >> 24 != 0 && !address.isLoopback
        case .v6(let address): !address.isMulticast && !address.isLoopback && address != .any
        }
    }

    private mutating func resolve(
        _ index: Int,
        to mac: MACAddress,
        as state: Neighbor.State,
        until end: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let before = neighbors.entries[index]
        neighbors.update(index) {
            $0.state = state
            $0.mac = mac
            $0.pendingCount = 0
            $0.requestsSent = 0
            $0.deadline = end
            $0.isProgrammedLate = false
        }
        output.events.append(.neighborResolved(before.interface, before.address, mac))
        let egress = interfaces[Int(before.interface.rawValue)]
        for place in 0..<Int(before.pendingCount) {
            let frame = before.pending[place]
            let isIPv6 =
                pool.byteCount(of: frame) > 0 && pool.bytes(of: frame).loadBigEndian(at: 0, as: UInt8.self) >> 4 == 6
            if pool.prependHeader(egress.header(to: mac, isIPv6 ? .ipv6 : .ipv4), to: frame) {
                transmit(frame, on: before.interface, pool: pool, into: &output)
            } else {
                drop(frame, .outOfMemory, before.interface, into: &output)
            }
        }
    }

    private mutating func fail(
        _ index: Int,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let neighbor = neighbors.remove(index)
        output.events.append(.neighborFailed(neighbor.interface, neighbor.address))
        let domain = interfaces[Int(neighbor.interface.rawValue)].domain
        for place in 0..<Int(neighbor.pendingCount) {
            let frame = neighbor.pending[place]
            reportFailure(about: frame, domain, neighbor.interface, at: now, pool: &pool, into: &output)
            drop(frame, .neighborFailed, neighbor.interface, into: &output)
        }
    }

    /// A packet that waited in vain: its source is told, unless that is this router.
    private mutating func reportFailure(
        about frame: FrameHandle,
        _ domain: DomainIndex,
        _ interface: InterfaceIndex,
        at now: Instant,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        do throws(HeaderError) {
            let summary = try FrameSummary(packet: pool.bytes(of: frame))
            guard !isLocal(summary.source, in: domain, on: interface) else { return }
            report(.hostUnreachable, about: frame, summary, domain, interface, at: now, pool: &pool, into: &output)
        } catch {
            return
        }
    }

    /// Whether an address is one of this router's own, as seen from an interface.
    func isLocal(_ address: IPAddress, in domain: DomainIndex, on interface: InterfaceIndex) -> Bool {
        if case .v6(let address) = address, address.isLinkLocal {
            return interfaces[Int(interface.rawValue)].linkLocal == address
        }
        return tables.lookup(address, in: domain)?.value == localGroup.rawValue
    }
}
