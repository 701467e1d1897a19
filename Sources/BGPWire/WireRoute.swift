/// A destination as NLRI carries it; one conforming type per family, so that loops over NLRI specialise.
public protocol WireRoute: Hashable, Sendable, BitwiseCopyable {
    static var family: RouteFamily { get }

    /// Octets of this destination in NLRI, its length octet included.
    var encodedByteCount: Int { get }

    /// Reads one destination at `offset` and moves behind it; `nil` if it is malformed or cut short.
    ///
    /// Bits beyond the prefix length are ignored (RFC 4271 §4.3). A withdrawal's label field counts as one label
    /// whatever it says (RFC 8277 §2.4).
    static func read(_ bytes: RawSpan, at offset: inout Int, isWithdrawal: Bool) -> Self?

    func append(to bytes: inout [UInt8], isWithdrawal: Bool)
}
