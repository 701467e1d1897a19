internal import Network
internal import NetworkTypes

extension StepReport {
    /// The faults and restores of a run; repetitions of one, as in a flap, count as one.
    static func all(in index: JournalIndex) -> [StepReport] {
        var reports: [StepReport] = []
        var places: [StepPhase: Int] = [:]
        for mark in index.steps {
            if let place = places[mark.stepPhase] {
                reports[place].repetitions += 1
                continue
            }
            places[mark.stepPhase] = reports.count
            let event = index.events[mark.position]
            reports.append(
                StepReport(
                    stepPhase: mark.stepPhase,
                    at: index.sinceTimeZero(event.time),
                    verb: event.string("verb") ?? mark.stepPhase.phase.rawValue,
                    subject: event.subject,
                    event: event.id,
                    repetitions: 1,
                    detections: []
                )
            )
        }
        for (position, event) in index.events.enumerated() {
            guard let by = event.detectionMethod, let step = index.step(of: position),
                let place = places[step.stepPhase],
                event.isRecovery == (step.stepPhase.phase == .restore),
                !isConsequence(position, in: index)
            else { continue }
            let detection = Detection(
                at: index.sinceTimeZero(event.time),
                delay: event.time - index.events[step.position].time,
                subject: event.subject,
                node: event.observer,
                by: by,
                event: event.id
            )
            reports[place].detections.append(detection)
        }
        return reports
    }

    /// Whether an event only follows from what the same node had noticed already.
    private static func isConsequence(_ position: Int, in index: JournalIndex) -> Bool {
        let node = index.events[position].observer
        return index.causes(of: position).contains { cause in
            index.events[cause].detectionMethod != nil && index.events[cause].observer == node
        }
    }
}
