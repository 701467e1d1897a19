import NetworkTypes
public import VRRP

/// A router's part in a virtual router, as it is built.
public struct FirstHopPlan: Sendable {
    /// The same for all routers of the group: `vrrp/SITE/VRID`, and `/ipv6` behind it.
    var path: String
    /// Place of the router's interface on the LAN.
    public internal(set) var interface: Int
    /// The LAN.
    var segment: NodeIndex
    /// Place of its wire there.
    var wire: Int
    public internal(set) var configuration: VirtualRouterConfiguration
    /// Whether a master answers packets to the virtual addresses.
    public internal(set) var acceptsPackets: Bool
}

/// A router's part in a virtual router at work.
struct FirstHop {
    let plan: FirstHopPlan
    var machine: VirtualRouter
    /// The latest event that changed its state or priority.
    var lastEvent: Int?

    init(_ plan: FirstHopPlan) {
        self.plan = plan
        machine = VirtualRouter(plan.configuration)
    }
}
