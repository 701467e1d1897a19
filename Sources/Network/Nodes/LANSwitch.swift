import NetworkTypes

/// A site's LAN: forwards by destination MAC address, floods what is meant for groups or for strangers, and learns who is where.
///
/// The stations that are cabled to a port are known from the start, so that a trace shows no flooding that a real, settled LAN would not
/// show. What moves, as the MAC address of a virtual router does, is learnt from the frames that it sends.
public struct LANSwitch: Sendable {
    /// A MAC address that was seen elsewhere than where a station is cabled.
    private struct Learnt: BitwiseCopyable, Sendable {
        var address: MACAddress
        var port: UInt16
    }

    /// More addresses than this are not learnt: frames to them are flooded.
    static let learntLimit = 4096

    /// The station behind each port.
    var stations: [MACAddress]
    private var learnt: [Learnt] = []

    init(stations: [MACAddress]) { self.stations = stations }

    /// The port to a station; `nil` for groups and strangers, whose frames are flooded.
    func port(of address: MACAddress) -> UInt16? {
        if let place = learnt.firstIndex(where: { $0.address == address }) { return learnt[place].port }
        return stations.firstIndex(of: address).map(UInt16.init)
    }

    /// Takes note of where a frame came from; true if its sender was somewhere else so far.
    mutating func learn(_ address: MACAddress, on port: UInt16) -> Bool {
        guard !address.isMulticast, address.rawValue != 0, self.port(of: address) != port else { return false }
        if let place = learnt.firstIndex(where: { $0.address == address }) {
            learnt[place].port = port
        } else {
            guard learnt.count < Self.learntLimit else { return false }
            learnt.append(Learnt(address: address, port: port))
        }
        return true
    }

    /// A port has lost its carrier: what was learnt there is forgotten.
    mutating func forget(_ port: UInt16) { learnt.removeAll { $0.port == port } }
}
