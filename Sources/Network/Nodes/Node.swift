import NetworkTypes
import Packets
import Router

/// A device at work.
///
/// One instance per device, owned by its network alone; a reference only so that a node can be changed in place while the network is too.
final class Node {
    struct Port {
        var wire: UInt32
        var side: WireSide
    }

    enum Works {
        case router(RouterNode)
        case crossConnect(CrossConnect)
        case lanSwitch(LANSwitch)
    }

    let index: NodeIndex
    let path: String
    let role: Blueprint.Node.Role
    let plan: Blueprint.Works
    // Looked at for every frame, and unchecked as in RouterNode.
    @exclusivity(unchecked) var ports: [Port?]
    /// Place among the blueprint's sessions, by neighbour.
    var sessions: [Int]
    /// How many faults keep the node from working at present.
    @exclusivity(unchecked) var holds = 0
    /// Changes whenever the node stops, so that reminders from its former life are recognised.
    var generation: UInt32 = 0
    @exclusivity(unchecked) var works: Works
    /// When the next reminder is due, as far as the engine has been told.
    @exclusivity(unchecked) var deadline = Instant.distantFuture
    var isWorkScheduled = false
    /// The latest event that changed what this node does to packets.
    var lastForwardingCause: Int?

    var isAlive: Bool { holds == 0 }

    init(_ plan: Blueprint.Node, index: NodeIndex) {
        self.index = index
        path = plan.path
        role = plan.role
        self.plan = plan.works
        ports = Array(repeating: nil, count: plan.portCount)
        switch plan.works {
        case .router(let configuration):
            sessions = Array(repeating: -1, count: configuration.neighbors.count)
            // Nothing works before it is booted.
            works = .lanSwitch(LANSwitch(stations: []))
        case .crossConnect(let crossConnect):
            sessions = []
            works = .crossConnect(crossConnect)
        case .lanSwitch(let lan):
            sessions = []
            works = .lanSwitch(lan)
        }
    }

    /// The router inside, if there is one and it works.
    var router: RouterNode? {
        if case .router(let router) = works, isAlive { router } else { nil }
    }
}
