import NetworkTypes

/// A site's LAN: forwards by destination MAC address and floods what is meant for groups.
///
/// The stations of a port are known from the start, so nothing has to be learned and a trace shows no flooding that a real, settled LAN would not show.
public struct LANSwitch: Sendable {
    /// The stations behind each port.
    var stations: [MACAddress]

    /// The port to a station; `nil` for groups and strangers.
    func port(of address: MACAddress) -> UInt16? {
        stations.firstIndex(of: address).map(UInt16.init)
    }
}
