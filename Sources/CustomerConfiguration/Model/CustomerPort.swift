public import NetworkTypes
public import Router
public import Topology

/// Interface of a real router as its own software sees it.
public struct CustomerPort: Hashable, Sendable {
    /// At most 15 octets, as Linux wants it, and unique in the router: `er-ams-pri`, `lan`.
    public var name: String
    /// The node's port.
    public var port: UInt16
    public var mac: MACAddress
    public var addresses: [RouterConfiguration.InterfaceAddress]
    public var mtu: Int
    /// VLAN tags on the wire, the outer one first; of ExpressRoute Direct both are 802.1Q tags (EtherType 0x8100).
    public var tags: [UInt16]
    /// The wire that the port is at, such as `link/er-ams/primary/customer`.
    public var path: String
    public var carrierDelay: Topology.CarrierDelay
    /// Of its carrier; `nil` does without.
    public var dampening: Topology.Dampening?
    public var reversePathFilter: Topology.ReversePathFilter

    /// IFNAMSIZ, without the octet that ends the string.
    static let maximumNameLength = 15
}
