extension ResiliencyIndex.RouteScore {
    init(_ routes: ResiliencyIndex.Facts.Routes, validations: [String: Int]) {
        self.routes = routes
        reason = Self.reason(routes.circuits)
        score =
            switch reason {
            case .twoSites: ResiliencyFigures.twoSites
            case .metro: ResiliencyFigures.metro
            case .oneSite: ResiliencyFigures.oneSite
            case .lostLink: ResiliencyFigures.lostLink
            case .noRoutes: ResiliencyFigures.noRoutes
            }
        // A site failover test needs two distinct sites (RV).
        (multiplierHalves, multiplierSource) =
            reason == .twoSites
            ? Self.multiplier(routes.circuits, validations) : (2, "RV: validation needs two distinct sites")
    }

    /// Circuits beyond two sites do not count.
    private static func reason(_ circuits: [ResiliencyIndex.Facts.Circuit]) -> Reason {
        guard !circuits.isEmpty else { return .noRoutes }
        for (place, first) in circuits.enumerated() {
            for second in circuits[(place + 1)...] where Set(first.sites).isDisjoint(with: second.sites) {
                return .twoSites
            }
        }
        // Of circuits in one place, a whole one makes up for one that has lost a link.
        let whole = circuits.filter { !$0.hasLostLink }
        if whole.isEmpty { return .lostLink }
        return whole.contains(where: \.isMetro) ? .metro : .oneSite
    }

    /// The multiplier in halves, from the two sites that were tested last.
    ///
    /// Both tested: that of the older test (unconfirmed). One tested: half of its own, but never less than that of a
    /// gateway that was not tested at all (unconfirmed).
    private static func multiplier(
        _ circuits: [ResiliencyIndex.Facts.Circuit],
        _ validations: [String: Int]
    ) -> (halves: Int, source: String) {
        let sites = Set(circuits.filter { !$0.isMetro }.flatMap(\.sites))
        let ages = sites.compactMap { validations[$0] }.sorted()
        switch ages.count {
        case 0: return (ResiliencyFigures.untested.points * 2, ResiliencyFigures.untested.source)
        case 1:
            let whole = ResiliencyFigures.multiplier(daysAgo: ages[0]).points
            return whole == 1
                ? (2, "unconfirmed: never below that of no test") : (whole, "RI: one of two sites, halved")
        default: return (ResiliencyFigures.multiplier(daysAgo: ages[1]).points * 2, "RI: the older of two tests")
        }
    }
}
