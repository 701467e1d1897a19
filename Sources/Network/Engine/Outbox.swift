public import BGPSession
import Packets

/// What a network asks of an engine that carries BGP itself: filled while it handles an event, emptied afterwards.
public struct Outbox: Sendable {
    /// One order, in the order in which it was given.
    public enum Request: Sendable {
        /// A router starts, with empty tables: have its sockets listen; a real one gets power.
        case started(NodeIndex)
        /// A real router has booted: its programs start.
        case booted(NodeIndex)
        /// A part of a real router ceases to work, or works again.
        case part(NodeIndex, NodeParts.Part, works: Bool)
        /// The processes of an emulated router, which hung, go on: tell it what happened to its connections meanwhile.
        case awakened(NodeIndex)
        /// A device died: its connections vanish without a word, a real one stops.
        case stopped(NodeIndex)
        /// Begin to connect to a neighbour; answered by `opened` or `failed`.
        case connect(NodeIndex, neighbor: Int)
        /// Close a connection once what was sent has left; no event is expected for it.
        case close(NodeIndex, neighbor: Int, ConnectionSlot)
        /// Octets for a connection.
        case send(NodeIndex, neighbor: Int, ConnectionSlot, [UInt8])
        /// An IP packet for the transport of a router in one of its routing domains, or for a machine's kernel.
        case packet(NodeIndex, domain: Int)
        /// The key that segments of a session are signed with at this end from now on (RFC 2385), in a connection that stands as well.
        case key(NodeIndex, neighbor: Int, [UInt8]?)
        /// A router has work to do: call ``Network/work(of:generation:at:)`` in its turn.
        case work(NodeIndex, generation: UInt32)
        /// A frame for a port of a real device.
        case frame(NodeIndex, port: UInt16)
        /// The carrier at a port of a real device.
        case carrier(NodeIndex, port: UInt16, isUp: Bool)
    }

    struct Entry: Sendable {
        var request: Request
        /// What it carries, and where that begins.
        var frame = FrameHandle.none
        var offset = 0
    }

    var entries: [Entry] = []
}

extension Network {
    /// Hands every order to `body`, with the octets of those that carry a packet or a frame, and forgets it.
    public mutating func drainOutbox(_ body: (Outbox.Request, RawSpan) -> Void) {
        guard !outbox.entries.isEmpty else { return }
        let entries = outbox.entries
        outbox.entries.removeAll(keepingCapacity: true)
        for entry in entries {
            guard entry.frame != .none else {
                body(entry.request, RawSpan())
                continue
            }
            body(entry.request, pool.bytes(of: entry.frame).extracting(droppingFirst: entry.offset))
            pool.release(entry.frame)
        }
    }

    /// Whether the engine has orders to carry out.
    public var hasOrders: Bool { !outbox.entries.isEmpty }

    mutating func order(_ request: Outbox.Request, _ frame: FrameHandle = .none, offset: Int = 0) {
        outbox.entries.append(Outbox.Entry(request: request, frame: frame, offset: offset))
    }
}
