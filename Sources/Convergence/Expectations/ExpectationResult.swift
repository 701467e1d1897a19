/// An expectation, what was measured, and whether the two agree.
public struct ExpectationResult: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case passed, failed
        /// The run was cut short before it could tell.
        case undecided
    }

    public var expectation: Expectation
    public var verdict: Verdict
    /// The worst of the longest outages concerned; `nil` if nothing could be measured.
    public var outage: Duration?
    /// Whether that outage was still open when the run ended.
    public var isOpen: Bool
    public var lost: Int?
    public var moved: Int?
    /// The ways of detection seen, without repetition.
    public var detectedBy: [DetectionMethod]
    /// The outcome as a sentence for people.
    public var sentence: String

    public var passed: Bool { verdict == .passed }
}
