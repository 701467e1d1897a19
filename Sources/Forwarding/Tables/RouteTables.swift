package import NetworkTypes

/// The routes of all domains of a forwarder: for each a table per family, whose values are numbers of groups.
package struct RouteTables: ~Copyable, Sendable {
    private struct Roots: BitwiseCopyable, Sendable {
        var ipv4: UInt32
        var ipv6: UInt32
        var ipv4Count = 0
        var ipv6Count = 0
    }

    private var ipv4 = PrefixForest<IPv4Address>()
    private var ipv6 = PrefixForest<IPv6Address>()
    private var roots: ContiguousArray<Roots> = []

    package init() {}

    package var domainCount: Int { roots.count }
    package var byteCount: Int { ipv4.byteCount + ipv6.byteCount + roots.capacity * MemoryLayout<Roots>.stride }

    package mutating func addDomain() -> DomainIndex {
        roots.append(Roots(ipv4: ipv4.addTable(), ipv6: ipv6.addTable()))
        return DomainIndex(rawValue: UInt32(roots.count - 1))
    }

    @inline(__always) func match(_ address: IPv4Address, in domain: DomainIndex) -> PrefixForest<IPv4Address>.Match? {
        ipv4.lookup(address, in: roots[Int(domain.rawValue)].ipv4)
    }

    @inline(__always) func match(_ address: IPv6Address, in domain: DomainIndex) -> PrefixForest<IPv6Address>.Match? {
        ipv6.lookup(address, in: roots[Int(domain.rawValue)].ipv6)
    }

    /// The longest prefix that covers `address`, and its value.
    package func lookup(_ address: IPAddress, in domain: DomainIndex) -> (prefix: IPPrefix, value: UInt32)? {
        switch address {
        case .v4(let address):
            guard let match = match(address, in: domain) else { return nil }
            return (.v4(IPv4Prefix(address, length: match.length)), match.value)
        case .v6(let address):
            guard let match = match(address, in: domain) else { return nil }
            return (.v6(IPv6Prefix(address, length: match.length)), match.value)
        }
    }

    package func value(of prefix: IPPrefix, in domain: DomainIndex) -> UInt32? {
        let roots = roots[Int(domain.rawValue)]
        return switch prefix {
        case .v4(let prefix): ipv4.value(of: prefix.address, length: prefix.length, in: roots.ipv4)
        case .v6(let prefix): ipv6.value(of: prefix.address, length: prefix.length, in: roots.ipv6)
        }
    }

    /// Sets a prefix's value and returns the one it had.
    @discardableResult
    package mutating func insert(_ value: UInt32, for prefix: IPPrefix, in domain: DomainIndex) -> UInt32? {
        let index = Int(domain.rawValue)
        switch prefix {
        case .v4(let prefix):
            let old = ipv4.insert(value, for: prefix.address, length: prefix.length, in: roots[index].ipv4)
            if old == nil { roots[index].ipv4Count += 1 }
            return old
        case .v6(let prefix):
            let old = ipv6.insert(value, for: prefix.address, length: prefix.length, in: roots[index].ipv6)
            if old == nil { roots[index].ipv6Count += 1 }
            return old
        }
    }

    /// Removes a prefix and returns its value; `nil` if it was not there.
    @discardableResult
    package mutating func remove(_ prefix: IPPrefix, in domain: DomainIndex) -> UInt32? {
        let index = Int(domain.rawValue)
        switch prefix {
        case .v4(let prefix):
            let old = ipv4.remove(prefix.address, length: prefix.length, in: roots[index].ipv4)
            if old != nil { roots[index].ipv4Count -= 1 }
            return old
        case .v6(let prefix):
            let old = ipv6.remove(prefix.address, length: prefix.length, in: roots[index].ipv6)
            if old != nil { roots[index].ipv6Count -= 1 }
            return old
        }
    }

    package func count(in domain: DomainIndex, family: AddressFamily) -> Int {
        let roots = roots[Int(domain.rawValue)]
        return family == .ipv4 ? roots.ipv4Count : roots.ipv6Count
    }

    /// Calls `body` for each route of a domain: IPv4 before IPv6, by address, then the shorter first.
    package func forEach(in domain: DomainIndex, _ body: (IPPrefix, UInt32) -> Void) {
        let roots = roots[Int(domain.rawValue)]
        ipv4.forEach(in: roots.ipv4) { body(.v4(IPv4Prefix($0, length: $1)), $2) }
        ipv6.forEach(in: roots.ipv6) { body(.v6(IPv6Prefix($0, length: $1)), $2) }
    }
}
