public import NetworkTypes

extension Forwarder {
    /// The group of exactly these members, equally weighted; equal sets are the same group.
    ///
    /// The caller has one use of it and gives it back with ``release(_:)``; each route has a use of its own, so a
    /// caller may release a group as soon as its routes are set. Repetitions count once; an empty group drops everything.
    public mutating func group(of nextHops: [NextHop]) -> GroupIndex {
        intern(nextHops.map { WeightedNextHop($0) })
    }

    /// The same with weights.
    public mutating func group(of nextHops: [WeightedNextHop]) -> GroupIndex { intern(nextHops) }

    /// Gives back a use.
    ///
    /// A group without uses is gone, and its index may be given to another.
    public mutating func release(_ group: GroupIndex) { groups.release(group) }

    /// Adds a use.
    public mutating func retain(_ group: GroupIndex) { groups.retain(group) }

    /// Groups in use, those of connected routes included.
    public var groupCount: Int { groups.count }

    /// The members of a group, in an order that depends on the set only.
    public func members(of group: GroupIndex) -> [WeightedNextHop] { groups.list(of: group) }

    /// Whether a next hop is used: its interface is up, and nobody declared it dead.
    public func isAlive(_ nextHop: NextHop) -> Bool {
        if let interface = nextHop.interface, !isUp(interface) { return false }
        return groups.isAlive(nextHop)
    }

    /// Declares a neighbour dead or alive, for all groups that have or will have it as a member.
    ///
    /// One change, whatever points at it. Flows of a dead member go to the others, all other flows stay; when it
    /// returns it takes back the flows that it had.
    public mutating func setNeighborAlive(_ interface: InterfaceIndex, address: IPAddress, _ isAlive: Bool) {
        groups.setAlive(.neighbor(interface, address), isAlive)
    }

    /// The same for the far end of a tunnel.
    public mutating func setTunnelAlive(_ tunnel: TunnelNextHop, _ isAlive: Bool) {
        groups.setAlive(.tunnel(tunnel), isAlive)
    }

    mutating func intern(_ list: [WeightedNextHop]) -> GroupIndex {
        groups.intern(list) { interfaces[Int($0.rawValue)].isUp }
    }
}
