internal import NetworkTypes

extension Advice {
    /// Who dropped packets of a flow that came to it, for reasons that are a matter of configuration.
    static func refusals(of flow: FlowReport) -> [String] {
        var places: [(place: String, reason: String)] = []
        for outage in flow.outages {
            guard let place = outage.place, let reason = outage.reason, explanations[reason] != nil,
                outage.duration >= .seconds(1),
                reason != "noRoute" || outage.lastedUntilRestored && place.hasPrefix("router/"),
                !places.contains(where: { $0 == (place, reason) })
            else { continue }
            places.append((place, reason))
        }
        return places.map { place, reason in
            let outages = flow.outages.filter { $0.place == place && $0.reason == reason }
            let lost = outages.reduce(0) { $0.clampedSum($1.lost) }
            let tuples = Set(outages.flatMap(\.tuples)).count
            let words = "\(tuples) " + (tuples == 1 ? "5-tuple" : "5-tuples")
            return "\(place) dropped packets of \(flow.name) \(flow.direction), \(words), \(lost) lost (\(reason)): "
                + (explanations[reason] ?? "") + "."
        }
    }

    private static let explanations = [
        "noConnectionState":
            "it never saw them leave; shared state, source translation or one way for both directions keeps them",
        "connectionTableFull": "it has no room for more connections",
        "notPermitted": "its rules let only the other side open connections",
        "reversePath":
            "it would reach their source another way; `loose` filtering, or the same preference both ways, keeps them",
        "noRoute":
            "it attracts what it has no route for, since what it advertises, or its place as first hop, does not depend on "
            + "what it reaches (`while`, `track`)",
    ]
}

extension Outage {
    /// Whether routing did not end it by itself: withdrawals that only take their time are another matter.
    fileprivate var lastedUntilRestored: Bool { isOpen || endedBy != cause }
}
