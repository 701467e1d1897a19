import NetworkTypes
import Topology

/// A gateway's fabric controller at work.
struct GatewayState {
    /// How one instance answers its health probes.
    struct Health {
        var failures = 0
        var isHealthy = true
        /// The life of the instance after which a replacement is due.
        var replacement: UInt32?
    }

    let plan: Blueprint.Gateway
    let controller: FabricController
    var health: [Health]
    /// The `instance.unhealthy` event of each instance that is out of service.
    var unhealthyEvents: [Int?]
    /// Which of the planned instances there are at present.
    var isDeployed: [Bool]
    /// Which instances do not run because they were not made yet, or are removed.
    var isAway: [Bool]
    /// The fault domain in which each stands.
    var racks: [Int]
    /// What the gateway is, which operations change.
    var sku: GatewaySKU
    var units: Int
    /// Of one unit in the case of `ErGwScale`.
    var unitLimits: Topology.GatewayLimits
    /// What is being done to it.
    var operation: GatewayOperation?
    /// How far its migration has come; `nil` before and after one.
    var migration: GatewayOperation.Migration?
    /// Whether the first gateway's sessions are closed for a migration.
    var hasTrafficMoved = false
    /// The event of an operation that came last.
    var lastOperationEvent: Int?
    /// What instances had been asked to forward when the load was looked at last.
    var bytesAtLastCheck: UInt64 = 0
    /// What Resource Health says of the gateway.
    var reportedHealth = "Available"
    /// Whether people have heard already that there are more routes, or flows, than the gateway is made for.
    var hasTooManyRoutes = false
    var hasTooManyFlows = false
}

/// FastPath of one connection at one MSEE.
struct BypassState {
    let plan: Blueprint.Bypass
    let gateway: Int
    var isProgrammed = false
    /// How many of the plan's routes the MSEE has: the first ones.
    var programmedCount = 0
    /// Programming is due.
    var isPending = false
    /// The event that asked for it.
    var cause: Int?
}
