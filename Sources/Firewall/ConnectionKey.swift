public import NetworkTypes
public import Packets

/// What tells the packets of one connection, in one direction, from all others: a 5-tuple, flat.
///
/// Of ICMP queries the identifier stands in the place of the sender's port.
public struct ConnectionKey: Hashable, Sendable, BitwiseCopyable {
    public var source: IPAddress
    public var destination: IPAddress
    public var payloadProtocol: IPProtocol
    public var sourcePort: UInt16
    public var destinationPort: UInt16

    public init(
        source: IPAddress,
        destination: IPAddress,
        payloadProtocol: IPProtocol,
        sourcePort: UInt16,
        destinationPort: UInt16
    ) {
        self.source = source
        self.destination = destination
        self.payloadProtocol = payloadProtocol
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
    }

    /// The key of the answers.
    public var reversed: ConnectionKey {
        ConnectionKey(
            source: destination,
            destination: source,
            payloadProtocol: payloadProtocol,
            sourcePort: destinationPort,
            destinationPort: sourcePort
        )
    }

    var hash: UInt64 {
        var hash = FlowHash(seed: 0x4649_5245)
        Self.combine(source, into: &hash)
        Self.combine(destination, into: &hash)
        hash.combine(UInt64(payloadProtocol.rawValue) << 32 | UInt64(sourcePort) << 16 | UInt64(destinationPort))
        return hash.value
    }

    private static func combine(_ address: IPAddress, into hash: inout FlowHash) {
        switch address {
        case .v4(let address): hash.combine(UInt64(address.rawValue))
        case .v6(let address):
            hash.combine(address.high)
            hash.combine(address.low)
        }
    }
}
