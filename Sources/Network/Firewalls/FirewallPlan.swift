import Firewall
import NetworkTypes

/// A stateful device on the wire between a router and its LAN, as it is built.
public struct FirewallPlan: Sendable {
    /// Towards the router.
    static let outsidePort: UInt16 = 0
    /// Towards the LAN.
    static let insidePort: UInt16 = 1

    var rules: FirewallRules
    /// Place of its connections among the network's tables; devices that share state have the same.
    var table: Int
    /// Whether others have that table too: it then outlives the device.
    var sharesState: Bool
    /// Answers for the translated address.
    var mac: MACAddress
    /// Carrier lost on one side is taken from the other.
    var linkLossForwarding: Bool

    static func side(of port: UInt16) -> FirewallRules.Side { port == outsidePort ? .outside : .inside }

    static func otherPort(than port: UInt16) -> UInt16 { port == outsidePort ? insidePort : outsidePort }
}
