import BGPSession
import NetworkTypes
public import Router

/// What the kernel says only in figures.
extension Speaker {
    private static let dropInterval = Duration.seconds(5)

    func watchDrops(at now: Instant) {
        guard drops != nil else { return }
        dropTimer = DeadlineTimer(on: executor.queue) { [weak self] in self?.assumeIsolated { $0.lookAtDrops() } }
        dropTimer?.set(now + Self.dropInterval, now: now)
    }

    private func lookAtDrops() {
        let now = clock.now
        for (drop, count) in drops?.news() ?? [] {
            let suspects = configuration.neighbors.indices.filter { neighbor in
                router.status(neighbor: neighbor).state != .established
                    && drop.mayConcern(configuration.neighbors[neighbor])
            }
            // Segments of others on this host are nobody's business here.
            if !suspects.isEmpty { report(.dropped(drop, count: count, neighbors: suspects), at: now) }
        }
        dropTimer?.fired()
        dropTimer?.set(now + Self.dropInterval, now: now)
    }
}

extension SilentDrop {
    /// Whether a neighbour's segments may be dropped for this reason.
    public func mayConcern(_ neighbor: Neighbor) -> Bool {
        switch self {
        case .signatureMissing, .signatureMismatch: neighbor.sharedKey != nil
        case .signatureUnexpected: neighbor.sharedKey == nil
        case .timeToLive: neighbor.minimumTimeToLive != nil
        }
    }
}
