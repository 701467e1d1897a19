public import Control
public import Network
import NetworkTypes
import RIB
import Router
import Topology

/// What an operator of Azure sees of a network at one moment, whichever engine runs it.
public enum OperatorView {
    /// Azure's weights of what a gateway learnt over ExpressRoute, and of its own (S2S, BKP).
    static let learnedWeight: UInt32 = 32_769
    static let ownWeight: UInt32 = 32_768

    /// The latest sample of each metric of a resource and of what is below it, or of all.
    public static func metrics(_ network: borrowing Network, of resource: String?) throws(ControlError) -> [MetricRow] {
        let series = network.meter.series
        let chosen = series.indices.filter { place in
            guard let resource else { return true }
            return series[place].resource == resource || series[place].resource.hasPrefix(resource + "/")
        }
        if let resource, chosen.isEmpty { throw .refused("there are no metrics of '\(resource)'") }
        return chosen.compactMap { place in
            network.meter.latest[place].map { MetricRow(series[place], thousandths: $0) }
        }
    }

    /// The circuit, connection and peering that `circuit/NAME/primary` or `circuit/NAME/primary/microsoft` names.
    static func circuit(
        _ subject: String,
        in topology: Topology
    ) throws(ControlError) -> (circuit: Int, role: Topology.Role?, peering: Topology.Peering) {
        var parts = subject.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 1, parts[0] == "circuit" { parts.removeFirst() }
        let peering = parts.count == 3 ? Topology.Peering(rawValue: parts[2]) ?? .private : .private
        if parts.count == 3, Topology.Peering(rawValue: parts[2]) != nil { parts.removeLast() }
        let role = parts.count == 2 ? Topology.Role.allCases.first { "\($0)" == parts[1] } : nil
        guard let name = parts.first, parts.count <= 2, parts.count == 1 || role != nil else {
            throw .refused("'\(subject)' is no circuit: it has the form circuit/NAME/primary or circuit/NAME/secondary")
        }
        guard let index = topology.circuits.firstIndex(where: { $0.name == name }) else {
            throw .refused("there is no circuit '\(name)'\(list(topology.circuits.map(\.name)))")
        }
        if peering == .microsoft, topology.circuits[index].microsoftPeering == nil {
            throw .refused("circuit '\(name)' has no Microsoft peering")
        }
        return (index, role, peering)
    }

    static func gateway(_ subject: String, in topology: Topology) throws(ControlError) -> Int {
        let name = subject.hasPrefix("gateway/") ? String(subject.dropFirst("gateway/".count)) : subject
        guard let index = topology.gateways.firstIndex(where: { $0.name == name }) else {
            throw .refused("there is no gateway '\(name)'\(list(topology.gateways.map(\.name)))")
        }
        return index
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "" : "; there is \(names.prefix(8).joined(separator: ", "))"
    }
}

extension MetricRow {
    init(_ series: MetricSeries, thousandths: Int64) {
        self.init(
            resource: series.resource,
            name: series.name,
            unit: series.unit.rawValue,
            aggregation: series.aggregation.rawValue,
            dimensions: Dictionary(uniqueKeysWithValues: series.dimensions.map { ($0.name, $0.value) }),
            dimensionText: series.dimensions.map(\.value).joined(separator: ", "),
            value: Double(thousandths) / 1_000
        )
    }
}
