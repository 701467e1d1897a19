import BGPSession
import Forwarding
public import NetworkTypes
import RIB

extension Router {
    /// How much a router does before others get their turn.
    public struct WorkPiece: Sendable {
        /// Prefixes that are decided.
        public let prefixes: Int
        /// Octets of UPDATE messages that are made for one peer.
        public let octets: Int

        /// Pieces that cost little beside what is done in them.
        public static let long = WorkPiece(prefixes: 4096, octets: 65_536)
        /// Pieces of a fraction of a millisecond, for many routers that share a processor in real time.
        public static let short = WorkPiece(prefixes: 64, octets: 4096)
    }

    /// Does a bounded piece of work: decides, installs, exports.
    ///
    /// Call again while ``hasWork`` holds.
    public mutating func work(_ piece: WorkPiece = .long, at now: Instant, into output: inout RouterOutput) {
        guard restart?.holdsSelection != true else { return }
        answerNextHops()
        var decided: Int?
        if !rib.hasWork || decisionGate.mayDecide(at: now, because: workCause) {
            _ = rib.work(budget: piece.prefixes)
            // Routes that went with their session.
            dampen(at: now, cause: workCause, into: &output)
            answerNextHops()
            decided = install(at: now, into: &output)
            if !rib.hasWork { decisionGate.close() }
        }
        export(piece, at: now, because: decided ?? workCause, into: &output)
        if restart != nil { sweepLeftovers(piece.prefixes, into: &output) }
        if !rib.hasWork { workCause = nil }
    }

    private mutating func answerNextHops() {
        var changes: [NextHopUse] = []
        rib.drainNextHopUses(into: &changes)
        guard !changes.isEmpty else { return }
        for use in resolver.note(changes) {
            rib.setNextHop(use.address, in: use.domain, metric: metric(of: use.address, domain: use.domain))
        }
    }

    /// Logs what was decided and puts it into the forwarder, or in line for it; returns the id of the last decision logged.
    private mutating func install(at now: Instant, into output: inout RouterOutput) -> Int? {
        let first = output.routeChanges.count
        rib.drainRouteChanges(into: &output.routeChanges)
        guard output.routeChanges.count > first else { return nil }
        let wait = decisionGate.wait(at: now)
        var last: Int?
        for run in DomainRun.runs(of: output.routeChanges[first...], in: ribDomains) {
            let change = output.routeChanges[run.changes.lowerBound]
            let decided = output.log(
                .routesDecided(domain: run.domain, count: run.count, sample: run.sample, change.decidedBy),
                because: wait?.cause ?? workCause,
                after: wait?.cost
            )
            let atOnce = install(output.routeChanges, run, decided, at: now)
            if let first = atOnce.first {
                output.log(
                    .routesInstalled(
                        domain: run.domain,
                        count: atOnce.count,
                        sample: atOnce.sample,
                        nextHops: nextHopTexts(output.routeChanges[first].nextHops)
                    ),
                    because: decided
                )
            }
            last = decided
        }
        var released: [NextHopSetHandle] = []
        rib.drainReleasedNextHopSets(into: &released)
        for handle in released {
            if let group = installer.group(of: handle) { forwarder.release(group) }
            installer.setGroup(nil, of: handle)
        }
        return last
    }

    /// Gives the forwarder what does not have to wait, and puts the rest in line; returns what is said of the former.
    private mutating func install(
        _ changes: [RouteChange],
        _ run: DomainRun,
        _ decision: Int,
        at now: Instant
    ) -> (first: Int?, count: Int, sample: [IPPrefix]) {
        var first: Int?
        var count = 0
        var sample: [IPPrefix] = []
        for place in run.changes {
            let (prefix, nextHops) = (changes[place].prefix, changes[place].nextHops)
            if enqueue(prefix, nextHops, domain: run.domain, because: decision, at: now) { continue }
            install(prefix, nextHops, domain: run.domain)
            first = first ?? place
            count += 1
            if sample.count < DomainRun.sampleLimit { sample.append(prefix) }
        }
        return (first, count, sample)
    }

    private func nextHopTexts(_ handle: NextHopSetHandle) -> [String] {
        guard handle != .none else { return [] }
        return rib.nextHops(of: handle).map { nextHop in
            switch nextHop {
            case .local: "local"
            case .address(let address, _): address.description
            case .vpn(let endpoint, let label): "\(endpoint) label \(label)"
            }
        }
    }

    private mutating func export(
        _ piece: WorkPiece,
        at now: Instant,
        because cause: Int?,
        into output: inout RouterOutput
    ) {
        for neighbor in peers.indices {
            guard let slot = peers[neighbor].slot, !peers[neighbor].isBlocked,
                rib.pendingExport(peers[neighbor].index)
            else { continue }
            guard peers[neighbor].heldUntil == nil else {
                if peers[neighbor].waitingExport == nil { peers[neighbor].waitingExport = (now, cause) }
                continue
            }
            var bytes: [UInt8] = []
            let batch = rib.encodeUpdates(
                for: peers[neighbor].index,
                into: &bytes,
                byteLimit: piece.octets
            )
            guard batch.messages > 0 else { continue }
            peers[neighbor].sentUpdates += batch.messages
            let (wait, heldBy) = (peers[neighbor].waitingExport, peers[neighbor].heldBy)
            if !batch.more { peers[neighbor].waitingExport = nil }
            output.log(
                .updateSent(neighbor: neighbor, number: peers[neighbor].sentUpdates, batch),
                because: wait?.cause ?? cause ?? peers[neighbor].exportCause,
                after: wait.map { SettingCost(heldBy, now - $0.since) }
            )
            peers[neighbor].session.sent(at: now)
            output.actions.append(.send(neighbor: neighbor, slot, bytes))
            let interval = configuration.neighbors[neighbor].timers.advertisementInterval
            if interval > .zero, !batch.more {
                peers[neighbor].heldUntil = now + interval
                peers[neighbor].heldBy = .advertisementInterval
            }
        }
    }
}
