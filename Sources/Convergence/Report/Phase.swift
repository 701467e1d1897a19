/// The two halves of a step: the fault and its undoing.
public enum Phase: String, Hashable, Sendable, CaseIterable {
    case fault
    case restore
}

/// A step's number, from 1, and the half of it that is meant.
public struct StepPhase: Hashable, Comparable, Sendable {
    public var step: Int
    public var phase: Phase

    public init(step: Int, phase: Phase) {
        self.step = step
        self.phase = phase
    }

    public static func < (left: StepPhase, right: StepPhase) -> Bool {
        left.step != right.step ? left.step < right.step : left.phase == .fault && right.phase == .restore
    }
}
