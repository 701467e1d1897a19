import BGPWire
public import Control
import Forwarding
public import Network
public import NetworkTypes
import RIB
import Router
import Topology

/// Views of one connection of a circuit: what its MSEE knows.
extension OperatorView {
    /// The ARP table of a peering; empty while the MSEE is down, which is Microsoft's fault (ARP).
    public static func arpTable(_ network: borrowing Network, _ subject: String) throws(ControlError) -> [ARPRow] {
        let (circuit, role, peering) = try device(subject, in: network.topology)
        let end = network.blueprint.circuitEnd(circuit, role, peering)
        guard let interface = end.interface, network.isAlive(end.msee),
            let neighbors = network.neighbors(at: end.msee, interface: interface),
            let addressing = network.topology.circuits[circuit].addresses(role, peering)?.ipv4
        else { return [] }
        var rows: [ARPRow] = []
        for entry in neighbors where entry.address == .v4(addressing.customer) {
            rows.append(
                ARPRow(
                    age: nil,
                    interfaceProperty: "On-Prem",
                    ipAddress: "\(entry.address)",
                    macAddress: entry.mac.map { "\($0)" } ?? "Incomplete"
                )
            )
        }
        if case .router(let configuration) = network.blueprint.nodes[end.msee.index].works {
            rows.append(
                ARPRow(
                    age: 0,
                    interfaceProperty: "Microsoft",
                    ipAddress: "\(addressing.microsoft)",
                    macAddress: "\(configuration.interfaces[interface].mac)"
                )
            )
        }
        return rows
    }

    /// All paths that the MSEE has for the circuit, the best of each prefix first.
    public static func routeTable(_ network: borrowing Network, _ subject: String) throws(ControlError) -> [RouteRow] {
        let (circuit, role, peering) = try device(subject, in: network.topology)
        let end = network.blueprint.circuitEnd(circuit, role, peering)
        var rows: [RouteRow] = []
        for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
            for view in network.routes(at: end.msee, domain: end.domain, family) {
                rows += network.inspectRouter(at: end.msee) { RouteRow.rows(view, of: $0, allPaths: true) } ?? []
            }
        }
        return rows
    }

    /// A line for each neighbour that the MSEE has for the circuit: the customer's router, and gateway instances.
    public static func routeTableSummary(
        _ network: borrowing Network,
        _ subject: String,
        at now: Instant
    ) throws(ControlError) -> [SummaryRow] {
        let (circuit, role, peering) = try device(subject, in: network.topology)
        let end = network.blueprint.circuitEnd(circuit, role, peering)
        return network.inspectRouter(at: end.msee) { router in
            router.configuration.neighbors.indices
                .filter { router.configuration.neighbors[$0].domain == end.domain }
                .map { SummaryRow($0, of: router, at: now) }
        } ?? []
    }

    /// Octets of both connections' private peering since their MSEEs started.
    public static func stats(_ network: borrowing Network, _ subject: String) throws(ControlError) -> [CircuitStatsRow]
    {
        let (circuit, _, _) = try self.circuit(subject, in: network.topology)
        var counts: [UInt64] = []
        for role in Topology.Role.allCases {
            let end = network.blueprint.circuitEnd(circuit, role)
            let counters = end.interface.map { network.counters(at: end.msee, interface: $0) }
            counts += [counters?.bytesIn ?? 0, counters?.bytesOut ?? 0]
        }
        return [
            CircuitStatsRow(
                primaryBytesIn: counts[0],
                primaryBytesOut: counts[1],
                secondaryBytesIn: counts[2],
                secondaryBytesOut: counts[3]
            )
        ]
    }

    /// The same as ``circuit(_:in:)``, with the role as a must.
    private static func device(
        _ subject: String,
        in topology: Topology
    ) throws(ControlError) -> (circuit: Int, role: Topology.Role, peering: Topology.Peering) {
        let (circuit, role, peering) = try self.circuit(subject, in: topology)
        guard let role else {
            throw .refused("which of the two? \(subject)/primary or \(subject)/secondary")
        }
        return (circuit, role, peering)
    }
}
