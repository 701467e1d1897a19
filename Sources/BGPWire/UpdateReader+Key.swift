extension UpdateReader {
    // The key of a section's attributes is their octets without NLRI: a count, next hop field of MP_REACH_NLRI (none in the
    // body), then all attributes but MP_REACH_NLRI and MP_UNREACH_NLRI as they came. Equal keys under equal contexts
    // decode to equal attributes.

    /// A hash of the key; `seed` keeps peers from choosing collisions. Complexity: linear in the attributes' size.
    public func keyHash(for section: UpdateSection, seed: UInt64) -> UInt64 { fatalError() }

    /// Whether `stored`, written by ``appendKey(for:to:)`` under an equal context, is this section's key.
    public func keyMatches(_ stored: RawSpan, for section: UpdateSection) -> Bool { fatalError() }

    /// Octets of the key.
    public func keyByteCount(for section: UpdateSection) -> Int { fatalError() }

    public func appendKey(for section: UpdateSection, to bytes: inout [UInt8]) { fatalError() }
}
