public import NetworkTypes

/// A connection as a stateful device remembers it, flat.
public struct Connection: Sendable, BitwiseCopyable {
    /// How far a connection has come; of everything but TCP there are the first two only.
    public enum Stage: UInt8, Sendable, BitwiseCopyable {
        /// Nobody has answered yet.
        case opening
        case established
        /// Closed by one end or both, or reset.
        case closing
    }

    /// As whoever opened it sends.
    public internal(set) var original: ConnectionKey
    /// As the answers arrive: ``original`` turned round, unless its source was translated.
    public internal(set) var reply: ConnectionKey
    public internal(set) var stage = Stage.opening
    public internal(set) var expires: Instant
    /// Number of the device that let it in, and when: the others of a pair know it later.
    public internal(set) var owner: UInt16
    public internal(set) var opened: Instant
    /// Where the opener's frames came from: answers to a translated address go there.
    public internal(set) var openerMAC: MACAddress

    /// Whether the opener's address is replaced.
    public var isTranslated: Bool { reply != original.reversed }
}
