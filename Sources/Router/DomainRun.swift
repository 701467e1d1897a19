import NetworkTypes
import RIB

/// Changes of routes in a row that concern one domain: what is said about them together.
struct DomainRun {
    static let sampleLimit = 4

    let domain: Int
    private(set) var changes: Range<Int>
    private(set) var sample: [IPPrefix] = []

    var count: Int { changes.count }

    private mutating func add(_ prefix: IPPrefix) {
        changes = changes.lowerBound..<changes.upperBound + 1
        if sample.count < Self.sampleLimit { sample.append(prefix) }
    }

    /// The runs in a list of changes; those of domains that the router does not have are left out.
    static func runs(of changes: ArraySlice<RouteChange>, in domains: [RIB::DomainIndex]) -> [DomainRun] {
        var runs: [DomainRun] = []
        for place in changes.indices {
            guard let domain = domains.firstIndex(of: changes[place].domain) else { continue }
            if runs.last?.domain != domain || runs.last?.changes.upperBound != place {
                runs.append(DomainRun(domain: domain, changes: place..<place))
            }
            runs[runs.count - 1].add(changes[place].prefix)
        }
        return runs
    }
}
