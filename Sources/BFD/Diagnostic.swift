/// Why a session last left Up, as the five-bit code that stands in each control packet (RFC 5880 §4.1).
///
/// Codes that this list does not name are carried as they came.
public struct Diagnostic: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    /// 0...31; the three upper bits are always clear.
    public let rawValue: UInt8

    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue & 0x1F }

    public static let none = Diagnostic(rawValue: 0)
    public static let controlDetectionTimeExpired = Diagnostic(rawValue: 1)
    public static let echoFunctionFailed = Diagnostic(rawValue: 2)
    public static let neighborSignaledSessionDown = Diagnostic(rawValue: 3)
    public static let forwardingPlaneReset = Diagnostic(rawValue: 4)
    public static let pathDown = Diagnostic(rawValue: 5)
    public static let concatenatedPathDown = Diagnostic(rawValue: 6)
    public static let administrativelyDown = Diagnostic(rawValue: 7)
    public static let reverseConcatenatedPathDown = Diagnostic(rawValue: 8)
}

extension Diagnostic: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "no diagnostic"
        case .controlDetectionTimeExpired: "control detection time expired"
        case .echoFunctionFailed: "echo function failed"
        case .neighborSignaledSessionDown: "neighbor signaled session down"
        case .forwardingPlaneReset: "forwarding plane reset"
        case .pathDown: "path down"
        case .concatenatedPathDown: "concatenated path down"
        case .administrativelyDown: "administratively down"
        case .reverseConcatenatedPathDown: "reverse concatenated path down"
        default: "diagnostic \(rawValue)"
        }
    }
}
