import NetworkTypes
import Topology

extension BlueprintBuilder {
    /// Each flow once per direction.
    mutating func addFlows() {
        for (index, flow) in topology.flows.enumerated() {
            guard let from = endpoint(flow.from, flow.family), let to = endpoint(flow.to, flow.family) else { continue }
            blueprint.flows.append(plan(flow, index, .forward, from, to))
            if flow.isBidirectional || flow.application != .udp {
                blueprint.flows.append(plan(flow, index, .reverse, to, from))
            }
        }
    }

    private typealias Endpoint = (node: NodeIndex, domain: UInt16, address: IPAddress)

    private func endpoint(_ endpoint: Topology.Flow.Endpoint, _ family: AddressFamily) -> Endpoint? {
        switch endpoint {
        case .host(let index):
            let host = topology.hosts[index]
            let address = family == .ipv4 ? host.address.map(IPAddress.v4) : host.addressIPv6.map(IPAddress.v6)
            return address.map { (node: blueprint.places.hosts[index], domain: 0, address: $0) }
        case .machine(let index):
            let machine = topology.machines[index]
            let address = family == .ipv4 ? machine.address.map(IPAddress.v4) : machine.addressIPv6.map(IPAddress.v6)
            return address.map {
                (node: blueprint.places.machines[index], domain: UInt16(virtualNetworkDomain), address: $0)
            }
        case .internet(let index):
            let address = IPAddress.v4(topology.internetHosts[index].address)
            return blueprint.places.internet.map { (node: $0, domain: 0, address: address) }
        case .service(let index):
            let service = topology.services[index]
            let address = family == .ipv4 ? service.address.map(IPAddress.v4) : service.addressIPv6.map(IPAddress.v6)
            return address.map {
                (node: blueprint.places.services[index], domain: UInt16(Self.serviceDomain), address: $0)
            }
        }
    }

    /// Whether what goes to an end, or comes from it, passes firewalls: there only answers pass.
    private func isBehindFirewall(_ endpoint: Topology.Flow.Endpoint) -> Bool {
        // Whoever is on the Internet sees translated addresses and can only answer.
        if case .internet = endpoint { return true }
        guard case .host(let index) = endpoint else { return false }
        return topology.firewalls.contains { topology.routers[$0.router].site == topology.hosts[index].site }
    }

    private func plan(
        _ flow: Topology.Flow,
        _ index: Int,
        _ direction: FlowPlan.Direction,
        _ from: Endpoint,
        _ to: Endpoint
    ) -> FlowPlan {
        let headers = (flow.family == .ipv4 ? 20 : 40) + 8
        let payload = flow.application == .request ? ProbePayload.requestByteCount : ProbePayload.byteCount
        let isPastFirewall = isBehindFirewall(flow.from) || isBehindFirewall(flow.to)
        let isAnswer = direction == .reverse && (flow.application != .udp || isPastFirewall)
        // Every 5-tuple has asked once when the first is answered.
        let count = max(1, min(flow.count, 16_384))
        let wait =
            isAnswer && flow.application == .udp
            ? flow.interval * count + .seconds(1) : .zero
        return FlowPlan(
            name: flow.name,
            direction: direction,
            source: from.node,
            destination: to.node,
            sourceDomain: from.domain,
            sourceAddress: from.address,
            destinationAddress: to.address,
            // Dynamic ports for the senders (RFC 6335), one well-known block of ours for the receivers.
            firstPort: 49_152,
            serverPort: 20_000 + UInt16(truncatingIfNeeded: index % 10_000),
            count: count,
            interval: flow.interval,
            start: flow.start + wait,
            packetByteCount: flow.application == .tcp ? flow.size : max(flow.size, headers + payload),
            application: flow.application,
            isAnswer: isAnswer,
            isSpontaneous: !isAnswer || flow.application == .udp || (flow.application == .tcp && flow.isBidirectional),
            timeout: flow.timeout,
            retries: flow.retries,
            load: flow.load?.bitsPerSecond ?? 0
        )
    }
}
