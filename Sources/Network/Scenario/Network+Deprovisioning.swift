import NetworkTypes
import Topology

/// A provider takes a circuit away: its line goes dark when the end of the peering has arrived at the customer's.
extension Network {
    mutating func scheduleDarkness(of target: Topology.Target, _ step: Int, at now: Instant) {
        guard let place = steps[step].targets.firstIndex(of: target) else { return }
        agenda.schedule(.darken(step: UInt32(step), target: UInt32(place)), at: now + Self.deprovisioningDelay)
    }

    private static let deprovisioningDelay = Duration.seconds(1)

    /// The moment has come, unless the step was undone meanwhile.
    mutating func darken(step: Int, target place: Int, at now: Instant) {
        let target = steps[step].targets[place]
        guard faults.entries.contains(where: { $0.step == step && $0.target == target }) else { return }
        let cause = recordStage(step, target, at: now)
        perform(failure(of: target), on: target, step, at: now, cause: cause)
    }
}
