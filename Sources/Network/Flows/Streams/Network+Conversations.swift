import Forwarding
import NetworkTypes
import Packets
import Router
import SimulatedTCP
import Topology

/// TCP between machines: what applications write, what their stacks make of it, and what arrives.
extension Network {
    mutating func prepareConversations() {
        for place in flows.indices where flows[place].plan.application == .tcp && !flows[place].plan.isAnswer {
            guard let reverse = flows[place].partner else { continue }
            let conversation = Conversation(
                forward: place,
                flows[place].plan,
                reverse: reverse,
                flows[reverse].plan,
                generator: generator
            )
            flows[place].conversation = conversations.count
            flows[reverse].conversation = conversations.count
            // The first of several flows that share a port has it.
            let port = flows[place].plan.serverPort
            if conversationPorts[port] == nil { conversationPorts[port] = conversations.count }
            conversations.append(conversation)
        }
    }

    /// An application writes its next message; without a connection the client opens one first.
    ///
    /// A writer whose connection takes no more, or is not open yet, waits and writes nothing meanwhile, so that one message is kept at
    /// most; a server without a client has nobody to write to.
    mutating func writeMessage(of flow: Int, _ tuple: Int, at now: Instant) {
        guard let place = flows[flow].conversation else { return }
        let plan = flows[flow].plan
        let side: Conversation.Side = plan.isAnswer ? .server : .client
        let direction = side == .client ? 0 : 1
        guard renew(place, side) else { return }
        if conversations[place].client.connections[tuple] == nil {
            guard side == .client else { return }
            connect(place, tuple, at: now)
        }
        guard conversations[place].meters[direction].tuples[tuple].backlog.isEmpty else { return }
        let sequence = flows[flow].meter.send(tuple: tuple)
        flows[flow].sentAt.note(now, tuple: tuple)
        var message = [UInt8](repeating: 0, count: plan.packetByteCount)
        if plan.packetByteCount >= ProbePayload.byteCount {
            var span = message.mutableSpan
            var bytes = span.mutableBytes
            ProbePayload(flow: UInt32(flow), tuple: UInt32(tuple), sequence: sequence, sent: now)
                .write(into: &bytes, at: 0)
        }
        conversations[place].meters[direction].tuples[tuple].backlog += message
        pushBacklog(place, side, tuple, at: now)
        carry(place, side, at: now)
    }

    private mutating func connect(_ place: Int, _ tuple: Int, at now: Instant) {
        let plan = flows[conversations[place].forward].plan
        conversations[place].opened[tuple] += 1
        conversations[place].client
            .connect(plan, tuple: tuple, number: conversations[place].opened[tuple], at: now)
        // The next message to be written is the first on this connection.
        for (direction, flow) in [conversations[place].forward, conversations[place].reverse].enumerated() {
            conversations[place].meters[direction].begin(tuple: tuple, with: flows[flow].meter.sent(tuple: tuple))
        }
    }

    /// Gives a connection what its buffer has room for.
    private mutating func pushBacklog(_ place: Int, _ side: Conversation.Side, _ tuple: Int, at now: Instant) {
        let direction = side == .client ? 0 : 1
        let backlog = conversations[place].meters[direction].tuples[tuple].backlog
        guard !backlog.isEmpty, let id = conversations[place][side].connections[tuple] else { return }
        let taken = conversations[place][side].send(backlog, on: id, at: now)
        conversations[place].meters[direction].tuples[tuple].backlog.removeFirst(taken)
    }

    /// A delivered packet that belongs to a conversation, in memory of its own.
    func segment(in delivery: ForwarderOutput.Delivery) -> (bytes: [UInt8], summary: FrameSummary)? {
        let packet = pool.bytes(of: delivery.frame).extracting(droppingFirst: Int(delivery.networkOffset))
        guard let summary = try? FrameSummary(packet: packet), summary.payloadProtocol == .tcp,
            conversationPorts[summary.destinationPort] != nil || conversationPorts[summary.sourcePort] != nil
        else { return nil }
        return (packet.withUnsafeBytes { Array($0) }, summary)
    }

    /// Takes a segment for a machine that takes part in a conversation; false if it belongs to none.
    mutating func takeSegment(_ packet: RawSpan, _ summary: FrameSummary, at node: Node, _ now: Instant) -> Bool {
        let toServer = conversationPorts[summary.destinationPort]
        let toClient = toServer == nil ? conversationPorts[summary.sourcePort] : nil
        guard let place = toServer ?? toClient else { return false }
        let side: Conversation.Side = toServer == nil ? .client : .server
        guard conversations[place][side].node == node.index, renew(place, side) else { return false }
        let flow = conversations[place].incoming(side)
        let clientPort = side == .server ? summary.sourcePort : summary.destinationPort
        let tuple = Int(clientPort) - Int(flows[flow].plan.firstPort)
        if flows[flow].outcomes.indices.contains(tuple) {
            if side == .server {
                noteCaller(Endpoint(address: summary.source, port: clientPort), of: flow, tuple, at: now)
            }
            noteFirstPacket(of: flow, tuple, at: now)
        }
        conversations[place][side].receive(packet, at: now)
        perform(place, side, at: now)
        remind(place, at: now)
        return true
    }

    /// A conversation's time has come.
    mutating func conversationDeadline(_ place: Int, at now: Instant) {
        if conversations[place].deadline <= now { conversations[place].deadline = .distantFuture }
        for side in [Conversation.Side.client, .server] where renew(place, side) {
            guard let deadline = conversations[place][side].stack.nextDeadline, deadline <= now else { continue }
            conversations[place][side].handleDeadlines(at: now)
            carry(place, side, at: now)
        }
        remind(place, at: now)
    }

    /// Carries out what a stack wants, and sends its packets on their way.
    private mutating func carry(_ place: Int, _ side: Conversation.Side, at now: Instant) {
        perform(place, side, at: now)
        remind(place, at: now)
        let node = nodes[conversations[place][side].node.index]
        if let router = node.router { afterForwarding(node, router, at: now) }
    }

    private mutating func remind(_ place: Int, at now: Instant) {
        let deadlines = [
            conversations[place].client.stack.nextDeadline, conversations[place].server.stack.nextDeadline,
        ]
        guard let earliest = deadlines.compactMap(\.self).min(), earliest < conversations[place].deadline else {
            return
        }
        conversations[place].deadline = earliest
        agenda.schedule(.conversation(UInt32(place)), at: max(now, earliest))
    }

    /// Whether a machine works; one that has been off meanwhile has forgotten its connections.
    private mutating func renew(_ place: Int, _ side: Conversation.Side) -> Bool {
        let node = nodes[conversations[place][side].node.index]
        if node.generation != conversations[place][side].generation {
            let plan = flows[conversations[place].outgoing(side)].plan
            conversations[place][side].retransmittedBefore = conversations[place][side].retransmitted
            conversations[place][side].stack = Conversation.stack(plan, generator, generation: node.generation)
            conversations[place][side].generation = node.generation
            conversations[place][side].connections = Array(repeating: nil, count: plan.count)
            conversations[place][side].owners = [:]
            conversations[place][side].actions = []
        }
        return node.router != nil
    }

    private mutating func perform(_ place: Int, _ side: Conversation.Side, at now: Instant) {
        while !conversations[place][side].actions.isEmpty {
            let actions = conversations[place][side].actions
            conversations[place][side].actions.removeAll(keepingCapacity: true)
            for action in actions { perform(action, place, side, at: now) }
        }
    }

    private mutating func perform(_ action: TCPAction, _ place: Int, _ side: Conversation.Side, at now: Instant) {
        switch action {
        case .transmit(let packet): transmit(packet, place, side, at: now)
        case .accepted(let id, let remote, _):
            let tuple = Int(remote.port) - Int(flows[conversations[place].forward].plan.firstPort)
            guard conversations[place].server.connections.indices.contains(tuple) else {
                conversations[place].server.abort(id, at: now)
                return
            }
            let number = conversations[place].opened[tuple]
            conversations[place].server.bind(id, to: Conversation.End.Owner(tuple: tuple, number: number))
            pushBacklog(place, side, tuple, at: now)
        case .connected(let id), .writable(let id):
            guard let tuple = conversations[place][side].owners[id]?.tuple else { return }
            pushBacklog(place, side, tuple, at: now)
        case .received(let id, let bytes):
            guard let tuple = conversations[place][side].owners[id]?.tuple else { return }
            take(bytes.count, place, side, tuple, at: now)
        case .closed(let id, let reason):
            guard let owner = conversations[place][side].unbind(id) else { return }
            noteEnd(of: place, owner, reason, side, at: now)
        }
    }

    private mutating func transmit(_ packet: [UInt8], _ place: Int, _ side: Conversation.Side, at now: Instant) {
        guard let router = nodes[conversations[place][side].node.index].router else { return }
        let flow = conversations[place].outgoing(side)
        var tag = FrameTag()
        let bytes = packet.span.bytes
        if let summary = try? FrameSummary(packet: bytes) {
            let port = side == .client ? summary.sourcePort : summary.destinationPort
            let tuple = Int(port) - Int(flows[flow].plan.firstPort)
            if flows[flow].outcomes.indices.contains(tuple) {
                tag.probe = ProbeIdentity(flow: flow, tuple: tuple).tag
            }
        }
        router.router.forwarder.send(
            packet: bytes,
            in: Forwarding::DomainIndex(rawValue: UInt32(conversations[place][side].domain)),
            tag: tag,
            at: now,
            pool: &pool,
            into: &router.forwarding
        )
    }

    /// Octets of a stream reached their reader.
    private mutating func take(_ count: Int, _ place: Int, _ side: Conversation.Side, _ tuple: Int, at now: Instant) {
        guard let timeZero else { return }
        let flow = conversations[place].incoming(side)
        let direction = side == .server ? 0 : 1
        let plan = flows[flow].plan
        let messages = conversations[place].meters[direction]
            .arrive(count, tuple: tuple, messageByteCount: plan.packetByteCount)
        guard let last = messages.last else { return }
        for sequence in messages { flows[flow].meter.receive(tuple: tuple, sequence: sequence) }
        let since = conversations[place].meters[direction]
            .waiting(tuple: tuple, written: flows[flow].meter.sent(tuple: tuple)) { sequence in
                timeZero + flows[flow].sendOffset(tuple: tuple, sequence: sequence, from: timeZero)
            }
        let waited = since.map { now - $0 } ?? .zero
        conversations[place].meters[direction].note(arrivalUpTo: last + 1, tuple: tuple, waited: waited, at: now)
        if let since, waited >= StreamMeter.threshold {
            recordStall(of: flow, tuple, from: since, to: now, isOpen: false, at: now)
        }
    }
}
