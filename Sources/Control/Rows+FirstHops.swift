/// A line of `show vrrp`: a router's part in a virtual router (RFC 5798).
public struct VirtualRouterRow: Codable, Hashable, Sendable {
    public var node: String
    /// `vrrp/SITE/VRID`, and `/ipv6` behind it.
    public var group: String
    /// `initialize`, `backup` or `master`.
    public var state: String
    public var priority: Int
    /// Without what tracking takes from it.
    public var configuredPriority: Int
    public var intervalSeconds: Double
    public var preempts: Bool
    /// The virtual ones.
    public var addresses: [String]
    public var mac: String

    public init(
        node: String,
        group: String,
        state: String,
        priority: Int,
        configuredPriority: Int,
        intervalSeconds: Double,
        preempts: Bool,
        addresses: [String],
        mac: String
    ) {
        self.node = node
        self.group = group
        self.state = state
        self.priority = priority
        self.configuredPriority = configuredPriority
        self.intervalSeconds = intervalSeconds
        self.preempts = preempts
        self.addresses = addresses
        self.mac = mac
    }
}
