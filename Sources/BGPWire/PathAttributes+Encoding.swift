extension PathAttributes {
    /// Appends all attributes but MP_REACH_NLRI and MP_UNREACH_NLRI in canonical form: by ascending type, shortest headers.
    ///
    /// Equal values give equal octets, so the result serves as a key. NEXT_HOP is written only with
    /// `includingNextHop` and an IPv4 next hop. Without `fourOctetAS`, large AS numbers become AS_TRANS and AS4_PATH and
    /// AS4_AGGREGATOR follow (RFC 6793 §4.2.2). Empty lists are left out. Complexity: linear in the size written.
    public func append(to bytes: inout [UInt8], fourOctetAS: Bool, includingNextHop: Bool) { fatalError() }
}
