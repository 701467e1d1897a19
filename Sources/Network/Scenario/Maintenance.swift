import NetworkTypes

/// How far the maintenance of one target of a `drain` step has come.
struct Maintenance: Sendable, BitwiseCopyable {
    enum Stage: Sendable, BitwiseCopyable {
        /// Begins with the next device as soon as the window allows it.
        case begin
        /// The device goes down.
        case takeDown
        /// The device comes back.
        case bringBack
        /// The device is back: is it in service?
        case check
    }

    /// Place of the step, counted from 0, and of the target among the step's.
    var step: UInt32
    var target: UInt32
    /// The device that is worked on; `nil` before the first.
    var device: NodeIndex?
    var stage = Stage.begin
    /// When the device came back.
    var backSince = Instant.zero
}
