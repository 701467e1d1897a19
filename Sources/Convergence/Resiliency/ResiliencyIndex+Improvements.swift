import NetworkTypes
import Topology

extension ResiliencyIndex {
    /// One thing that would raise the index, and what the index would then be.
    public struct Improvement: Hashable, Sendable {
        public var what: String
        public var tenths: Int
    }

    /// What would raise the index, the most telling first; among equals the cheaper first.
    ///
    /// Each is computed anew from changed facts, so gains that need one another show as the steps that they are: a second
    /// site comes before its validation.
    public var improvements: [Improvement] {
        let candidates = validationChanges + routeChanges + zoneChanges + recommendationChanges
        let found = candidates.map { Improvement(what: $0.what, tenths: ResiliencyIndex($0.facts).tenths) }
            .filter { $0.tenths > tenths }
        return found.enumerated().sorted { ($1.element.tenths, $0.offset) < ($0.element.tenths, $1.offset) }
            .map(\.element)
    }

    private typealias Change = (what: String, facts: Facts)

    /// Testing one site more, or all that are not fresh.
    private var validationChanges: [Change] {
        let weakest = weakest
        guard weakest.reason == .twoSites else { return [] }
        let sites = weakest.routes.circuits.filter { $0.sites.count == 1 }.flatMap(\.sites)
        let stale = sites.filter { facts.validations[$0].map { $0 > 30 } ?? true }
        var unique: [String] = []
        for site in stale where !unique.contains(site) { unique.append(site) }
        var changes: [Change] = []
        for site in unique {
            var changed = facts
            changed.validations[site] = 0
            changes.append(("a site failover test of \(site), once every 30 days", changed))
        }
        if unique.count > 1 {
            var changed = facts
            for site in unique { changed.validations[site] = 0 }
            changes.append(("site failover tests of \(unique.joined(separator: " and ")), once every 30 days", changed))
        }
        return changes
    }

    /// A circuit somewhere else for every route set that has none.
    private var routeChanges: [Change] {
        guard routes.contains(where: { $0.reason != .twoSites }), weakest.reason != .noRoutes else { return [] }
        let place = Facts.Circuit(name: "", sites: ["another site"])
        var changed = facts
        let sparse = routes.filter { $0.reason != .twoSites }
        changed.routeSets = routes.map { route in
            var set = route.routes
            if route.reason != .twoSites { set.circuits.append(place) }
            return set
        }
        let prefixes = sparse.flatMap { $0.routes.prefixes }
        let names = prefixes.prefix(3).map(\.description).joined(separator: ", ")
        let more = prefixes.count > 3 ? " and \(prefixes.count - 3) more" : ""
        var changes: [Change] = [("\(names)\(more) over a circuit in a second, distinct site too", changed)]
        if weakest.reason == .lostLink {
            var mended = facts
            mended.routeSets = facts.routeSets.map { set in
                var set = set
                for circuit in set.circuits.indices { set.circuits[circuit].hasLostLink = false }
                return set
            }
            changes.append(("the lost link between MSEE and provider edge mended", mended))
        }
        return changes
    }

    private var zoneChanges: [Change] {
        var changed = facts
        switch facts.sku {
        case .standard, .highPerformance, .ultraPerformance:
            let sku: GatewaySKU =
                facts.sku == .standard ? .erGw1AZ : facts.sku == .highPerformance ? .erGw2AZ : .erGw3AZ
            changed.sku = sku
            changed.zones = 3
            return [("a zone-redundant gateway of SKU \(sku.rawValue)", changed)]
        case .erGw1AZ, .erGw2AZ, .erGw3AZ:
            changed.zones = 3
            return [("a zone-redundant gateway: instances in more than one zone", changed)]
        case .erGwScale:
            changed.instances = 6
            return [("more than four instances: three scale units", changed)]
        }
    }

    private var recommendationChanges: [Change] {
        guard facts.openRecommendations > 0 else { return [] }
        var changed = facts
        changed.openRecommendations = 0
        let count = facts.openRecommendations
        return [("\(count) open Advisor recommendation\(count == 1 ? "" : "s") followed", changed)]
    }
}
