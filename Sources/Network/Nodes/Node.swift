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
        // Looked at for every frame, for which a plan of several tables need not be copied.
        indirect case crossConnect(CrossConnect)
        indirect case lanSwitch(LANSwitch)
        indirect case firewall(FirewallPlan)
        /// A real router: the engine has its ports.
        case device
    }

    let index: NodeIndex
    let path: String
    let role: Blueprint.Node.Role
    let plan: Blueprint.Works
    /// Whether a real device's frames have VLAN tags.
    let seesTags: Bool
    // Looked at for every frame, and unchecked as in RouterNode.
    @exclusivity(unchecked) var ports: [Port?]
    /// Place among the blueprint's sessions, by neighbour.
    var sessions: [Int]
    /// How many faults keep the node from working at present.
    var holds = 0 { didSet { lendRouter() } }
    /// Which of the router's parts do not work, although the node does.
    var parts = NodeParts()
    /// The latest event that a part ceased to work with, or worked again.
    var lastPartEvent: Int?
    /// Changes whenever the node stops, so that reminders from its former life are recognised.
    var generation: UInt32 = 0
    var works: Works { didSet { lendRouter() } }
    /// The router inside while it works, for the frames that pass: whoever holds the node need not count this use too.
    @exclusivity(unchecked) private(set) var transit: Unmanaged<RouterNode>?
    /// When the next reminder is due, as far as the engine has been told.
    @exclusivity(unchecked) var deadline = Instant.distantFuture
    /// What the device forwards for others at most; `nil` is without limit.
    @exclusivity(unchecked) var limit: RateLimit?
    /// Place of the limit's packet rate among the network's limits; the bit rate, and what waited in vain, come after it.
    var limitWatch = 0
    var isWorkScheduled = false
    /// The latest event that changed what this node does to packets.
    var lastForwardingCause: Int?
    /// Of a machine that the engine has a kernel for.
    let kernel: MachineKernel?
    let firstHops: [FirstHopPlan]
    let watches: [WatchPlan]
    /// Whether what is watched held at the last look; `nil` before the first.
    var watchStates: [Bool?]
    /// Something happened that what is watched may depend on.
    @exclusivity(unchecked) var needsReview = false
    /// Routes that it advertises without having a way to their destinations.
    var retained: [(domain: Int, prefix: IPPrefix, tag: RouteTag)] = []

    var isAlive: Bool { holds == 0 }

    init(_ plan: Blueprint.Node, index: NodeIndex, carriage: Carriage) {
        self.index = index
        path = plan.path
        role = plan.role
        self.plan = plan.works
        seesTags = plan.seesTags
        kernel = carriage == .engine ? plan.kernel : nil
        firstHops = plan.firstHops
        watches = plan.watches
        watchStates = Array(repeating: nil, count: plan.watches.count)
        ports = Array(repeating: nil, count: plan.portCount)
        switch plan.works {
        case .router(let configuration):
            sessions = Array(repeating: -1, count: configuration.neighbors.count)
            // Nothing works before it is booted.
            works = carriage == .engine && plan.isReal ? .device : .lanSwitch(LANSwitch(stations: []))
        case .crossConnect(let crossConnect):
            sessions = []
            works = .crossConnect(crossConnect)
        case .lanSwitch(let lan):
            sessions = []
            works = .lanSwitch(lan)
        case .firewall(let plan):
            sessions = []
            works = .firewall(plan)
        }
    }

    /// The tags that frames have at a port, and that its device does not see; outer one first.
    func tags(of port: UInt16) -> [UInt16] {
        guard !seesTags, case .router(let configuration) = plan else { return [] }
        for interface in configuration.interfaces {
            if case .ethernet(port, let tags) = interface.kind { return tags }
        }
        return []
    }

    /// Whether it is a router that runs, emulated or real.
    var isRouter: Bool { isDevice || router != nil }

    var isDevice: Bool {
        if case .device = works { true } else { false }
    }

    /// The port that has to lose and regain carrier with another one.
    func portThatFollows(_ port: UInt16) -> UInt16? {
        switch works {
        case .crossConnect(let crossConnect): crossConnect.portThatFollows(port)
        case .firewall(let plan): plan.linkLossForwarding ? FirewallPlan.otherPort(than: port) : nil
        case .router, .lanSwitch, .device: nil
        }
    }

    private func lendRouter() { transit = router.map(Unmanaged.passUnretained) }

    /// The router inside, if there is one and it works.
    var router: RouterNode? {
        if case .router(let router) = works, isAlive { router } else { nil }
    }
}
