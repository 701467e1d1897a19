/// One line of a policy: conditions that all have to hold, changes, and what happens next.
public struct PolicyTerm: Hashable, Sendable {
    public enum Disposition: UInt8, Hashable, Sendable {
        case accept
        case reject
        /// Changes apply and the next term is looked at.
        case next
    }

    public var match: PolicyMatch
    public var actions: [PolicyAction]
    public var disposition: Disposition

    public init(
        match: PolicyMatch = PolicyMatch(),
        actions: [PolicyAction] = [],
        disposition: Disposition = .accept
    ) {
        self.match = match
        self.actions = actions
        self.disposition = disposition
    }
}
