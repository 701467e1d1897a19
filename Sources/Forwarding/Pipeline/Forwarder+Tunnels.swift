import NetworkTypes
import Packets

extension Forwarder {
    /// Puts a packet into a VXLAN tunnel; the outer packet is this router's own and is routed in the underlay.
    mutating func encapsulate(
        _ walk: inout Walk,
        from source: MACAddress,
        to destination: MACAddress,
        _ tunnel: TunnelNextHop,
        on interface: InterfaceIndex? = nil,
        pool: inout FramePool
    ) -> Stage {
        let header = EthernetHeader(
            destination: destination,
            source: source,
            etherType: walk.summary.network == .ipv4 ? .ipv4 : .ipv6
        )
        let outer = VXLANTunnel(
            networkIdentifier: tunnel.networkIdentifier,
            source: tunnel.source,
            destination: tunnel.remote
        )
        guard pool.removeFirst(Int(walk.summary.networkOffset), from: walk.frame),
            pool.prependHeader(header, to: walk.frame)
        else { return .done(.drop(.outOfMemory)) }
        if let interface { walk.leave(interface, byteCount: pool.byteCount(of: walk.frame)) }
        let hash = walk.summary.balancingHash(seed: hashSeed)
        guard pool.encapsulate(walk.frame, into: outer, flowHash: hash) else { return .done(.drop(.outOfMemory)) }
        do throws(HeaderError) { walk.summary = try pool.summary(of: walk.frame) } catch {
            return .done(.drop(.malformed))
        }
        walk.domain = tunnel.underlay
        walk.isOwn = true
        walk.pinned = nil
        return .again
    }

    /// Takes a packet for one of this router's tunnel endpoints out of its tunnel, and routes what was inside.
    mutating func decapsulate(_ walk: inout Walk, pool: inout FramePool) -> Stage {
        let arrival: VXLANArrival
        let underlay = walk.domain
        do throws(HeaderError) {
            arrival = try pool.decapsulate(walk.frame, summary: walk.summary)
            walk.summary = try pool.summary(of: walk.frame)
        } catch {
            return .done(.drop(.malformed))
        }
        let mac = walk.summary.destinationMAC
        let found = endpoint(arrival.networkIdentifier, mac, at: arrival.destination, in: underlay)
        guard let index = found else { return .done(.drop(.unknownTunnel)) }
        let byteCount = pool.byteCount(of: walk.frame)
        walk.enter(index, byteCount: byteCount)
        let interface = interfaces[Int(index.rawValue)]
        guard interface.isUp else { return .done(.drop(.interfaceDown)) }
        guard walk.summary.isIP else { return .done(.drop(.unsupported)) }
        removePadding(walk.frame, behind: walk.summary.endOffset, byteCount: byteCount, pool: &pool)
        walk.domain = interface.domain
        walk.isOwn = false
        walk.pinned = nil
        return .again
    }
}
