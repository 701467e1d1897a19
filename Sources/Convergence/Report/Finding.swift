/// Something that a run shows and that a person would otherwise have to find in the journal: a cause with a name.
public struct Finding: Hashable, Sendable {
    /// The words of `report.json`.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Packets followed routes of a neighbour that was thought to be restarting, and did not forward.
        case staleRoutes
        /// A device dropped what another one sent, since their configurations do not fit.
        case refusal
        /// A device ended a session over which more prefixes came than it takes.
        case prefixLimit
        /// An MSEE went down for maintenance, and this is who had left it, or had not.
        case drain
        /// The cable at a physical port of a real router lost its carrier.
        case cable
        /// The computer had no time for a live run for a while.
        case lateness
    }

    public var kind: Kind
    /// The step that it follows from.
    public var stepPhase: StepPhase?
    /// `nil` where it concerns more than one flow.
    public var flow: String?
    public var direction: FlowDirection?
    /// The device that did it, and what it did it to.
    public var node: String
    public var subject: String
    /// Since time zero.
    public var start: Duration
    public var end: Duration
    /// A sentence.
    public var text: String

    public var duration: Duration { end - start }

    init(
        kind: Kind,
        stepPhase: StepPhase?,
        flow: String? = nil,
        direction: FlowDirection? = nil,
        node: String,
        subject: String,
        start: Duration,
        end: Duration,
        text: String
    ) {
        self.kind = kind
        self.stepPhase = stepPhase
        self.flow = flow
        self.direction = direction
        self.node = node
        self.subject = subject
        self.start = start
        self.end = end
        self.text = text
    }
}
