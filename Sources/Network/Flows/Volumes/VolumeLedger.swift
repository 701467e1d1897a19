import NetworkTypes

/// What volumes without packets put on wires and devices: how much wants to pass each, how much does, and what that has come to.
struct VolumeLedger {
    /// One direction of a wire, or a device with a rate.
    struct Load {
        /// Bits per second that arrive, and that get through.
        var offered = 0.0
        var carried = 0.0
        /// Bits since the run began.
        private(set) var offeredBits = 0.0
        private(set) var carriedBits = 0.0

        var droppedBits: Double { offeredBits - carriedBits }
        /// The share that gets through.
        var factor: Double { offered > 0 ? carried / offered : 1 }

        mutating func advance(seconds: Double) {
            offeredBits += offered * seconds
            carriedBits += carried * seconds
        }
    }

    /// Bits per second that a place carries at most; 0 is without limit.
    struct Capacity {
        var limit: Double
        /// What it carries of more than the limit, if that is another rate.
        var beyond: Double?

        /// The share of an offer that gets through.
        func factor(offered: Double) -> Double {
            limit > 0 && offered > limit ? (beyond ?? limit) / offered : 1
        }
    }

    /// A 5-tuple's share of a volume, and what it passes, first place first.
    struct Stream {
        var flow: Int
        var tuple: Int
        var rate: Double
        var places: [Int]
    }

    /// Directions of wires, twice their number and one more towards end b; behind them the nodes.
    private(set) var loads: [Load]
    private let lanes: Int
    /// What each flow's direction gets through at present, in bits per second.
    var carried: [Double]
    private var advancedTo = Instant.zero

    /// Without volumes there is nothing to keep.
    init(wires: Int, nodes: Int, flows: [FlowPlan]) {
        let isNeeded = flows.contains { $0.load > 0 }
        lanes = 2 * wires
        loads = isNeeded ? Array(repeating: Load(), count: 2 * wires + nodes) : []
        carried = isNeeded ? Array(repeating: -1, count: flows.count) : []
    }

    var isEmpty: Bool { loads.isEmpty }

    func place(wire: Int, towards side: WireSide) -> Int { 2 * wire + Int(side.rawValue) }
    func place(node: Int) -> Int { lanes + node }
    func lane(_ place: Int) -> (wire: Int, side: WireSide)? {
        place < lanes ? (place / 2, place.isMultiple(of: 2) ? .a : .b) : nil
    }
    func node(_ place: Int) -> Int { place - lanes }

    /// Adds up what has passed until an instant.
    mutating func advance(to now: Instant) {
        let seconds = Double((now - advancedTo).nanoseconds) / 1e9
        advancedTo = now
        guard seconds > 0 else { return }
        for place in loads.indices where loads[place].offered > 0 { loads[place].advance(seconds: seconds) }
    }

    /// Finds what gets through where, given what each place carries at most.
    ///
    /// A place that more arrives at than it carries lets an equal share of each stream through, and the places behind it get the less; so
    /// the shares are found by turns, which settle after as many as there are bottlenecks in a row.
    ///
    /// - Returns: what each stream gets through, in bits per second.
    mutating func balance(_ streams: [Stream], _ capacities: [Capacity]) -> [Double] {
        var factors = Array(repeating: 1.0, count: loads.count)
        for place in loads.indices { (loads[place].offered, loads[place].carried) = (0, 0) }
        for _ in 0..<Self.turns {
            for place in loads.indices { loads[place].offered = 0 }
            for stream in streams {
                var rate = stream.rate
                for place in stream.places {
                    loads[place].offered += rate
                    rate *= factors[place]
                }
            }
            var isSettled = true
            for place in loads.indices where loads[place].offered > 0 {
                let factor = capacities[place].factor(offered: loads[place].offered)
                if abs(factor - factors[place]) > 1e-9 { isSettled = false }
                factors[place] = factor
            }
            if isSettled { break }
        }
        for place in loads.indices { loads[place].carried = loads[place].offered * factors[place] }
        return streams.map { stream in stream.places.reduce(stream.rate) { $0 * factors[$1] } }
    }

    private static let turns = 32
}
