import NetworkTypes
import Router

/// What the two ends of a session agreed to wait for each other, and which of them it is due to.
extension Network {
    /// The lower proposal counts (RFC 4271 §4.2); of equal ones the customer's, who can change it.
    func holdTimeFields(of session: Int) -> [JournalEvent.Field] {
        let ends = [blueprint.sessions[session].a, blueprint.sessions[session].b]
        let proposals = ends.compactMap { end in plan(of: end).map { (end: end, time: $0.timers.holdTime) } }
        guard let lowest = proposals.min(by: { $0.time < $1.time }) else { return [] }
        return costFields(SettingCost(.holdTime, lowest.time), of: lowest.end)
    }

    /// The slower interval counts, as often as the end says that fell silent (RFC 5880 §6.8.4).
    ///
    /// - Parameter side: the end that noticed.
    func detectionFields(of session: Int, noticedBy side: WireSide) -> [JournalEvent.Field] {
        let (near, far) = (blueprint.sessions[session][side], blueprint.sessions[session][side.opposite])
        guard let own = plan(of: near)?.bfd, let other = plan(of: far)?.bfd else { return [] }
        let cost = SettingCost(.bfd, max(own.interval, other.interval) * Int(other.multiplier))
        return costFields(cost, of: own.interval > other.interval ? near : far)
    }

    private func plan(of end: Blueprint.Session.End) -> Neighbor? {
        guard case .router(let router) = nodes[end.node.index].plan else { return nil }
        return router.neighbors[end.neighbor]
    }

    private func costFields(_ cost: SettingCost, of end: Blueprint.Session.End) -> [JournalEvent.Field] {
        let node = nodes[end.node.index]
        let fields = costFields(cost, node, neighbor: end.neighbor)
        guard fields.isEmpty else { return fields }
        // No key of a customer router's.
        return [
            JournalEvent.Field("setting", .string(cost.setting.rawValue)),
            JournalEvent.Field("settingSeconds", .duration(cost.time)),
            JournalEvent.Field("settingOrigin", .string(node.path)),
        ]
    }
}
