import BGPSpeaker
import Network
import NetworkTypes

/// What the kernels of routers drop silently: a wrong key or TTL shows nowhere else.
extension LiveEngine {
    func lookAtDrops(at now: Instant) {
        guard !network.isFinished, let place = dropWatch.next(at: now) else { return }
        for (drop, _) in place.counters.news() {
            let words = "\(drop.words) (\(drop.counter))"
            network.kernelDroppedSegments(of: place.node, domain: place.domain, words, at: now) { drop.mayConcern($0) }
        }
    }
}

/// Whose counters are looked at when: one network at a time, so that nobody waits for it.
struct DropWatch {
    struct Place {
        var node: NodeIndex
        /// `nil`: all that the router has, in one network.
        var domain: Int?
        var counters: SilentDropCounters
    }

    private static let interval = Duration.milliseconds(100)
    private var places: [Place] = []
    private var turn = 0
    private var due = Instant.distantFuture

    init() {}

    init(_ routers: [NodeIndex: RouterHost], _ devices: [NodeIndex: DeviceHost], at now: Instant) {
        for (node, router) in routers {
            for (domain, counters) in router.drops {
                places.append(Place(node: node, domain: domain, counters: counters))
            }
        }
        for (node, device) in devices {
            if let counters = device.drops { places.append(Place(node: node, counters: counters)) }
        }
        places.sort { ($0.node.index, $0.domain ?? 0) < ($1.node.index, $1.domain ?? 0) }
        if !places.isEmpty { due = now + Self.interval }
    }

    /// Whose turn it is, if one is due.
    mutating func next(at now: Instant) -> Place? {
        guard now >= due else { return nil }
        due = now + Self.interval
        turn = (turn + 1) % places.count
        return places[turn]
    }
}
