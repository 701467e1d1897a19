/// Walks the destinations of one NLRI field without allocating; the field was checked before.
public struct NLRICursor<Route: WireRoute>: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline let isWithdrawal: Bool
    @usableFromInline var offset = 0

    @_lifetime(copy bytes)
    @inlinable init(_ bytes: RawSpan, isWithdrawal: Bool) {
        self.bytes = bytes
        self.isWithdrawal = isWithdrawal
    }

    /// The next destination, or `nil` at the end.
    @inlinable public mutating func next() -> Route? {
        guard offset < bytes.byteCount else { return nil }
        return Route.read(bytes, at: &offset, isWithdrawal: isWithdrawal)
    }
}
