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
        public static let short = WorkPiece(prefixes: 128, octets: 4096)
    }

    /// Does a bounded piece of work: decides, installs, exports.
    ///
    /// Call again while ``hasWork`` holds.
    public mutating func work(_ piece: WorkPiece = .long, at now: Instant, into output: inout RouterOutput) {
        guard restart?.holdsSelection != true else { return }
        answerNextHops()
        _ = rib.work(budget: piece.prefixes)
        answerNextHops()
        let decided = install(into: &output)
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

    /// Puts what was decided into the forwarder; returns the id of the last decision logged.
    private mutating func install(into output: inout RouterOutput) -> Int? {
        let first = output.routeChanges.count
        rib.drainRouteChanges(into: &output.routeChanges)
        guard output.routeChanges.count > first else { return nil }
        var summaries: [DomainSummary] = []
        for place in first..<output.routeChanges.count {
            let change = output.routeChanges[place]
            guard let domain = ribDomains.firstIndex(of: change.domain) else { continue }
            install(change.prefix, change.nextHops, domain: domain)
            if summaries.last?.domain != domain { summaries.append(DomainSummary(domain: domain, first: change)) }
            summaries[summaries.count - 1].add(change.prefix)
        }
        var released: [NextHopSetHandle] = []
        rib.drainReleasedNextHopSets(into: &released)
        for handle in released {
            if let group = installer.group(of: handle) { forwarder.release(group) }
            installer.setGroup(nil, of: handle)
        }
        var last: Int?
        for summary in summaries {
            let decided = output.log(
                .routesDecided(
                    domain: summary.domain,
                    count: summary.count,
                    sample: summary.sample,
                    summary.first.decidedBy
                ),
                because: workCause
            )
            output.log(
                .routesInstalled(
                    domain: summary.domain,
                    count: summary.count,
                    sample: summary.sample,
                    nextHops: nextHopTexts(summary.first.nextHops)
                ),
                because: decided
            )
            last = decided
        }
        return last
    }

    /// What is said about a run of changes in one domain.
    private struct DomainSummary {
        static let sampleLimit = 4

        let domain: Int
        let first: RouteChange
        var count = 0
        var sample: [IPPrefix] = []

        init(domain: Int, first: RouteChange) {
            self.domain = domain
            self.first = first
        }

        mutating func add(_ prefix: IPPrefix) {
            count += 1
            if sample.count < Self.sampleLimit { sample.append(prefix) }
        }
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
            guard let slot = peers[neighbor].slot, !peers[neighbor].isBlocked, peers[neighbor].heldUntil == nil,
                rib.pendingExport(peers[neighbor].index)
            else { continue }
            var bytes: [UInt8] = []
            let batch = rib.encodeUpdates(
                for: peers[neighbor].index,
                into: &bytes,
                byteLimit: piece.octets
            )
            guard batch.messages > 0 else { continue }
            peers[neighbor].sentUpdates += batch.messages
            output.log(
                .updateSent(neighbor: neighbor, number: peers[neighbor].sentUpdates, batch),
                because: cause ?? peers[neighbor].exportCause
            )
            peers[neighbor].session.sent(at: now)
            output.actions.append(.send(neighbor: neighbor, slot, bytes))
            let interval = configuration.neighbors[neighbor].timers.advertisementInterval
            if interval > .zero, !batch.more { peers[neighbor].heldUntil = now + interval }
        }
    }
}
