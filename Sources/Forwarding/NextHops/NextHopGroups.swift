import Packets

/// Interned lists of next hops, and which member of a list a flow takes.
///
/// A next hop that several groups share is one member: its death is one change, whatever refers to it. A group of
/// two or more has 256 buckets, each assigned to the member that ranks highest in it (``BucketRanking``); a
/// flow whose member is dead goes to the one that ranks next. Memory: 1 KB per group with more than one member.
struct NextHopGroups: ~Copyable, Sendable {
    struct Member: BitwiseCopyable, Sendable {
        var nextHop: NextHop
        var identity: UInt64
        var useCount: UInt32
        var isDeclaredDead: Bool
        var isInterfaceUp: Bool

        @inline(__always) var isAlive: Bool { !isDeclaredDead && isInterfaceUp }
    }

    private struct Share: BitwiseCopyable, Sendable {
        var member: UInt32
        var weight: UInt8
    }

    private struct Group: BitwiseCopyable, Sendable {
        var useCount: UInt32 = 0
        /// The only member, or the first of several.
        var first: UInt32 = 0
        var shareBlock: UInt32 = 0
        var bucketBlock: UInt32 = 0
        var count: UInt8 = 0
        var hash: UInt64 = 0
    }

    /// More members than this are cut off, in the order of their identities.
    static var memberLimit: Int { 64 }

    let seed: UInt64
    let distribution: FlowDistribution
    private(set) var members: ContiguousArray<Member> = []
    private var freeMembers: [UInt32] = []
    private var memberTable = IndexTable()
    private var groups: ContiguousArray<Group> = []
    private var freeGroups: [UInt32] = []
    private var groupTable = IndexTable()
    private var shares = BlockPool(filler: Share(member: 0, weight: 0))
    private var buckets: ContiguousArray<UInt32> = []
    private var freeBuckets: [UInt32] = []
    /// Also of next hops that no group has yet; never iterated.
    private var declaredDead: Set<NextHop> = []

    private let order: BucketOrder

    init(seed: UInt64, distribution: FlowDistribution = .resilient) {
        self.seed = seed
        self.distribution = distribution
        order = BucketOrder(seed: seed)
    }

    /// Groups in use.
    var count: Int { groups.count - freeGroups.count }

    /// The group of exactly these members, with one more use.
    mutating func intern(_ list: [WeightedNextHop], isInterfaceUp: (InterfaceIndex) -> Bool) -> GroupIndex {
        let list = canonical(list)
        let hash = hash(of: list)
        if let found = groupTable.find(hash, where: { equals(groups[Int($0)], list) }) {
            groups[Int(found)].useCount += 1
            return GroupIndex(rawValue: found)
        }
        var entries: [Share] = []
        for (hop, identity) in list {
            let member = retainMember(hop.nextHop, identity: identity, isInterfaceUp: isInterfaceUp)
            entries.append(Share(member: member, weight: hop.weight))
        }
        var group = Group(useCount: 1, count: UInt8(entries.count), hash: hash)
        if let first = entries.first {
            group.first = first.member
            group.shareBlock = shares.allocate(entries)
        }
        if usesBuckets(entries.count) { group.bucketBlock = assignBuckets(to: entries) }
        let index = freeGroups.popLast() ?? UInt32(groups.count)
        if Int(index) == groups.count { groups.append(group) } else { groups[Int(index)] = group }
        groupTable.insert(hash, index)
        return GroupIndex(rawValue: index)
    }

    mutating func retain(_ index: GroupIndex) { groups[Int(index.rawValue)].useCount += 1 }

    /// Gives back one use; with the last one the group and the members that only it had are gone.
    mutating func release(_ index: GroupIndex) {
        let place = Int(index.rawValue)
        precondition(groups[place].useCount > 0, "a group was released more often than it was used")
        groups[place].useCount -= 1
        guard groups[place].useCount == 0 else { return }
        let group = groups[place]
        groupTable.remove(group.hash, index.rawValue)
        for slot in 0..<Int(group.count) { releaseMember(shares[Int(group.shareBlock) + slot].member) }
        if group.count > 0 { shares.release(group.shareBlock, count: Int(group.count)) }
        if usesBuckets(Int(group.count)) { freeBuckets.append(group.bucketBlock) }
        freeGroups.append(index.rawValue)
    }

    /// The living member of a group that has one member only, which needs no hash.
    @inline(__always) func only(_ index: GroupIndex) -> NextHop? {
        let group = groups[Int(index.rawValue)]
        guard group.count == 1 else { return nil }
        let member = members[Int(group.first)]
        return member.isAlive ? member.nextHop : nil
    }

    /// The member that a flow takes, or `nil` if none lives.
    ///
    /// Equal for all flows with the same `hash` modulo 256.
    func select(_ index: GroupIndex, hash: UInt32) -> NextHop? {
        let group = groups[Int(index.rawValue)]
        var member = group.first
        if group.count > 1 {
            guard distribution == .resilient else { return redistributed(group, bucket: hash & 255) }
            member = buckets[Int(group.bucketBlock) &+ Int(hash & 255)]
        } else if group.count == 0 {
            return nil
        }
        let chosen = members[Int(member)]
        if chosen.isAlive { return chosen.nextHop }
        return group.count > 1 ? survivor(of: group, bucket: hash & 255) : nil
    }

    /// Whether a living member leads through an interface.
    func leads(_ index: GroupIndex, through interface: InterfaceIndex) -> Bool {
        anyMember(of: index) { $0.isAlive && $0.nextHop.interface == interface }
    }

    /// Whether a group does anything but discard.
    func leadsSomewhere(_ index: GroupIndex) -> Bool { anyMember(of: index) { $0.nextHop != .discard } }

    private func anyMember(of index: GroupIndex, _ matches: (Member) -> Bool) -> Bool {
        let group = groups[Int(index.rawValue)]
        for slot in 0..<Int(group.count) where matches(members[Int(shares[Int(group.shareBlock) + slot].member)]) {
            return true
        }
        return false
    }

    /// Declares a next hop dead or alive, for all groups that have or will have it.
    mutating func setAlive(_ nextHop: NextHop, _ isAlive: Bool) {
        if isAlive { declaredDead.remove(nextHop) } else { declaredDead.insert(nextHop) }
        let identity = nextHop.identity(seed: seed)
        guard let member = memberTable.find(identity, where: { members[Int($0)].nextHop == nextHop }) else { return }
        members[Int(member)].isDeclaredDead = !isAlive
    }

    /// Kills or revives everything behind an interface.
    mutating func setInterface(_ interface: InterfaceIndex, up: Bool) {
        for index in members.indices where members[index].nextHop.interface == interface {
            members[index].isInterfaceUp = up
        }
    }

    func isAlive(_ nextHop: NextHop) -> Bool {
        let identity = nextHop.identity(seed: seed)
        guard let member = memberTable.find(identity, where: { members[Int($0)].nextHop == nextHop }) else {
            return !declaredDead.contains(nextHop)
        }
        return members[Int(member)].isAlive
    }

    /// The members of a group in the order of their identities.
    func list(of index: GroupIndex) -> [WeightedNextHop] {
        let group = groups[Int(index.rawValue)]
        return (0..<Int(group.count)).map { slot in
            let share = shares[Int(group.shareBlock) + slot]
            return WeightedNextHop(members[Int(share.member)].nextHop, weight: share.weight)
        }
    }

    // MARK: - Private parts

    /// Whether it stands in a table which member a bucket has.
    private func usesBuckets(_ count: Int) -> Bool { count > 1 && distribution == .resilient }

    /// Without repetitions (the larger weight counts), by identity, so that equal sets are equal lists.
    private func canonical(_ list: [WeightedNextHop]) -> [(WeightedNextHop, UInt64)] {
        var result: [(WeightedNextHop, UInt64)] = []
        for hop in list {
            if let same = result.firstIndex(where: { $0.0.nextHop == hop.nextHop }) {
                result[same].0.weight = Swift.max(result[same].0.weight, hop.weight)
            } else {
                result.append((WeightedNextHop(hop.nextHop, weight: hop.weight), hop.nextHop.identity(seed: seed)))
            }
        }
        result.sort { $0.1 < $1.1 }
        return result.count > Self.memberLimit ? Array(result.prefix(Self.memberLimit)) : result
    }

    private func hash(of list: [(WeightedNextHop, UInt64)]) -> UInt64 {
        var hash = FlowHash(seed: seed)
        for (hop, identity) in list {
            hash.combine(identity)
            hash.combine(UInt64(hop.weight))
        }
        return hash.value
    }

    private func equals(_ group: Group, _ list: [(WeightedNextHop, UInt64)]) -> Bool {
        guard Int(group.count) == list.count else { return false }
        for (slot, (hop, _)) in list.enumerated() {
            let share = shares[Int(group.shareBlock) + slot]
            guard share.weight == hop.weight, members[Int(share.member)].nextHop == hop.nextHop else { return false }
        }
        return true
    }

    private mutating func retainMember(
        _ nextHop: NextHop,
        identity: UInt64,
        isInterfaceUp: (InterfaceIndex) -> Bool
    ) -> UInt32 {
        if let found = memberTable.find(identity, where: { members[Int($0)].nextHop == nextHop }) {
            members[Int(found)].useCount += 1
            return found
        }
        let member = Member(
            nextHop: nextHop,
            identity: identity,
            useCount: 1,
            isDeclaredDead: declaredDead.contains(nextHop),
            isInterfaceUp: nextHop.interface.map(isInterfaceUp) ?? true
        )
        let index = freeMembers.popLast() ?? UInt32(members.count)
        if Int(index) == members.count { members.append(member) } else { members[Int(index)] = member }
        memberTable.insert(identity, index)
        return index
    }

    private mutating func releaseMember(_ index: UInt32) {
        members[Int(index)].useCount -= 1
        guard members[Int(index)].useCount == 0 else { return }
        memberTable.remove(members[Int(index)].identity, index)
        freeMembers.append(index)
    }

    private mutating func assignBuckets(to entries: [Share]) -> UInt32 {
        let block = freeBuckets.popLast() ?? UInt32(buckets.count)
        if Int(block) == buckets.count {
            buckets.append(contentsOf: repeatElement(0, count: BucketRanking.bucketCount))
        }
        for bucket in 0..<UInt32(BucketRanking.bucketCount) {
            var best: (rank: UInt64, member: UInt32)?
            for share in entries {
                let identity = members[Int(share.member)].identity
                let rank = BucketRanking.rank(of: identity, weight: share.weight, in: order.place(of: bucket))
                if best.map({ rank > $0.rank }) ?? true { best = (rank, share.member) }
            }
            buckets[Int(block) + Int(bucket)] = best?.member ?? 0
        }
        return block
    }

    /// The living member that ranks highest in a bucket.
    private func survivor(of group: Group, bucket: UInt32) -> NextHop? {
        var best: (rank: UInt64, nextHop: NextHop)?
        for slot in 0..<Int(group.count) {
            let share = shares[Int(group.shareBlock) + slot]
            let member = members[Int(share.member)]
            guard member.isAlive else { continue }
            let rank = BucketRanking.rank(of: member.identity, weight: share.weight, in: order.place(of: bucket))
            if best.map({ rank > $0.rank }) ?? true { best = (rank, member.nextHop) }
        }
        return best?.nextHop
    }

    /// The member of a bucket when these are divided among the living members alone.
    private func redistributed(_ group: Group, bucket: UInt32) -> NextHop? {
        let range = Int(group.shareBlock)..<Int(group.shareBlock) + Int(group.count)
        var total: UInt32 = 0
        for slot in range where members[Int(shares[slot].member)].isAlive { total += UInt32(shares[slot].weight) }
        guard total > 0 else { return nil }
        var place = distribution.place(of: bucket, among: total)
        for slot in range {
            let member = members[Int(shares[slot].member)]
            guard member.isAlive else { continue }
            if place < UInt32(shares[slot].weight) { return member.nextHop }
            place -= UInt32(shares[slot].weight)
        }
        return nil
    }
}
