/// A place in a byte stream, counted modulo 2³² (RFC 9293 §3.4).
///
/// The order is that of the shorter way round, so it holds between numbers less than 2³¹ apart: within a
/// window, not in a sorted table.
struct SequenceNumber: Hashable, Sendable, BitwiseCopyable {
    var rawValue: UInt32

    @inline(__always) init(_ rawValue: UInt32) { self.rawValue = rawValue }

    static func < (left: Self, right: Self) -> Bool { left - right < 0 }
    static func > (left: Self, right: Self) -> Bool { left - right > 0 }
    static func <= (left: Self, right: Self) -> Bool { left - right <= 0 }
    static func >= (left: Self, right: Self) -> Bool { left - right >= 0 }

    static func + (left: Self, right: Int) -> Self { Self(left.rawValue &+ UInt32(truncatingIfNeeded: right)) }
    static func - (left: Self, right: Int) -> Self { Self(left.rawValue &- UInt32(truncatingIfNeeded: right)) }

    /// Places from `right` to `left`; negative if `left` comes first.
    static func - (left: Self, right: Self) -> Int { Int(Int32(bitPattern: left.rawValue &- right.rawValue)) }

    static func later(_ a: Self, _ b: Self) -> Self { a > b ? a : b }
    static func earlier(_ a: Self, _ b: Self) -> Self { a < b ? a : b }
}
