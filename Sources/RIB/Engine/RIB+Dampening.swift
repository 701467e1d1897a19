internal import BGPWire
public import NetworkTypes

/// Routes that flap, of peers whose routes are dampened; who judges them is the owner, who knows the time.
extension RIB {
    /// Appends what flapped since the last call, in the order in which it did.
    public mutating func drainFlaps(into list: inout [RouteFlap]) {
        list.append(contentsOf: flaps)
        flaps.removeAll(keepingCapacity: true)
    }

    /// Keeps the path that a peer announced for a prefix from being used, or no longer; does nothing if there is none.
    public mutating func setSuppressed(_ prefix: IPPrefix, from peer: PeerIndex, _ isSuppressed: Bool) {
        guard isKnown(peer),
            let table = tableNumber(
                peers[Int(peer.rawValue)].configuration.domain,
                prefix.family == .ipv4 ? .ipv4Unicast : .ipv6Unicast
            ),
            let route = find(prefix, nil, in: table), let link = learnedPath(from: peer, route, in: table),
            paths[link].isSuppressed != isSuppressed
        else { return }
        paths[link].isSuppressed = isSuppressed
        markDirty(route, in: table)
    }

    @inline(__always)
    mutating func noteFlap(_ kind: RouteFlap.Kind, _ peer: PeerIndex, _ route: Int, in table: Int) {
        guard notesFlaps, peer != .local, peers[Int(peer.rawValue)].configuration.isDampened else { return }
        flaps.append(RouteFlap(peer: peer, prefix: prefix(of: route, in: table).prefix, kind: kind))
    }
}
