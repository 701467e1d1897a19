import NetworkTypes
import Packets

extension Forwarder {
    /// Answers, and learns from, an ARP packet (RFC 826).
    ///
    /// Whoever asks for one of this router's addresses is learnt; all else only corrects what is known already, so
    /// that nobody can fill the table with neighbours that this router never had to do with.
    mutating func receiveARP(_ walk: Walk, at now: Instant, pool: inout FramePool, into output: inout ForwarderOutput) {
        guard let interface = walk.ingress else { return drop(walk.frame, .noInterface, nil, into: &output) }
        let packet: ARPPacket
        do throws(HeaderError) {
            packet = try ARPPacket(decoding: pool.bytes(of: walk.frame), at: Int(walk.summary.networkOffset))
        } catch {
            return drop(walk.frame, .malformed, interface, into: &output)
        }
        pool.release(walk.frame)
        let domain = interfaces[Int(interface.rawValue)].domain
        let sender = IPAddress.v4(packet.senderAddress)
        // Nobody else is believed to have this router's own addresses.
        guard !isLocal(sender, in: domain, on: interface) else { return }
        // An address is answered for on every interface of its domain, so that unnumbered interfaces can borrow it.
        let target = IPAddress.v4(packet.targetAddress)
        let virtualMAC = virtualMAC(of: target, on: interface)
        let isForUs = virtualMAC != nil || isLocal(target, in: domain, on: interface)
        let asks = packet.operation == .request && isForUs
        let end = neighborAgeing.map { now + $0.timeout } ?? .distantFuture
        learn(sender, at: packet.senderMAC, on: interface, adds: asks, until: end, pool: &pool, into: &output)
        guard asks, !packet.senderMAC.isMulticast else { return }
        let egress = interfaces[Int(interface.rawValue)]
        let link = egress.header(to: packet.senderMAC, .arp)
        guard let reply = pool.build(packet.reply(from: virtualMAC ?? egress.mac), link: link) else {
            return drop(.none, .outOfMemory, interface, into: &output)
        }
        transmit(reply, on: interface, pool: pool, into: &output)
    }

    /// Asks who has an address, by ARP or by a neighbour solicitation; `false` if this router has no address to ask from.
    ///
    /// By ARP it asks everybody, or whoever had it so far.
    @discardableResult
    mutating func request(
        _ address: IPAddress,
        at mac: MACAddress = .broadcast,
        on interface: InterfaceIndex,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) -> Bool {
        let egress = interfaces[Int(interface.rawValue)]
        let frame: FrameHandle?
        switch address {
        case .v4(let target):
            guard let source = ownAddress(towards: address, on: interface, in: egress.domain)?.v4 else { return false }
            let packet = ARPPacket(requestFor: target, from: source, mac: egress.mac)
            frame = pool.build(packet, link: egress.header(to: mac, .arp))
        case .v6(let target):
            // RFC 4861 §7.2.2: from an address of this interface; the link-local one always is.
            let numbered = addresses[Int(interface.rawValue)].first { $0.prefix.contains(address) }?.address.v6
            frame = pool.build(
                NeighborMessage(solicitationFor: target, from: egress.mac),
                link: egress.header(to: MACAddress(multicast: target.solicitedNode), .ipv6),
                source: numbered ?? egress.linkLocal,
                destination: target.solicitedNode
            )
        }
        if let frame {
            transmit(frame, on: interface, pool: pool, into: &output)
        } else {
            drop(.none, .outOfMemory, interface, into: &output)
        }
        return true
    }
}
