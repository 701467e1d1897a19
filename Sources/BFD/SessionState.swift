/// The four states of a session, with their codes on the wire (RFC 5880 §4.1).
public enum SessionState: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case adminDown = 0
    case down = 1
    /// The RFC's Init: the neighbor is heard, but is not known to hear us.
    case initializing = 2
    case up = 3
}

extension SessionState: CustomStringConvertible {
    public var description: String {
        switch self {
        case .adminDown: "AdminDown"
        case .down: "Down"
        case .initializing: "Init"
        case .up: "Up"
        }
    }
}
