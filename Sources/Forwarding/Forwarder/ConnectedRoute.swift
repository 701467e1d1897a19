import NetworkTypes

/// A prefix of one domain.
struct ScopedPrefix: Hashable, Sendable, BitwiseCopyable {
    var domain: DomainIndex
    var prefix: IPPrefix
}

/// A prefix that interfaces install, and which of them has it at the moment.
struct ConnectedRoute: Sendable {
    /// An interface's wish for a prefix: to have it delivered here, or to reach its addresses as neighbours.
    struct Claim: Hashable, Comparable, Sendable {
        var isLocal: Bool
        var interface: InterfaceIndex

        /// Local ones first, then by interface: the first whose interface is up has the prefix.
        static func < (left: Claim, right: Claim) -> Bool {
            left.isLocal != right.isLocal ? left.isLocal : left.interface < right.interface
        }
    }

    var claims: [Claim] = []
    /// The group in the table, or none while no claim's interface is up.
    var active: GroupIndex?
}
