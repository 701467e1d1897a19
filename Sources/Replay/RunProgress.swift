/// How far a run is.
public struct RunProgress: Sendable {
    /// Time since time zero; `nil` while the network comes up.
    public var elapsed: Duration?
    /// When the run will end, from time zero.
    public var duration: Duration
    /// Frames that have crossed wires so far.
    public var frameHops: UInt64
}
