import BGPSession
public import NetworkTypes
import Packets
public import Router
import SimulatedTCP
import Topology

/// What somebody got wrong, and how it shows: a key, a tag, a packet longer than the wire carries.
extension Network {
    /// What was refused already, so that each is said once.
    struct Refusals: Sendable {
        /// Wires times two, plus the side that packets were on their way to.
        var tooLong: Set<Int> = []
        /// Wires over which frames with tags came that nobody expects.
        var strays: Set<Int> = []
        /// Sessions times two, plus the side that refuses.
        var unsigned: Set<Int> = []
        /// Nodes of machines whose kernels sent from addresses that are not theirs.
        var foreign: Set<Int> = []
    }

    // MARK: Keys

    mutating func settleKey(of session: Int, at now: Instant, cause: Int) {
        let end = blueprint.sessions[session].a
        let node = nodes[end.node.index]
        for side in [WireSide.a, .b] { refusals.unsigned.remove(session * 2 + Int(side.rawValue)) }
        guard let router = node.router else { return }
        setKey(faults.key(of: session), end.neighbor, node, router)
        pump(node, router, at: now)
    }

    /// Gives one end of a session another key than the configured one, or with `nil` that one.
    mutating func setKey(_ key: String?, _ neighbor: Int, _ node: Node, _ router: RouterNode) {
        let plan = router.router.configuration.neighbors[neighbor]
        guard router.keys[neighbor] != nil || key != nil else { return }
        router.keys[neighbor] = key.map { Array($0.utf8) }
        let inForce = (key ?? plan.sharedKey).map { Array($0.utf8) }
        switch carriage {
        case .simulated:
            if md5 != nil { router.stacks[plan.domain ?? 0].replaceKey(for: plan.remoteAddress, inForce) }
        case .engine: order(.key(node.index, neighbor: neighbor, inForce))
        }
    }

    /// A segment was dropped because its signature is not what it should be.
    mutating func noteUnsigned(
        from source: IPAddress,
        domain: Int,
        _ node: Node,
        _ router: RouterNode,
        at now: Instant
    ) {
        let neighbors = router.router.configuration.neighbors
        guard
            let neighbor = neighbors.indices.first(where: {
                neighbors[$0].remoteAddress == source && neighbors[$0].domain ?? 0 == domain
            })
        else { return }
        noteDroppedSegments(
            of: neighbor,
            node,
            "TCP segments: their MD5 signature is not the one that is expected",
            at: now
        )
    }

    /// A kernel that carries a router's sessions, all or those of one domain, has dropped segments; it does not say whose.
    ///
    /// Those that may be concerned and are not up are suspected, or if all are up, those that may be concerned.
    ///
    /// - Parameter reason: what it says of them.
    public mutating func kernelDroppedSegments(
        of index: NodeIndex,
        domain: Int? = nil,
        _ reason: String,
        at now: Instant,
        mayConcern: (Neighbor) -> Bool
    ) {
        let node = nodes[index.index]
        guard case .router(let configuration) = node.plan else { return }
        let concerned = configuration.neighbors.indices.filter { place in
            (domain.map { configuration.neighbors[place].domain ?? 0 == $0 } ?? true) && node.sessions[place] >= 0
                && mayConcern(configuration.neighbors[place])
        }
        let down = concerned.filter { !isEstablished(node.sessions[$0]) }
        for place in down.isEmpty ? concerned : down {
            noteDroppedSegments(of: place, node, "TCP segments \(reason), as its kernel's counters suggest", at: now)
        }
    }

    private func isEstablished(_ session: Int) -> Bool {
        let plan = blueprint.sessions[session]
        return [plan.a, plan.b].contains { end in
            nodes[end.node.index].router?.router.sessionState(neighbor: end.neighbor) == .established
        }
    }

    private mutating func noteDroppedSegments(of neighbor: Int, _ node: Node, _ reason: String, at now: Instant) {
        let session = node.sessions[neighbor]
        guard session >= 0 else { return }
        let side = side(of: session, node: node.index)
        guard refusals.unsigned.insert(session * 2 + Int(side.rawValue)).inserted else { return }
        noteRefusal(blueprint.sessions[session].path, by: node.path, reason, cause: faults.lastStepEvent, at: now)
    }

    // MARK: Leaks

    mutating func settleLeak(of session: Int, at now: Instant, cause: Int) {
        let end = blueprint.sessions[session].a
        let node = nodes[end.node.index]
        guard let router = node.router else { return }
        setLeak(faults.leak(of: session), end.neighbor, router, cause: cause)
        pump(node, router, at: now)
    }

    /// Makes the customer's end of a session leak what a step says, or with `nil` what its configuration does.
    func setLeak(_ leak: Topology.Leak?, _ neighbor: Int, _ router: RouterNode, cause: Int?) {
        let configured = router.router.configuration.neighbors[neighbor].leak
        router.router.setLeak(leak.map(Neighbor.Leak.init) ?? configured, neighbor: neighbor, cause: cause)
    }

    // MARK: Tags

    /// Makes a provider edge expect what the steps under way, or the plan, say.
    mutating func settleTags(of index: NodeIndex, at now: Instant, cause: Int) {
        let node = nodes[index.index]
        guard case .crossConnect(var crossConnect) = node.plan else { return }
        if let vlan = faults.vlan(of: index), !crossConnect.circuits.isEmpty {
            crossConnect.circuits[0].customerTag = vlan
        }
        node.works = .crossConnect(crossConnect)
        node.lastForwardingCause = cause
        for wire in node.ports.compactMap({ $0.map { Int($0.wire) } }) {
            refusals.strays.remove(wire)
            wires[wire].lastFault = cause
            wires[wire].lastCause = cause
        }
        pathsChanged(at: now, because: cause)
    }

    mutating func noteStray(_ frame: FrameHandle, at node: Node, port: UInt16, _ now: Instant) {
        observe(lossOf: frame, at: node.path, reason: "not carried")
        guard let end = node.ports[Int(port)], let header = try? EthernetHeader(decoding: pool.bytes(of: frame)),
            refusals.strays.insert(Int(end.wire)).inserted
        else { return }
        noteRefusal(
            blueprint.wires[Int(end.wire)].path,
            by: node.path,
            header.tagCount == 0 ? "untagged frames" : "frames of VLAN \(header.outerTag.vlan)",
            cause: wires[Int(end.wire)].lastFault,
            at: now
        )
    }

    // MARK: Length

    func isTooLong(_ frame: FrameHandle, _ mtu: UInt16) -> Bool {
        // The header takes 14 octets, or more with tags: a frame without room for a longer packet is not looked into.
        guard pool.byteCount(of: frame) > Int(mtu) + 14, let summary = try? pool.summary(of: frame) else {
            return false
        }
        return summary.packetByteCount > Int(mtu)
    }

    mutating func noteTooLong(
        _ frame: FrameHandle,
        wire: Int,
        towards side: WireSide,
        _ mtu: UInt16,
        at now: Instant
    ) {
        guard refusals.tooLong.insert(wire * 2 + Int(side.rawValue)).inserted,
            let summary = try? pool.summary(of: frame)
        else { return }
        noteRefusal(
            blueprint.wires[wire].path,
            by: nodes[wires[wire].end(side).node.index].path,
            "packets of \(summary.packetByteCount) octets, where \(mtu) get through",
            cause: wires[wire].lastFault,
            at: now
        )
    }

    mutating func noteRefusal(
        _ subject: String,
        by node: String,
        _ reason: String,
        cause: Int?,
        at now: Instant
    ) {
        journal.record(
            .refused,
            subject,
            at: now,
            causedBy: cause,
            [JournalEvent.Field("node", .string(node)), JournalEvent.Field("reason", .string(reason))]
        )
    }
}
