internal import NetworkTypes

/// What one direction of a flow's volume without packets got through.
public struct VolumeReport: Hashable, Sendable {
    public struct Span: Hashable, Sendable {
        public var from: Duration
        public var to: Duration
        /// Bits per second.
        public var carried: Int
        /// Wires and devices that carried no more.
        public var limits: [String]
        /// The step in which it began.
        public var cause: StepPhase?
    }

    /// Bits per second.
    public var offered: Int
    public var spans: [Span]

    /// Bits that were dropped in the whole run.
    public var droppedBits: Int {
        Int(
            spans.reduce(0.0) { sum, span in
                sum + Double(offered - span.carried) * Double((span.to - span.from).nanoseconds) / 1e9
            }
        )
    }
}
