import Forwarding
public import NetworkTypes
import Packets
import Router

/// Machines whose packets come from a kernel, beside those of the flows.
extension Network {
    /// A machine's kernel sends an IP packet, which goes the way that the machine's own would.
    ///
    /// One from an address that is not the machine's is dropped.
    public mutating func send(packet: RawSpan, fromKernelOf index: NodeIndex, at now: Instant) {
        lookAtPathsIfTimePassed(now)
        let node = nodes[index.index]
        guard let kernel = node.kernel, let router = node.router, let summary = try? FrameSummary(packet: packet)
        else { return }
        guard kernel.addresses.contains(summary.source) else {
            return noteForeign(summary.source, node, at: now)
        }
        router.router.forwarder.send(
            packet: packet,
            in: Forwarding::DomainIndex(rawValue: UInt32(clamping: kernel.domain)),
            at: now,
            pool: &pool,
            into: &router.forwarding
        )
        afterForwarding(node, router, at: now)
    }

    /// What a kernel says to its link alone is nobody's mistake.
    private mutating func noteForeign(_ source: IPAddress, _ node: Node, at now: Instant) {
        let isOfLink = source.v6.map { $0.isLinkLocal || $0 == .any } ?? false
        guard !isOfLink, refusals.foreign.insert(node.index.index).inserted else { return }
        noteRefusal(node.path, by: node.path, "packets from \(source), which is not its address", cause: nil, at: now)
    }

    /// Hands a packet to the kernel of the machine that it is for; false if it has none, or the packet is of the machine's underlay.
    mutating func handToKernel(_ delivery: ForwarderOutput.Delivery, of node: Node) -> Bool {
        guard let kernel = node.kernel, kernel.domain == Int(delivery.domain.rawValue) else { return false }
        order(.packet(node.index, domain: kernel.domain), delivery.frame, offset: Int(delivery.networkOffset))
        return true
    }
}
