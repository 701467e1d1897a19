public import NetworkTypes
public import Packets

/// What a forwarder wants done, in order.
///
/// The caller owns it, empties it and uses it again.
///
/// Each frame that a forwarder was given is in exactly one place afterwards: among the transmissions, deliveries or
/// drops (then it is the caller's), waiting inside for a neighbour, or released because it was consumed.
public struct ForwarderOutput: Sendable {
    public struct Transmission: Hashable, Sendable, BitwiseCopyable {
        public var port: PortIndex
        /// The Ethernet interface that the frame leaves by.
        public var interface: InterfaceIndex
        public var frame: FrameHandle
    }

    /// A packet for this router itself.
    public struct Delivery: Hashable, Sendable, BitwiseCopyable {
        public var frame: FrameHandle
        public var domain: DomainIndex
        /// Where it came in; of what was sent to oneself, the sender's pinned interface or none.
        public var interface: InterfaceIndex?
        /// Where the IP packet starts in the frame.
        public var networkOffset: UInt16
    }

    public struct Drop: Hashable, Sendable, BitwiseCopyable {
        /// ``Packets/FrameHandle/none`` if there was no memory to make the frame.
        public var frame: FrameHandle
        public var reason: DropReason
        /// The last interface that the frame had to do with.
        public var interface: InterfaceIndex?
    }

    public enum Event: Hashable, Sendable, BitwiseCopyable {
        /// A neighbour answered, or was seen with another MAC address.
        case neighborResolved(InterfaceIndex, IPAddress, MACAddress)
        /// A neighbour did not answer any of the requests.
        case neighborFailed(InterfaceIndex, IPAddress)
    }

    public var transmissions: [Transmission] = []
    public var deliveries: [Delivery] = []
    public var drops: [Drop] = []
    public var events: [Event] = []

    public init() {}

    /// Empties all four, and keeps their memory.
    public mutating func removeAll() {
        transmissions.removeAll(keepingCapacity: true)
        deliveries.removeAll(keepingCapacity: true)
        drops.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
    }

    public var isEmpty: Bool {
        transmissions.isEmpty && deliveries.isEmpty && drops.isEmpty && events.isEmpty
    }
}
