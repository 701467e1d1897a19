public import Network
import NetworkTypes
import Topology
import VirtualEngine

extension Lab {
    /// A 5-tuple of one direction of a flow.
    public struct Tuple: Hashable {
        public var flow: String
        public var direction: String
        public var index: Int
    }

    /// Send times from `start` to `end`, the latter excluded, between which packets of a 5-tuple are lost.
    public struct DarkSpan: Hashable {
        public var start: Duration
        public var end: Duration
    }

    /// What the forwarding state says: when packets of each 5-tuple are lost, up to now or the end of the run.
    public var darkSpans: [Tuple: [DarkSpan]] {
        var changes: [Tuple: [(at: Duration, isDelivered: Bool)]] = [:]
        for moment in moments(.flowPath) {
            for index in moment.numbers("tuples") {
                changes[tuple(of: moment, index), default: []]
                    .append((moment.instant("at") ?? moment.at, moment.event["delivered"] == .boolean(true)))
            }
        }
        let now = engine.now - (engine.network.timeZero ?? .zero)
        return changes.mapValues { list in
            var spans: [DarkSpan] = []
            var start: Duration?
            // Changes of one moment are in order; those of later ones may concern packets that were sent before.
            for change in list.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
                if !change.element.isDelivered {
                    start = start ?? change.element.at
                } else if let begun = start {
                    if change.element.at > begun { spans.append(DarkSpan(start: begun, end: change.element.at)) }
                    start = nil
                }
            }
            if let begun = start { spans.append(DarkSpan(start: begun, end: now)) }
            return spans
        }
    }

    /// What the probes say: send times of those that never arrived, known when the run has ended.
    public var lostProbes: [Tuple: [Duration]] {
        var lost: [Tuple: [Duration]] = [:]
        for moment in moments(.flowLoss) {
            // What a limit drops has a path.
            guard moment.text("place") == nil, let index = moment.number("tuple"), let first = moment.instant("from"),
                let last = moment.instant("to"),
                let count = moment.number("lost")
            else { continue }
            let step = count > 1 ? (last - first) / (count - 1) : .zero
            lost[tuple(of: moment, index), default: []] += (0..<count).map { first + step * $0 }
        }
        return lost
    }

    /// Send times of all probes, as far as they are sure to have arrived if nothing was in the way.
    public func sentProbes(of plan: FlowPlan, _ tuple: Int) -> [Duration] {
        let now = engine.now - (engine.network.timeZero ?? .zero)
        return (0...).lazy.map { plan.sendOffset(tuple: tuple, sequence: UInt32($0)) }
            .prefix { $0 + .seconds(1) < now }.map { $0 }
    }

    /// Probes of which the forwarding state says something else than what became of them.
    ///
    /// Those sent within `tolerance` of an end of a dark span don't count. Neither do those that were lost within `flight` before one
    /// begins: the state says where a packet would go that is sent now, so a change near the source hides a later one farther on, which
    /// still meets what was under way.
    public func disagreements(tolerance: Duration, flight: Duration = .zero) -> [String] {
        let (dark, lost) = (darkSpans, lostProbes)
        var result: [String] = []
        // Messages are sent again until they arrive, and answers come when they are asked for.
        for plan in engine.network.blueprint.flows where plan.application == .udp {
            for index in 0..<plan.count {
                let tuple = Tuple(flow: plan.name, direction: plan.direction.rawValue, index: index)
                let spans = dark[tuple] ?? []
                let missing = Set(lost[tuple] ?? [])
                for sent in sentProbes(of: plan, index) {
                    let isDark = spans.contains { $0.start <= sent && sent < $0.end }
                    guard isDark != missing.contains(sent) else { continue }
                    let isExcused = spans.contains {
                        abs(sent - $0.start) <= tolerance || abs(sent - $0.end) <= tolerance
                            || (!isDark && sent < $0.start && $0.start - sent <= flight)
                    }
                    if !isExcused {
                        result.append(
                            "\(plan.name) \(plan.direction) \(index): probe of \(sent) \(isDark ? "arrived" : "was lost")"
                        )
                    }
                }
            }
        }
        return result
    }

    private func tuple(of moment: Moment, _ index: Int) -> Tuple {
        Tuple(
            flow: String(moment.subject.dropFirst("flow/".count)),
            direction: moment.text("direction") ?? "",
            index: index
        )
    }
}

private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }
