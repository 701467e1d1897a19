import NetworkTypes
import Topology

/// Fault domains: where a gateway's instances stand, and where they go when a rack is lost.
extension Network {
    /// The instances that a gateway has at present.
    func deployedInstances(of gateway: Int) -> [NodeIndex] {
        gateways[gateway].plan.instances.indices.filter { gateways[gateway].isDeployed[$0] }
            .map { gateways[gateway].plan.instances[$0] }
    }

    /// Gateway instances that stand in a rack at present.
    func instances(inRack number: Int, zone: Int?, of region: Int) -> [NodeIndex] {
        gateways.indices.filter { topology.gateways[$0].region == region }.flatMap { gateway in
            gateways[gateway].plan.instances.indices.filter { place in
                gateways[gateway].isDeployed[place] && gateways[gateway].racks[place] == number
                    && topology.gateways[gateway].instances[place].zone == zone
            }.map { gateways[gateway].plan.instances[$0] }
        }
    }

    /// The rack in which a new instance is made: the old one's, or, if that is lost, another one of the same zone with the fewest of the
    /// gateway's instances; `nil` if there is none.
    func rack(forReplacing place: Int, of gateway: Int) -> Int? {
        let model = topology.gateways[gateway]
        let zone = model.instances[place].zone
        let lost = faults.lostRacks(region: model.region, zone: zone)
        if !lost.contains(gateways[gateway].racks[place]) { return gateways[gateway].racks[place] }
        let free = (1...topology.regions[model.region].racks).filter { !lost.contains($0) }
        return free.min { load($0, zone, gateway) < load($1, zone, gateway) }
    }

    private func load(_ rack: Int, _ zone: Int?, _ gateway: Int) -> Int {
        gateways[gateway].racks.indices.count { place in
            gateways[gateway].racks[place] == rack && gateways[gateway].isDeployed[place]
                && topology.gateways[gateway].instances[place].zone == zone
        }
    }

    /// The path of the rack in which an instance stands.
    func path(ofRack place: Int, of gateway: Int) -> String {
        let model = topology.gateways[gateway]
        let target = Topology.Target.rack(
            region: model.region,
            zone: model.instances[place].zone,
            number: gateways[gateway].racks[place]
        )
        return topology.path(of: target).description
    }
}
