import NetworkTypes
import Packets

extension FrameSummary {
    /// What chooses among the members of a group, and the source port of a tunnel.
    ///
    /// Ports are added to the hash of the rest, not mixed into it: flows with consecutive ports get consecutive buckets,
    /// over which members are spread more evenly than chance would (``BucketRanking``).
    @inline(__always) func balancingHash(seed: UInt64) -> UInt64 {
        var hash = FlowHash(seed: seed)
        if network == .ipv6 {
            hash.combine(sourceHigh &+ UInt64(payloadProtocol.rawValue))
            hash.combine(sourceLow)
            hash.combine(destinationHigh)
            hash.combine(destinationLow)
        } else {
            hash.combine(sourceLow &<< 32 | destinationLow)
            hash.combine(UInt64(payloadProtocol.rawValue))
        }
        let ports = UInt32(sourcePort) &+ UInt32(destinationPort)
        let value = hash.value
        return value & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(truncatingIfNeeded: value) &+ ports)
    }

    /// Whether an address has a meaning on one link only, or none: multicast, broadcast, link-local, loopback, unspecified.
    @inline(__always) var isScoped: Bool {
        if network == .ipv4 {
            let (source, destination) = (sourceLow &>> 24, destinationLow &>> 24)
            return destination >= 224 || source >= 224 || destination == 127 || source == 127 || source == 0
        }
        return destinationHigh &>> 56 >= 0xFE || sourceHigh &>> 56 >= 0xFE || sourceHigh == 0 || destinationHigh == 0
    }

    /// Whether the packet is for many receivers.
    var isForMany: Bool {
        network == .ipv4
            ? destinationIPv4.isMulticast || destinationIPv4 == .broadcast
            : destinationIPv6.isMulticast
    }
}
