import Packets

/// Something that is due at a known instant.
enum NetworkEvent: Sendable, BitwiseCopyable {
    /// A frame reaches the far end of a wire, unless the wire was cut since `epoch`.
    case frameArrives(FrameHandle, wire: UInt32, towards: WireSide, epoch: UInt32)
    /// A queued frame begins to leave through a wire whose sender was busy.
    case frameDeparts(FrameHandle, wire: UInt32, towards: WireSide, epoch: UInt32)
    /// A frame that waited for its turn leaves a device with a limit, unless the device has stopped since `generation`.
    case frameForwards(FrameHandle, NodeIndex, port: UInt16, generation: UInt32)
    /// A limit that has dropped packets may have ceased to.
    case limitCheck(UInt32)
    /// The earliest deadline of a node's machines has come, as far as was known when this was scheduled.
    case nodeDeadline(NodeIndex, generation: UInt32)
    /// A node that was started opens its sessions.
    case startSessions(NodeIndex, generation: UInt32)
    /// A node has more work than it does in one piece.
    case nodeWork(NodeIndex, generation: UInt32)
    /// A flow sends its next probe.
    case probe(flow: UInt32)
    /// A machine's TCP has something to do.
    case conversation(UInt32)
    /// A request's answer should have come by now.
    case request(flow: UInt32, number: UInt32)
    /// A step of the scenario begins.
    case step(UInt32)
    /// A step of the scenario is undone.
    case restore(UInt32)
    /// A flapping target changes state once more.
    case flap(step: UInt32, toggle: UInt32)
    /// The line of a deprovisioned circuit goes dark.
    case darken(step: UInt32, target: UInt32)
    /// The time that traffic had to leave a session is over.
    case shutDown(step: UInt32, target: UInt32)
    /// The maintenance of a target goes on.
    case maintenance(Maintenance)
    /// The fabric controller programs a node.
    case program(NodeIndex)
    /// The fabric controller programs the FastPath routes of a gateway's connection into an MSEE.
    case programFastPath(UInt32)
    /// The fabric controller probes the instances of a gateway.
    case healthProbe(gateway: UInt32)
    /// A replaced gateway instance starts.
    case replaceInstance(NodeIndex, generation: UInt32)
    /// The time of an operation on a gateway is over.
    case gatewayOperation(UInt32)
    /// An autoscaling gateway's load is looked at.
    case scaleCheck(UInt32)
    /// An instance that is no longer wanted stops.
    case removeInstance(NodeIndex)
    /// A routing table is looked at.
    case look(UInt32)
    /// Metrics are read.
    case sampleMetrics
    /// The network looks whether it has settled.
    case settle
    /// Flows stop.
    case finish
}
