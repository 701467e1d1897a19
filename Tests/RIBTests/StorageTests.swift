import NetworkTypes
import Testing

@testable import RIB

@Suite("Tables") struct StorageTests {
    @Test(arguments: [1, 2, 3] as [UInt64]) func `a prefix index agrees with a dictionary`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var index = PrefixIndex<IPv4Prefix>(seed: seed)
        var oracle: [IPv4Prefix: Int] = [:]
        for _ in 0..<20_000 {
            let key = IPv4Prefix(
                IPv4Address(rawValue: UInt32(random.below(3000)) << 12),
                length: UInt8(20 + random.below(3))
            )
            if random.below(3) > 0 {
                let (number, isNew) = index.findOrInsert(key)
                #expect(isNew == (oracle[key] == nil))
                if let known = oracle[key] { #expect(known == number) }
                oracle[key] = number
            } else if let number = index.find(key) {
                #expect(oracle.removeValue(forKey: key) == number)
                index.remove(number)
            } else {
                #expect(oracle[key] == nil)
            }
        }
        let count = index.count
        #expect(count == oracle.count)
        for (key, number) in oracle {
            let (found, stored) = (index.find(key), index.keys[number])
            #expect(found == number && stored == key)
        }
        #expect(Set(oracle.values).count == oracle.count)
    }

    @Test func `keys of all families find themselves`() {
        var six = PrefixIndex<IPv6Prefix>(seed: 5)
        var vpn = PrefixIndex<VPNKey<IPv4Prefix>>(seed: 5)
        for value in 0..<1000 as Range<UInt64> {
            let prefix = IPv6Prefix(IPv6Address(high: value << 32, low: value << 8), length: 120)
            let key = VPNKey(RouteDistinguisher(rawValue: value), v4("10.0.0.0/8"))
            let areNew = (six.findOrInsert(prefix).isNew, vpn.findOrInsert(key).isNew)
            #expect(areNew == (true, true))
        }
        let counts = (six.count, vpn.count)
        #expect(counts == (1000, 1000))
        let known = vpn.find(VPNKey(RouteDistinguisher(rawValue: 7), v4("10.0.0.0/8")))
        let unknown = vpn.find(VPNKey(RouteDistinguisher(rawValue: 7), v4("11.0.0.0/8")))
        #expect(known == 7 && unknown == nil)
    }

    @Test(arguments: [1, 2] as [UInt64]) func `a bit set agrees with a set`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bits = BitSet()
        var oracle: Set<Int> = []
        for _ in 0..<20_000 {
            let member = Int(random.below(random.below(2) == 0 ? 300 : 300_000))
            let isAddition = random.below(2) == 0
            let hasChanged = isAddition ? bits.insert(member) : bits.remove(member)
            #expect(hasChanged == (isAddition ? oracle.insert(member).inserted : oracle.remove(member) != nil))
        }
        let count = bits.count
        #expect(count == oracle.count)
        var walked: [Int] = []
        var next = 0
        while let member = bits.first(from: next) {
            walked.append(member)
            next = member + 1
        }
        #expect(walked == oracle.sorted())
        let knowsAll = oracle.allSatisfy { bits.contains($0) }
        #expect(knowsAll)
    }

    @Test func `an arena reuses freed blocks of the same size`() {
        var arena = ByteArena()
        let a = arena.store(Array(repeating: 1, count: 30))
        let b = arena.store(Array(repeating: 2, count: 20))
        arena.free(a, length: 30)
        let c = arena.store(Array(repeating: 3, count: 17))
        #expect(c == a)
        let octets = (arena.span(b, length: 20).octet(at: 19), arena.span(c, length: 17).octet(at: 16))
        #expect(octets == (2, 3))
    }

    @Test func `equal attribute sets share a handle until the last use is given back`() {
        var store = AttributeStore(seed: 1)
        var nextHops = NextHopTable()
        var record = AttributeRecord()
        record.nextHop = nextHops.number(of: ip("10.0.0.1"), .tracked(DomainIndex(rawValue: 0)))
        let a = store.intern(record, [1, 2, 3], &nextHops) ?? 0
        let b = store.intern(record, [1, 2, 3], &nextHops) ?? 0
        #expect(a == b && a != 0)
        record.weight = 1
        let c = store.intern(record, [1, 2, 3], &nextHops) ?? 0
        #expect(c != a)
        let serial = store.serial(a)
        store.release(a, &nextHops)
        let isStillCurrent = store.isCurrent(a, serial: serial)
        store.release(b, &nextHops)
        let isCurrent = store.isCurrent(a, serial: serial)
        #expect(isStillCurrent && !isCurrent)
        store.release(c, &nextHops)
        let left = (store.count, nextHops[record.nextHop].uses)
        #expect(left == (0, 0))
        let tooLarge = store.intern(record, Array(repeating: 0, count: 70_000), &nextHops)
        #expect(tooLarge == nil)
    }
}
