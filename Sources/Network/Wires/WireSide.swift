/// One of the two ends of a wire.
public enum WireSide: UInt8, Hashable, Sendable, BitwiseCopyable {
    case a
    case b

    @inlinable public var opposite: WireSide { self == .a ? .b : .a }
}
