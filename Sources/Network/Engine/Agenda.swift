import NetworkTypes
import Packets

/// What is due when, in the order of instants and, within one instant, in the order of scheduling.
///
/// Time never goes back: what is scheduled for an instant that has passed, such as a timer that was made shorter than what has
/// elapsed of it, is due at once.
///
/// Frames on a wire arrive in the order in which they left, so each direction of a wire is a lane, a queue of its own of which
/// only the first waits in the heap (``DueHeap``). The heap thus grows with the number of busy wires, not with that of frames
/// under way. Scheduling and popping are O(log n) in that number.
struct Agenda: Sendable {
    /// A frame that will leave its wire, unless the wire was cut since `epoch`.
    private struct Arrival: Sendable, BitwiseCopyable {
        var instant: Instant
        var sequence: UInt64
        var frame: FrameHandle
        var epoch: UInt32
        /// The next one of the lane, or of the free list.
        var next: UInt32
    }

    /// First and last of a queue of arrivals.
    private struct Lane: Sendable, BitwiseCopyable {
        var first = Agenda.none
        var last = Agenda.none
    }

    private var heap = DueHeap()
    private var events: [NetworkEvent] = []
    private var freeEvents: [UInt32] = []
    private var lanes: [Lane] = []
    private var arrivals: [Arrival] = []
    private var freeArrival = Self.none
    private var nextSequence: UInt64 = 0
    /// The instant of the latest event.
    private var now = Instant(nanoseconds: .min)

    private static let none = UInt32.max

    /// An empty agenda for that many wires.
    init(wires: Int) { lanes = Array(repeating: Lane(), count: 2 * wires) }

    /// When the next event is due.
    var earliest: Instant? { heap.first?.instant }

    mutating func schedule(_ event: NetworkEvent, at instant: Instant) {
        let place = freeEvents.popLast() ?? UInt32(events.count)
        if Int(place) == events.count { events.append(event) } else { events[Int(place)] = event }
        heap.push(DueHeap.Entry(max(now, instant), sequence: nextSequence, .event(place)))
        nextSequence &+= 1
    }

    /// The arrival of a frame at the end of a wire.
    mutating func scheduleArrival(
        of frame: FrameHandle,
        wire: UInt32,
        towards side: WireSide,
        epoch: UInt32,
        at instant: Instant
    ) {
        let number = Self.lane(wire, side)
        let lane = lanes[Int(number)]
        // A wire whose latency has become shorter lets frames overtake each other.
        if lane.last != Self.none, instant < arrivals[Int(lane.last)].instant {
            return schedule(.frameArrives(frame, wire: wire, towards: side, epoch: epoch), at: instant)
        }
        let arrival = Arrival(instant: instant, sequence: nextSequence, frame: frame, epoch: epoch, next: Self.none)
        nextSequence &+= 1
        let place = keep(arrival)
        if lane.last == Self.none {
            lanes[Int(number)] = Lane(first: place, last: place)
            heap.push(DueHeap.Entry(instant, sequence: arrival.sequence, .lane(number)))
        } else {
            arrivals[Int(lane.last)].next = place
            lanes[Int(number)].last = place
        }
    }

    mutating func pop() -> (instant: Instant, event: NetworkEvent)? {
        guard let first = heap.settledFirst() else { return nil }
        now = first.instant
        switch first.source {
        case .event(let place):
            heap.removeFirst()
            freeEvents.append(place)
            return (first.instant, events[Int(place)])
        case .lane(let number):
            let arrival = takeFirst(of: number)
            let side: WireSide = number & 1 == 0 ? .a : .b
            let event = NetworkEvent.frameArrives(
                arrival.frame,
                wire: number &>> 1,
                towards: side,
                epoch: arrival.epoch
            )
            return (first.instant, event)
        }
    }

    /// Takes the first arrival of a lane; the one behind it takes its place in the heap.
    private mutating func takeFirst(of number: UInt32) -> Arrival {
        let place = lanes[Int(number)].first
        let arrival = arrivals[Int(place)]
        arrivals[Int(place)].next = freeArrival
        freeArrival = place
        if arrival.next == Self.none {
            lanes[Int(number)] = Lane()
            heap.removeFirst()
        } else {
            lanes[Int(number)].first = arrival.next
            let next = arrivals[Int(arrival.next)]
            heap.replaceFirst(with: DueHeap.Entry(next.instant, sequence: next.sequence, .lane(number)))
        }
        return arrival
    }

    private mutating func keep(_ arrival: Arrival) -> UInt32 {
        guard freeArrival != Self.none else {
            arrivals.append(arrival)
            return UInt32(arrivals.count - 1)
        }
        let place = freeArrival
        freeArrival = arrivals[Int(place)].next
        arrivals[Int(place)] = arrival
        return place
    }

    private static func lane(_ wire: UInt32, _ side: WireSide) -> UInt32 { wire &<< 1 | UInt32(side.rawValue) }
}
