import Forwarding
import NetworkTypes
import Testing

@Suite("Longest-prefix match") struct RouteTablesTests {
    /// A list of routes, searched from one end to the other.
    struct Oracle {
        var routes: [IPPrefix: UInt32] = [:]

        func lookup(_ address: IPAddress) -> (prefix: IPPrefix, value: UInt32)? {
            var best: (prefix: IPPrefix, value: UInt32)?
            for (prefix, value) in routes where prefix.contains(address) {
                if best.map({ prefix.length > $0.prefix.length }) ?? true { best = (prefix, value) }
            }
            return best
        }
    }

    /// Addresses from a small space, so that prefixes nest and collide.
    static func address(_ family: AddressFamily, _ generator: inout SeededGenerator) -> IPAddress {
        switch family {
        case .ipv4:
            let low = UInt32(truncatingIfNeeded: generator.next()) & 0x0303_0303
            return .v4(IPv4Address(rawValue: 0x0A00_0000 | low))
        case .ipv6:
            let mask: UInt64 = 0x0001_0003_0001_0003
            return .v6(IPv6Address(high: 0x2001 << 48 | generator.next() & mask, low: generator.next() & mask))
        }
    }

    @Test(arguments: AddressFamily.allCases, [1, 2, 3, 4, 5] as [UInt64])
    func `a random history of changes gives what a plain list gives`(family: AddressFamily, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var tables = RouteTables()
        let domains = [tables.addDomain(), tables.addDomain()]
        var oracles = [Oracle(), Oracle()]
        for step in 0..<600 {
            let which = Int(generator.below(2))
            let address = Self.address(family, &generator)
            let length = UInt8(generator.below(UInt64(family.bitWidth) + 1))
            let prefix = IPPrefix(address, length: length)
            if generator.below(3) == 0,
                let victim = oracles[which].routes.keys.sorted().randomElement(using: &generator)
            {
                #expect(tables.remove(victim, in: domains[which]) == oracles[which].routes.removeValue(forKey: victim))
            } else {
                let value = UInt32(step)
                let old = oracles[which].routes.updateValue(value, forKey: prefix)
                #expect(tables.insert(value, for: prefix, in: domains[which]) == old)
            }
            #expect(tables.remove(IPPrefix(.v4(IPv4Address(203, 0, 113, 9)), length: 31), in: domains[which]) == nil)
            for _ in 0..<4 {
                let probe = Self.address(family, &generator)
                let expected = oracles[which].lookup(probe)
                let found = tables.lookup(probe, in: domains[which])
                #expect(found?.prefix == expected?.prefix)
                #expect(found?.value == expected?.value)
            }
        }
        for (domain, oracle) in zip(domains, oracles) {
            var listed: [IPPrefix] = []
            tables.forEach(in: domain) { prefix, value in
                listed.append(prefix)
                #expect(oracle.routes[prefix] == value)
                #expect(tables.value(of: prefix, in: domain) == value)
            }
            #expect(listed == oracle.routes.keys.sorted())
            #expect(tables.count(in: domain, family: family) == listed.count)
        }
    }

    @Test func `every length of both families can be set, found and removed`() throws {
        var tables = RouteTables()
        let domain = tables.addDomain()
        let addresses = [IPAddress("203.0.113.77"), IPAddress("2001:db8:f00:ba7:dead:beef:cafe:1")].compactMap(\.self)
        for address in addresses {
            for length in 0...address.family.bitWidth {
                tables.insert(UInt32(length), for: IPPrefix(address, length: length), in: domain)
                #expect(tables.lookup(address, in: domain)?.value == UInt32(length))
            }
            for length in (0...address.family.bitWidth).reversed() {
                #expect(tables.lookup(address, in: domain)?.value == UInt32(length))
                #expect(tables.remove(IPPrefix(address, length: length), in: domain) == UInt32(length))
            }
            #expect(tables.lookup(address, in: domain) == nil)
        }
    }

    @Test func `a thousand small domains fit into a few hundred kilobytes`() throws {
        var tables = RouteTables()
        for number in 0..<1000 {
            let domain = tables.addDomain()
            for route in 0..<10 {
                let address = IPv4Address(10, UInt8(route), UInt8(number % 256), 0)
                tables.insert(1, for: .v4(IPv4Prefix(address, length: 24)), in: domain)
            }
        }
        #expect(tables.byteCount < 1_500_000)
    }

    @Test func `removing everything and setting it again takes no more memory`() {
        var tables = RouteTables()
        let domain = tables.addDomain()
        func prefix(_ number: UInt32) -> IPPrefix { .v4(IPv4Prefix(IPv4Address(rawValue: number << 12), length: 20)) }
        for number in UInt32(0)..<2000 { tables.insert(number, for: prefix(number), in: domain) }
        let before = tables.byteCount
        for _ in 0..<3 {
            for number in UInt32(0)..<2000 { tables.remove(prefix(number), in: domain) }
            for number in UInt32(0)..<2000 { tables.insert(number, for: prefix(number), in: domain) }
        }
        #expect(Double(tables.byteCount) < Double(before) * 1.5)
    }
}
