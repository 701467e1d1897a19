import NetworkTypes
import Topology

/// Every series of a network with its source, in the order of the topology: circuits, ports, gateways.
///
/// Left out is what nothing here emulates: light levels, and Global Reach beyond what can be told apart.
struct MetricPlan {
    typealias Dimension = MetricSeries.Dimension

    private(set) var series: [MetricSeries] = []
    private(set) var sources: [MetricSource] = []
    let blueprint: Blueprint
    var topology: Topology { blueprint.topology }

    init(_ blueprint: Blueprint) {
        self.blueprint = blueprint
        for circuit in blueprint.topology.circuits.indices { addCircuit(circuit) }
        for circuit in blueprint.topology.circuits.indices { addPorts(circuit) }
        for gateway in blueprint.topology.gateways.indices { addGateway(gateway) }
    }

    mutating func add(
        _ resource: String,
        _ name: String,
        _ unit: MetricSeries.Unit,
        _ aggregation: MetricSeries.Aggregation = .average,
        _ dimensions: [Dimension] = [],
        _ source: MetricSource
    ) {
        series.append(
            MetricSeries(
                resource: resource,
                name: name,
                unit: unit,
                aggregation: aggregation,
                dimensions: dimensions
            )
        )
        sources.append(source)
    }
}
