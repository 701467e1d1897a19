public import NetworkTypes
import Router

/// A kernel that speaks for a machine: what its network namespace is called, and what it has there.
public struct MachineKernel: Hashable, Sendable {
    /// Name, as of `ip netns`, or path.
    public var namespace: String
    /// The machine's routing domain that the namespace stands for.
    public var domain: Int
    /// The machine's own, one of a family.
    public var addresses: [IPAddress]
    /// Longest IP packet in octets.
    public var mtu: Int

    /// Takes addresses and MTU from the machine's interface.
    init?(namespace: String?, _ interface: RouterConfiguration.Interface) {
        guard let namespace else { return nil }
        self.namespace = namespace
        domain = interface.domain
        addresses = interface.addresses.map(\.address)
        mtu = Int(interface.mtu)
    }
}
