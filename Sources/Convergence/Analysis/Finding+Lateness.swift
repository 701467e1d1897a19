internal import Network
internal import NetworkTypes

extension Finding {
    /// How late the engine of a live run was at worst while flows ran, since no figure of the run is more exact than that.
    static func lateness(in index: JournalIndex) -> [Finding] {
        let late = index.events.filter { $0.kind == .engineLate && index.sinceTimeZero($0.time) >= .zero }
        guard let worst = late.max(by: { time(of: $0) < time(of: $1) }) else { return [] }
        let at = index.sinceTimeZero(worst.time)
        let others = late.count - 1
        let more = others == 0 ? "" : others == 1 ? ", and once more" : ", and \(others) times more"
        return [
            Finding(
                kind: .lateness,
                stepPhase: nil,
                node: worst.subject,
                subject: worst.subject,
                start: at,
                end: at + time(of: worst),
                text: "The computer had no time for this run for \(time(of: worst).text), at \(at.text)\(more): "
                    + "no figure is more exact than that."
            )
        ]
    }

    private static func time(of event: JournalEvent) -> Duration { event.duration("lateSeconds") ?? .zero }
}
