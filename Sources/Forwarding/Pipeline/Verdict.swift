import NetworkTypes
import Packets

/// What the pipeline found out about a frame; nothing but the frame has changed by then.
enum Verdict: BitwiseCopyable, Sendable {
    case transmit(PortIndex, InterfaceIndex)
    /// The packet is for this router's own stack.
    case deliver
    case drop(DropReason)
    /// A drop that the packet's source is told about.
    case report(DropReason, ICMPError)
    /// An ARP packet, or a neighbour message, for the interface that the frame came in by.
    case arp
    case neighborMessage
    /// An echo request to one of this router's addresses.
    case echo
    /// The frame, by now a bare packet, needs the MAC address of a neighbour.
    case resolve(InterfaceIndex, IPAddress)
}
