public import VRRP

/// A router's part in a virtual router, as it is at this moment.
public struct VirtualRouterView: Sendable {
    /// `vrrp/SITE/VRID`, and `/ipv6` behind it; the same at every router of the group.
    public var path: String
    public var configuration: VirtualRouterConfiguration
    public var state: VirtualRouter.State
    /// The configured one less what tracking takes from it.
    public var priority: UInt8
}

extension Network {
    /// The virtual routers that a router takes part in; none while it is down.
    public func virtualRouters(at node: NodeIndex) -> [VirtualRouterView] {
        guard let router = nodes[node.index].router else { return [] }
        return router.firstHops.map { hop in
            VirtualRouterView(
                path: hop.plan.path,
                configuration: hop.machine.configuration,
                state: hop.machine.state,
                priority: hop.machine.priority
            )
        }
    }
}
