import BGPSession
import BGPWire
import NetworkTypes
import RIB
import Router
import Topology

/// How what routers say becomes the journal, with causes that reach across nodes.
extension Network {
    /// Notes that packets may go other ways from now on.
    mutating func pathsChanged(at now: Instant, because cause: Int?) {
        pathsChangedAt = now
        lastForwardingCause = cause ?? lastForwardingCause
    }

    /// Writes a router's log down, each line under the id that the router was promised.
    mutating func absorbLogs(_ node: Node, _ router: RouterNode, at now: Instant) {
        guard !router.output.logs.isEmpty else { return }
        node.needsReview = !node.watches.isEmpty
        let logs = router.output.logs
        router.output.logs.removeAll(keepingCapacity: true)
        for log in logs { record(log, node, at: now) }
    }

    /// What made an event wait for its cause, as fields of a journal line.
    func costFields(_ cost: SettingCost?, _ node: Node, neighbor: Int? = nil, port: UInt16? = nil) -> [JournalEvent
        .Field]
    {
        guard let cost,
            let origin = blueprint.origin(of: cost.setting, at: node.index, neighbor: neighbor, port: port)
        else { return [] }
        let fields = [
            JournalEvent.Field("setting", .string(cost.setting.rawValue)),
            JournalEvent.Field("settingSeconds", .duration(cost.time)),
            JournalEvent.Field("settingOrigin", .string(origin.text)),
        ]
        return fields + (origin.source.map { [JournalEvent.Field("settingSource", .string($0))] } ?? [])
    }

    private mutating func record(_ log: RouterLog, _ node: Node, at now: Instant) {
        let field = JournalEvent.Field("node", .string(node.path))
        switch log.event {
        case .sessionUp(let neighbor):
            let (session, side) = end(neighbor, of: node)
            let cause =
                log.cause
                ?? sessions[session][side.opposite].lastUp.flatMap { sessions[session][side.opposite].isUp ? $0 : nil }
            let id = journal.record(.sessionUp, path(session), at: now, causedBy: cause, [field])
            sessions[session][side].sent = []
            noteSession(session, side, isUp: true, event: id, at: now)
        case .sessionDown(let neighbor, let why, let reason):
            recordDown(neighbor, why, reason, log.cause, node, at: now)
        case .attemptFailed(let neighbor, let reason):
            let (session, _) = end(neighbor, of: node)
            let fields = downFields(reason.cause.rawValue, reason, node)
            journal.record(.sessionFailed, path(session), at: now, causedBy: log.cause, fields)
        case .updateSent(let neighbor, let number, let batch):
            let (session, side) = end(neighbor, of: node)
            let sample = batch.announcedSample + batch.withdrawnSample
            let id = journal.record(
                .updateSent,
                path(session),
                at: now,
                causedBy: log.cause,
                [
                    field,
                    JournalEvent.Field("number", .integer(number)),
                    JournalEvent.Field("messages", .integer(batch.messages)),
                    JournalEvent.Field("announced", .integer(batch.announced)),
                    JournalEvent.Field("withdrawn", .integer(batch.withdrawn)),
                    JournalEvent.Field("prefixes", .list(sample.map { .string($0.description) })),
                ] + costFields(log.cost, node, neighbor: neighbor)
            )
            sessions[session][side].sent.append((number: number, event: id))
            lastActivity = now
        case .updateReceived(let neighbor, let number, let messages, let announced, let withdrawn):
            let (session, side) = end(neighbor, of: node)
            journal.record(
                .updateReceived,
                path(session),
                at: now,
                causedBy: sessions[session][side.opposite].event(sending: number) ?? log.cause,
                [
                    field,
                    JournalEvent.Field("number", .integer(number)),
                    JournalEvent.Field("messages", .integer(messages)),
                    JournalEvent.Field("announced", .integer(announced)),
                    JournalEvent.Field("withdrawn", .integer(withdrawn)),
                ]
            )
            lastActivity = now
        case .routesDecided(let domain, let count, let sample, let step):
            journal.record(
                .routesDecided,
                node.path,
                at: now,
                causedBy: log.cause,
                routeFields(domain, count, sample, node)
                    + [JournalEvent.Field("decidedBy", .string(String(describing: step)))]
                    + costFields(log.cost, node)
            )
        case .routesInstalled(let domain, let count, let sample, let nextHops):
            let id = journal.record(
                .routesInstalled,
                node.path,
                at: now,
                causedBy: log.cause,
                routeFields(domain, count, sample, node)
                    + [JournalEvent.Field("nextHops", .list(nextHops.map { .string($0) }))]
                    + costFields(log.cost, node)
            )
            forwardingChanged(node, id, at: now)
        case .restartAwaited(let neighbor, let count, let until):
            let fields = [
                field, JournalEvent.Field("count", .integer(count)),
                JournalEvent.Field("untilSeconds", .instant(until)),
            ]
            journal.record(.restartAwaited, path(end(neighbor, of: node).session), at: now, causedBy: log.cause, fields)
        case .restartEnded(let neighbor, let outcome, let count):
            let fields = [
                field, JournalEvent.Field("count", .integer(count)),
                JournalEvent.Field("outcome", .string(outcome.rawValue)),
            ]
            journal.record(.restartEnded, path(end(neighbor, of: node).session), at: now, causedBy: log.cause, fields)
            lastActivity = now
        case .selectionDeferred(let until, let count):
            let fields = [
                JournalEvent.Field("count", .integer(count)), JournalEvent.Field("untilSeconds", .instant(until)),
            ]
            journal.record(.selectionDeferred, node.path, at: now, causedBy: log.cause, fields)
        case .selectionBegan(let missing):
            let paths = missing.map { JournalEvent.Value.string(path(end($0, of: node).session)) }
            let fields = [JournalEvent.Field("missing", .list(paths))]
            journal.record(.selectionBegan, node.path, at: now, causedBy: log.cause, fields)
        case .leftoversRemoved(let count):
            let fields = [JournalEvent.Field("count", .integer(count))]
            let id = journal.record(.routesSwept, node.path, at: now, causedBy: log.cause, fields)
            forwardingChanged(node, id, at: now)
        case .nextHopChanged(let address, let isAlive):
            let id = journal.record(
                .nextHopChanged,
                node.path,
                at: now,
                causedBy: log.cause,
                [
                    JournalEvent.Field("nextHop", .string(address.description)),
                    JournalEvent.Field("alive", .boolean(isAlive)),
                ]
            )
            forwardingChanged(node, id, at: now)
        case .routesSuppressed(let neighbor, let count, let sample):
            recordDampening(.routesSuppressed, neighbor, count, sample, log, node, at: now)
        case .routesReused(let neighbor, let count, let sample):
            recordDampening(.routesReused, neighbor, count, sample, log, node, at: now)
        case .nextHopsChecked:
            journal.record(.nextHopsChecked, node.path, at: now, causedBy: log.cause, costFields(log.cost, node))
        }
    }

    private mutating func recordDown(
        _ neighbor: Int,
        _ why: SessionDownCause,
        _ reason: DownReason,
        _ cause: Int?,
        _ node: Node,
        at now: Instant
    ) {
        let (session, side) = end(neighbor, of: node)
        let remote = reason.origin == .remote ? sessions[session][side.opposite].lastDown : nil
        let id = journal.record(
            .sessionDown,
            path(session),
            at: now,
            causedBy: cause ?? remote ?? silencer(of: session),
            downFields(why.rawValue, reason, node)
                + (why == .holdTimer ? holdTimeFields(of: session) : [])
                + (why == .prefixLimit ? limitFields(neighbor, node) : [])
        )
        noteSession(session, side, isUp: false, event: id, at: now)
    }

    /// How many prefixes a neighbour may have advertised.
    private func limitFields(_ neighbor: Int, _ node: Node) -> [JournalEvent.Field] {
        guard case .router(let router) = node.plan else { return [] }
        let plan = router.neighbors[neighbor]
        let limit = plan.families == .ipv6Unicast ? plan.prefixLimitIPv6 : plan.prefixLimitIPv4
        return limit.map { [JournalEvent.Field("limit", .integer($0))] } ?? []
    }

    private mutating func recordDampening(
        _ kind: JournalEvent.Kind,
        _ neighbor: Int,
        _ count: Int,
        _ sample: [IPPrefix],
        _ log: RouterLog,
        _ node: Node,
        at now: Instant
    ) {
        journal.record(
            kind,
            path(end(neighbor, of: node).session),
            at: now,
            causedBy: log.cause,
            [
                JournalEvent.Field("node", .string(node.path)),
                JournalEvent.Field("count", .integer(count)),
                JournalEvent.Field("prefixes", .list(sample.map { .string($0.description) })),
            ]
        )
    }

    private func downFields(_ why: String, _ reason: DownReason, _ node: Node) -> [JournalEvent.Field] {
        var fields = [
            JournalEvent.Field("node", .string(node.path)),
            JournalEvent.Field("cause", .string(why)),
        ]
        if let code = reason.code, let subcode = reason.subcode {
            fields.append(JournalEvent.Field("code", .integer(Int(code))))
            fields.append(JournalEvent.Field("subcode", .integer(Int(subcode))))
            if let error = reason.error { fields.append(JournalEvent.Field("error", .string(error))) }
            fields.append(JournalEvent.Field("sent", .boolean(reason.origin == .local)))
        }
        if let message = reason.message { fields.append(JournalEvent.Field("message", .string(message))) }
        return fields
    }

    /// Takes note of one end's view of a session.
    mutating func noteSession(_ session: Int, _ side: WireSide, isUp: Bool, event: Int?, at now: Instant) {
        sessions[session][side].setUp(isUp, at: now)
        // What a real router thinks of a session is known from the other end alone.
        let other = side == .a ? blueprint.sessions[session].b : blueprint.sessions[session].a
        if nodes[other.node.index].isDevice { sessions[session][side.opposite].setUp(isUp, at: now) }
        if isUp { sessions[session][side].lastUp = event } else { sessions[session][side].lastDown = event }
        lastActivity = now
        sessionChanged(session, at: now, cause: event)
        reportHealth(ofCircuitWith: session, at: now, cause: event)
    }

    private func routeFields(_ domain: Int, _ count: Int, _ sample: [IPPrefix], _ node: Node) -> [JournalEvent.Field] {
        var name = ""
        if case .router(let configuration) = node.plan { name = configuration.domains[domain].name }
        return [
            JournalEvent.Field("domain", .string(name)),
            JournalEvent.Field("count", .integer(count)),
            JournalEvent.Field("prefixes", .list(sample.map { .string($0.description) })),
        ]
    }

    private mutating func forwardingChanged(_ node: Node, _ event: Int, at now: Instant) {
        node.lastForwardingCause = event
        lastActivity = now
        pathsChanged(at: now, because: event)
    }

    private func end(_ neighbor: Int, of node: Node) -> (session: Int, side: WireSide) {
        let session = node.sessions[neighbor]
        return (session, side(of: session, node: node.index))
    }

    private func path(_ session: Int) -> String { blueprint.sessions[session].path }
}
