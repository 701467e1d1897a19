internal import Network
internal import NetworkTypes

/// The events of a journal with what every part of the analysis asks of them: time zero, steps, and who caused what.
///
/// Events are addressed by their position. Making an index is linear in the number of events.
struct JournalIndex {
    /// A `step` event.
    struct StepMark {
        var position: Int
        var stepPhase: StepPhase
    }

    let events: [JournalEvent]
    /// Position of the `time.zero` event, if the run got there.
    let timeZeroPosition: Int?
    let timeZero: Instant
    /// When the run ended: its `end` event, or the last one there is.
    let end: Instant
    let steps: [StepMark]
    /// For each event the position of the one that caused it.
    private let causes: [Int?]
    /// For each event the index in `steps` of the step that its chain of causes leads to.
    private let roots: [Int?]
    /// For each event the index in `steps` of the latest step at or before it.
    private let latestSteps: [Int?]

    init(_ events: [JournalEvent]) {
        self.events = events
        timeZeroPosition = events.firstIndex { $0.kind == .timeZero }
        timeZero = timeZeroPosition.map { events[$0].time } ?? .zero
        end = (events.last { $0.kind == .end } ?? events.last)?.time ?? timeZero

        var positions: [Int: Int] = [:]
        positions.reserveCapacity(events.count)
        var causes: [Int?] = []
        var roots: [Int?] = []
        var latestSteps: [Int?] = []
        var steps: [StepMark] = []
        for (position, event) in events.enumerated() {
            // A cause that is not an earlier event is none, so that walks always end.
            let cause = event.causedBy.flatMap { positions[$0] }
            positions[event.id] = position
            if let stepPhase = StepPhase(event) {
                steps.append(StepMark(position: position, stepPhase: stepPhase))
                roots.append(steps.count - 1)
            } else {
                roots.append(cause.flatMap { roots[$0] })
            }
            causes.append(cause)
            latestSteps.append(steps.isEmpty ? nil : steps.count - 1)
        }
        self.causes = causes
        self.roots = roots
        self.latestSteps = latestSteps
        self.steps = steps
    }

    /// A point of the run's clock as time since time zero.
    func sinceTimeZero(_ instant: Instant) -> Duration { instant - timeZero }

    /// The step that an event belongs to: the one its causes lead to, else the latest one begun before it.
    func step(of position: Int) -> StepMark? { (roots[position] ?? latestSteps[position]).map { steps[$0] } }

    /// The latest step begun at or before an instant.
    func latestStep(at instant: Instant) -> StepMark? { steps.last { events[$0.position].time <= instant } }

    /// Positions of the causes of an event from the nearest to the farthest; the walk ends with a step.
    func causes(of position: Int) -> some Sequence<Int> {
        sequence(first: position) { StepPhase(events[$0]) == nil ? causes[$0] : nil }.dropFirst()
    }

    /// The chain from the step that an event belongs to down to the event itself.
    ///
    /// Where the causes do not lead to a step, the latest one begun before the event stands in front of those after it.
    func chain(to position: Int) -> [Int] {
        var chain = Array(causes(of: position).reversed())
        chain.append(position)
        guard roots[position] == nil, let step = step(of: position) else { return chain }
        return [step.position] + chain.filter { $0 > step.position }
    }
}

extension StepPhase {
    /// The step and phase that a `step` event begins; `nil` for other events.
    init?(_ event: JournalEvent) {
        guard event.kind == .step, let step = event.integer("step") else { return nil }
        self.init(step: step, phase: event.string("phase").flatMap(Phase.init) ?? .fault)
    }
}
