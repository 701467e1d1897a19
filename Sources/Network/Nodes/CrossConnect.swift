import NetworkTypes
import Packets

/// A provider edge: joins pairs of ports at layer 2 and changes the tags on the way.
///
/// It learns nothing and floods nothing. With `linkLossForwarding`, carrier lost on one port of a pair is taken from the other as well.
public struct CrossConnect: Sendable {
    /// One circuit connection through the provider.
    public struct Circuit: Sendable {
        var customerPort: UInt16
        var microsoftPort: UInt16
        /// Tag between CPE and provider, chosen by the customer.
        var customerTag: UInt16?
        /// Tag that the provider puts around it towards Microsoft (802.1ad).
        var serviceTag: UInt16?
        var linkLossForwarding: Bool
    }

    /// What happens to a frame: it leaves through a port after tags were taken off or put on its front.
    struct Crossing: Equatable {
        var port: UInt16
        var pop: Bool
        var push: UInt16?
    }

    var circuits: [Circuit]

    /// The other port of a pair, if it has to lose and regain carrier with `port`.
    func portThatFollows(_ port: UInt16) -> UInt16? {
        for circuit in circuits where circuit.linkLossForwarding {
            if circuit.customerPort == port { return circuit.microsoftPort }
            if circuit.microsoftPort == port { return circuit.customerPort }
        }
        return nil
    }

    /// Where a frame goes that came in through `port` with the given outer tag; `nil` if it belongs to nobody.
    func crossing(from port: UInt16, outerTag: UInt16?) -> Crossing? {
        for circuit in circuits {
            if circuit.customerPort == port {
                guard outerTag == circuit.customerTag else { continue }
                return Crossing(port: circuit.microsoftPort, pop: false, push: circuit.serviceTag)
            }
            if circuit.microsoftPort == port {
                guard outerTag == circuit.serviceTag ?? circuit.customerTag else { continue }
                return Crossing(port: circuit.customerPort, pop: circuit.serviceTag != nil, push: nil)
            }
        }
        return nil
    }
}
