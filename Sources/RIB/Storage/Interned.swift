/// Values of which many holders have the same few: each gets a number, by which holders keep it.
///
/// Number 0 stands for the value given at the beginning. Nothing is forgotten.
public struct Interned<Value: Hashable> {
    @usableFromInline var values: [Value]
    @usableFromInline var numbers: [Value: UInt32]
    /// The number asked for last, which is often asked for again.
    @usableFromInline var last: UInt32 = 0

    @inlinable
    public init(_ zero: Value) {
        values = [zero]
        numbers = [zero: 0]
    }

    /// The value of a number that was given out.
    @inlinable
    public subscript(number: UInt32) -> Value { values[Int(number)] }

    /// The number of a value, which gets one if it has none.
    @inlinable
    public mutating func number(of value: Value) -> UInt32 {
        if self[last] == value { return last }
        if let number = numbers[value] {
            last = number
        } else {
            last = UInt32(truncatingIfNeeded: values.count)
            values.append(value)
            numbers[value] = last
        }
        return last
    }
}

extension Interned: Sendable where Value: Sendable {}
