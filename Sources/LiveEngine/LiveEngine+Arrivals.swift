import BGPSession
import BGPSpeaker
import Network
import NetworkTypes

/// What sockets and devices bring.
extension LiveEngine {
    /// Packets or frames that one reading takes before others get their turn.
    private static let readLimit = 64

    func connect(_ router: RouterHost, _ index: NodeIndex) {
        router.owner = RouterOwner(self, index)
        router.transports.owner = router.owner
        for (domain, tunnel) in router.tunnels {
            tunnel.start(on: executor.queue) { [weak self] in
                self?.assumeIsolated { $0.readPackets(index, domain: domain) }
            }
        }
    }

    func connect(_ device: DeviceHost, _ index: NodeIndex) {
        for (port, tunnel) in device.ports {
            tunnel.start(on: executor.queue) { [weak self] in
                self?.assumeIsolated { $0.readFrames(index, port: port) }
            }
            (tunnel as? PhysicalLine)?
                .watchCable(on: executor.queue) { [weak self] hasCarrier in
                    self?.assumeIsolated { $0.cableChanged(of: index, port: port, hasCarrier: hasCarrier) }
                }
        }
    }

    private func cableChanged(of index: NodeIndex, port: UInt16, hasCarrier: Bool) {
        let now = catchUp()
        network.cableChanged(of: index, port: port, hasCarrier: hasCarrier, at: now)
        step()
    }

    func connect(_ machine: MachineHost, _ index: NodeIndex) {
        machine.tunnel.start(on: executor.queue) { [weak self] in
            self?.assumeIsolated { $0.readPackets(ofMachine: index) }
        }
    }

    private func readPackets(ofMachine index: NodeIndex) {
        guard let tunnel = machines[index]?.tunnel else { return }
        for _ in 0..<Self.readLimit {
            guard let count = tunnel.read(into: buffer.bytes) else { break }
            let now = catchUp()
            let packet = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count])
            network.send(packet: packet.bytes, fromKernelOf: index, at: now)
        }
        step()
    }

    private func readPackets(_ index: NodeIndex, domain: Int) {
        guard let tunnel = routers[index]?.tunnels[domain] else { return }
        for _ in 0..<Self.readLimit {
            guard let count = tunnel.read(into: buffer.bytes) else { break }
            let now = catchUp()
            let packet = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count])
            // The kernel's own neighbour discovery has no business here: the forwarder does that.
            guard packet.carriesTCP else { continue }
            network.send(packet: packet.bytes, from: index, domain: domain, at: now)
        }
        step()
    }

    private func readFrames(_ index: NodeIndex, port: UInt16) {
        guard let tunnel = devices[index]?.ports[port] else { return }
        for _ in 0..<Self.readLimit {
            guard let count = tunnel.read(into: buffer.bytes) else { break }
            let now = catchUp()
            network.send(
                frame: UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count]).bytes,
                from: index,
                port: port,
                at: now
            )
        }
        step()
    }

    /// Something happened to a connection of a router.
    func take(_ event: TransportEvent, of index: NodeIndex) {
        deliver(event, to: index, at: catchUp())
        step()
    }

    private func deliver(_ event: TransportEvent, to index: NodeIndex, at now: Instant) {
        guard !network.processesHang(of: index) else { return postpone(event, of: index) }
        switch event {
        case .opened(let neighbor, let slot): tell(.transportOpened(slot), index, neighbor, at: now)
        case .failed(let neighbor, let slot, _): tell(.transportFailed(slot), index, neighbor, at: now)
        case .closed(let neighbor, let slot, _): tell(.transportClosed(slot), index, neighbor, at: now)
        case .readable(let neighbor, let slot):
            // It is read in its turn, and says nothing until then.
            routers[index]?.transports.setReading(false, neighbor: neighbor, slot)
            work.push(read: WorkQueue.Source(node: index, neighbor: neighbor, slot: slot))
        case .sent(let neighbor, _, let isBlocked):
            network.transport(of: index, neighbor: neighbor, isBlocked: isBlocked, at: now)
        case .refused, .exhausted: break
        }
    }

    /// Nobody reads what arrives; a connection says once that there is something, so that this is bounded by their number.
    private func postpone(_ event: TransportEvent, of index: NodeIndex) {
        if case .readable(let neighbor, let slot) = event {
            routers[index]?.transports.setReading(false, neighbor: neighbor, slot)
        }
        postponed[index, default: []].append(event)
    }

    /// The processes of a router go on: they read what has arrived before they look at their timers.
    func deliverPostponed(to index: NodeIndex, at now: Instant) {
        for event in postponed.removeValue(forKey: index) ?? [] {
            if case .readable(let neighbor, let slot) = event {
                read(from: WorkQueue.Source(node: index, neighbor: neighbor, slot: slot), at: now)
            } else {
                deliver(event, to: index, at: now)
            }
        }
    }

    /// Reads what a router's connection has, up to a bound.
    func read(from source: WorkQueue.Source, at now: Instant) {
        let (index, neighbor, slot) = (source.node, source.neighbor, source.slot)
        guard let transports = routers[index]?.transports else { return }
        guard !network.processesHang(of: index) else {
            return postpone(.readable(neighbor: neighbor, slot), of: index)
        }
        transports.setReading(true, neighbor: neighbor, slot)
        let outcome = transports.receive(neighbor: neighbor, slot) { bytes in
            network.received(bytes, by: index, neighbor: neighbor, slot, at: now)
        }
        if case .closed = outcome { tell(.transportClosed(slot), index, neighbor, at: now) }
    }

    private func tell(_ event: SessionEvent, _ index: NodeIndex, _ neighbor: Int, at now: Instant) {
        network.transportChanged(event, of: index, neighbor: neighbor, at: now)
    }
}

/// Tells the engine what happens to one router's connections.
final class RouterOwner: TransportOwner, Sendable {
    private let engine: LiveEngineReference
    private let index: NodeIndex

    init(_ engine: LiveEngine, _ index: NodeIndex) {
        self.engine = LiveEngineReference(engine)
        self.index = index
    }

    func neighbor(domain: Int, local: IPAddress, remote: IPAddress) -> Int? {
        engine.value?.assumeIsolated { $0.network.neighbor(of: index, domain: domain, local: local, remote: remote) }
    }

    func transports(_ event: TransportEvent) {
        engine.value?.assumeIsolated { $0.take(event, of: index) }
    }
}

/// A reference that does not keep the engine alive.
private final class LiveEngineReference: Sendable {
    nonisolated(unsafe) private(set) weak var value: LiveEngine?

    init(_ value: LiveEngine) { self.value = value }
}

extension UnsafeRawBufferPointer {
    /// Whether this is an IP packet whose payload is TCP, without extension headers.
    fileprivate var carriesTCP: Bool {
        guard count >= 20 else { return false }
        switch self[0] >> 4 {
        case 4: return self[9] == 6
        case 6: return count >= 40 && self[6] == 6
        default: return false
        }
    }
}
