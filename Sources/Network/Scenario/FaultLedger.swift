import NetworkTypes
import Topology

/// What the steps of the scenario hold at present, so that each can be undone exactly once.
struct FaultLedger {
    /// One thing that a step did.
    enum Effect: Equatable {
        case hold(wire: Int)
        case blackhole(wire: Int, towards: WireSide)
        case degrade(wire: Int, towards: WireSide, Topology.Degradation)
        case stop(NodeIndex)
        /// The same, but BGP starts some time after the ports are back.
        case reload(NodeIndex, startup: Duration)
        /// A part of a router fails.
        case fail(NodeIndex, NodeParts.Part)
        /// The same for maintenance: whatever stops will be back, so nothing is made in its place.
        case takeDown(NodeIndex)
        /// One end of a session shuts it down; a peer that is gone for good is told so (RFC 4486, Cease/3).
        case shutdown(session: Int, by: WireSide, isDeconfigured: Bool = false)
        /// One end of a session that will be shut down says so, and prefers others (RFC 8326).
        case announceShutdown(session: Int, by: WireSide)
        /// The customer's end of a session has another MD5 key.
        case rekey(session: Int, key: String)
        /// The customer's end of a session advertises what it should keep back.
        case leak(session: Int, Topology.Leak)
        /// A provider edge expects another tag from the customer.
        case retag(NodeIndex, vlan: UInt16)
        /// A router makes its neighbours prefer others.
        case drain(NodeIndex, prepend: UInt8)
        /// An MSEE goes on to advertise what its gateways had, although it has no way to them.
        case retention(NodeIndex)
        /// An MSEE keeps prefixes from its peer of a session, although it goes on using them.
        case withhold(session: Int, [IPPrefix])
        /// A fault domain is lost, whatever has become of what stood there.
        case loseRack(region: Int, zone: Int?, number: Int)
        /// A router says that it has some prefixes, or ceases to.
        case announcement(NodeIndex, [IPPrefix], isOn: Bool)
    }

    struct Entry {
        /// Place of the step, counted from 0.
        var step: Int
        /// What the step did it to.
        var target: Topology.Target
        var effect: Effect
    }

    /// Oldest first.
    private(set) var entries: [Entry] = []
    /// Steps that began and were not undone, whatever of their effects is left.
    private(set) var steps: Set<Int> = []
    /// Wires that link-loss forwarding holds down.
    var forwardedLosses: Set<Int> = []
    /// Wires that lost their carrier at the port of a real router, and the event that says so.
    var pulledCables: [Int: Int] = [:]
    /// The latest `step` event.
    var lastStepEvent: Int?

    mutating func begin(step: Int) { steps.insert(step) }

    mutating func add(_ effect: Effect, to target: Topology.Target, by step: Int) {
        entries.append(Entry(step: step, target: target, effect: effect))
    }

    /// Takes out what a step did to the things for which `isMeant` holds, the latest first.
    ///
    /// `nil` if the step is not under way.
    mutating func end(step: Int, where isMeant: (Topology.Target) -> Bool) -> [Effect]? {
        guard steps.contains(step) else { return nil }
        let taken = take(step: step, where: isMeant)
        if !entries.contains(where: { $0.step == step }) { steps.remove(step) }
        return taken
    }

    /// The same for a step that goes on.
    mutating func take(step: Int, where isMeant: (Topology.Target) -> Bool = { _ in true }) -> [Effect] {
        let taken = entries.filter { $0.step == step && isMeant($0.target) }
        entries.removeAll { $0.step == step && isMeant($0.target) }
        return taken.reversed().map(\.effect)
    }

    /// Takes out those effects of a step that goes on for which `isMeant` holds, the latest first.
    mutating func take(step: Int, effects isMeant: (Effect) -> Bool) -> [Effect] {
        let taken = entries.filter { $0.step == step && isMeant($0.effect) }
        entries.removeAll { $0.step == step && isMeant($0.effect) }
        return taken.reversed().map(\.effect)
    }

    /// Whether a stopped node may be replaced by a new one somewhere else: not if its zone, region or location is gone.
    func isReplaceable(_ node: NodeIndex) -> Bool {
        !entries.contains { $0.effect == .stop(node) && $0.target.isPlace || $0.effect == .takeDown(node) }
    }

    /// Whether a node is down for maintenance.
    func isTakenDown(_ node: NodeIndex) -> Bool { entries.contains { $0.effect == .takeDown(node) } }

    /// How many times more than once a node prepends itself so that others are preferred; `nil` if it is not drained.
    func drain(of node: NodeIndex) -> UInt8? {
        entries.compactMap { if case .drain(node, let prepend) = $0.effect { prepend } else { nil } }.max()
    }

    /// What the steps under way do to one direction of a wire, the oldest first.
    func degradations(of wire: Int, towards side: WireSide) -> [Topology.Degradation] {
        entries.compactMap { entry in
            if case .degrade(wire, side, let degradation) = entry.effect { degradation } else { nil }
        }
    }

    /// A node works again whatever its faults: undoing them later must not start it once more.
    mutating func forgive(_ node: NodeIndex) { entries.removeAll { $0.effect == .stop(node) } }

    func announcesShutdown(session: Int, by side: WireSide) -> Bool {
        entries.contains { $0.effect == .announceShutdown(session: session, by: side) }
    }

    /// The key that the latest step gave the customer's end of a session.
    func key(of session: Int) -> String? {
        entries.compactMap { if case .rekey(session, let key) = $0.effect { key } else { nil } }.last
    }

    /// What the latest step made the customer's end of a session leak.
    func leak(of session: Int) -> Topology.Leak? {
        entries.compactMap { if case .leak(session, let leak) = $0.effect { leak } else { nil } }.last
    }

    /// The tag that the latest step made a provider edge expect.
    func vlan(of node: NodeIndex) -> UInt16? {
        entries.compactMap { if case .retag(node, let vlan) = $0.effect { vlan } else { nil } }.last
    }

    func isShutDown(session: Int, by side: WireSide) -> Bool {
        entries.contains { entry in
            if case .shutdown(session, side, _) = entry.effect { true } else { false }
        }
    }

    /// What an MSEE keeps from its peer of a session.
    func withheld(session: Int) -> [IPPrefix] {
        entries.flatMap { if case .withhold(session, let prefixes) = $0.effect { prefixes } else { [] as [IPPrefix] } }
    }

    /// Numbers of the fault domains that are lost in a zone, or in a region without zones.
    func lostRacks(region: Int, zone: Int?) -> Set<Int> {
        var lost: Set<Int> = []
        for entry in entries {
            if case .loseRack(region, zone, let number) = entry.effect { lost.insert(number) }
        }
        return lost
    }

    /// What the steps under way say of a node's prefixes, the latest of them where several speak of one; sorted.
    func announcements(at node: NodeIndex) -> [(prefix: IPPrefix, isOn: Bool)] {
        var latest: [IPPrefix: Bool] = [:]
        for entry in entries {
            guard case .announcement(node, let prefixes, let isOn) = entry.effect else { continue }
            for prefix in prefixes { latest[prefix] = isOn }
        }
        return latest.sorted { $0.key < $1.key }.map { (prefix: $0.key, isOn: $0.value) }
    }
}

extension Topology.Target {
    /// Whether what fails is a place, so that nothing can be built anew there.
    fileprivate var isPlace: Bool {
        switch self {
        case .zone, .region, .peeringLocation: true
        // What was in a rack is made anew in another one.
        case .rack, .link, .provider, .lan, .lanCore, .msee, .router, .core, .host, .firewall, .machine, .service,
            .circuit,
            .gateway,
            .gatewayInstance, .session, .peering, .connection, .reflector, .backbone:
            false
        }
    }
}
