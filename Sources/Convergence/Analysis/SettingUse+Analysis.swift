internal import Network
internal import NetworkTypes

extension SettingUse {
    /// The settings that made events wait since time zero, the longest wait first.
    static func all(in index: JournalIndex) -> [SettingUse] {
        var places: [String: Int] = [:]
        var uses: [SettingUse] = []
        for (position, event) in index.events.enumerated() {
            guard event.time >= index.timeZero, let cost = event.cost, cost.time > .zero, let node = event.observer
            else { continue }
            let step = index.step(of: position)?.stepPhase.step
            let key = "\(cost.setting) \(node) \(cost.origin ?? "")"
            guard let place = places[key] else {
                places[key] = uses.count
                uses.append(SettingUse(node: node, cost: cost, count: 1, steps: step.map { [$0] } ?? []))
                continue
            }
            uses[place].count += 1
            if cost.time > uses[place].cost.time { uses[place].cost = cost }
            if let step, !uses[place].steps.contains(step) { uses[place].steps.append(step) }
        }
        for place in uses.indices { uses[place].steps.sort() }
        return uses.sorted {
            ($1.cost.time, $0.node, $0.cost.setting) < ($0.cost.time, $1.node, $1.cost.setting)
        }
    }
}
