import NetworkTypes

/// The paths of probes as they were seen on wires: what is known of flows that cross real routers.
///
/// A probe carries a number for the wires that it has crossed so far; a real router takes that number off with the
/// frame's other baggage, so it is kept here until the probe comes out again.
struct PathObservation {
    /// A sequence of wires, by its last one and the number of what came before; number 0 is the empty one.
    private struct Step: Hashable {
        var before: UInt16
        var wire: UInt32
    }

    /// One probe of one 5-tuple.
    struct Probe: Hashable {
        var identity: UInt32
        var sequence: UInt32
    }

    /// Where a probe of a 5-tuple was seen to be lost, or to enter a real router.
    struct Sighting {
        var sequence: UInt32
        var place: String
        var reason: String
    }

    /// The latest of each kind.
    private struct Sightings {
        var lost: Sighting?
        var entered: Sighting?
        /// Of the probe before the one that entered last.
        var enteredBefore: Sighting?
    }

    private var steps: [Step] = []
    private var numbers: [Step: UInt16] = [:]
    private var inside: [Probe: UInt16] = [:]
    private var sightings: [UInt32: Sightings] = [:]
    /// Steps of the scenario and their undoing, oldest first: what a loss is put down to.
    private(set) var faults: [(at: Instant, event: Int)] = []

    /// The number of a journey that goes on over a wire; 0 once there are more different ones than can be told apart.
    mutating func extend(_ journey: UInt16, over wire: UInt32) -> UInt16 {
        let step = Step(before: journey, wire: wire)
        if let number = numbers[step] { return number }
        guard steps.count < Int(UInt16.max) else { return 0 }
        steps.append(step)
        let number = UInt16(steps.count)
        numbers[step] = number
        return number
    }

    /// The wires of a journey, first one first.
    func wires(of journey: UInt16) -> [Int] {
        var wires: [Int] = []
        var number = journey
        while number > 0 {
            let step = steps[Int(number) - 1]
            wires.append(Int(step.wire))
            number = step.before
        }
        return wires.reversed()
    }

    /// A probe goes into a real router, where it may stay.
    mutating func enter(_ probe: Probe, _ journey: UInt16, router: String) {
        // What has not come out of so many is lost.
        if inside.count >= 65_536 { inside.removeAll() }
        inside[probe] = journey
        let sighting = Sighting(sequence: probe.sequence, place: router, reason: "not forwarded")
        var known = sightings[probe.identity] ?? Sightings()
        if known.entered?.sequence != probe.sequence { known.enteredBefore = known.entered }
        known.entered = sighting
        sightings[probe.identity] = known
    }

    mutating func leave(_ probe: Probe) -> UInt16 { inside.removeValue(forKey: probe) ?? 0 }

    mutating func see(lossOf probe: Probe, place: String, reason: String) {
        let sighting = Sighting(sequence: probe.sequence, place: place, reason: reason)
        sightings[probe.identity, default: Sightings()].lost = sighting
    }

    /// What is known about the loss of probes of a 5-tuple: those from one number to before another.
    func sighting(of identity: UInt32, in sequences: Range<UInt32>) -> Sighting? {
        guard let known = sightings[identity] else { return nil }
        return [known.lost, known.entered, known.enteredBefore].lazy.compactMap(\.self)
            .first { sequences.contains($0.sequence) }
    }

    mutating func note(fault event: Int, at now: Instant) { faults.append((now, event)) }

    /// The latest step before an instant, with some allowance for packets that were on their way when it came.
    func fault(before instant: Instant) -> Int? {
        faults.last { $0.at <= instant + Self.longestFlight }?.event
    }

    private static let longestFlight = Duration.milliseconds(200)
}
