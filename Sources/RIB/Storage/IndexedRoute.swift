internal import BGPWire
internal import NetworkTypes

/// A destination on the wire together with the table that holds its prefix, so that the loops over NLRI specialise.
protocol IndexedRoute: WireRoute {
    associatedtype Key: TableKey
    var key: Key { get }
    /// The label that came with it; 0 in unicast families.
    var pathLabel: UInt32 { get }
    static func make(_ key: Key, label: UInt32) -> Self
    /// See ``PrefixIndex/peek(_:)``.
    static func peek(_ key: Key, _ number: Int, _ rib: borrowing RIB) -> UInt64
    static func find(_ key: Key, _ number: Int, _ rib: borrowing RIB) -> Int?
    static func findOrInsert(_ key: Key, _ number: Int, _ rib: inout RIB) -> (number: Int, isNew: Bool)
    static func key(_ route: Int, _ number: Int, _ rib: borrowing RIB) -> Key
}

extension IPv4Prefix: IndexedRoute {
    var key: IPv4Prefix { self }
    var pathLabel: UInt32 { 0 }
    static func make(_ key: IPv4Prefix, label: UInt32) -> IPv4Prefix { key }
    static func peek(_ key: IPv4Prefix, _ number: Int, _ rib: borrowing RIB) -> UInt64 { rib.ipv4[number].peek(key) }
    static func find(_ key: IPv4Prefix, _ number: Int, _ rib: borrowing RIB) -> Int? { rib.ipv4[number].find(key) }
    static func findOrInsert(_ key: IPv4Prefix, _ number: Int, _ rib: inout RIB) -> (number: Int, isNew: Bool) {
        rib.ipv4[number].findOrInsert(key)
    }
    static func key(_ route: Int, _ number: Int, _ rib: borrowing RIB) -> IPv4Prefix { rib.ipv4[number].keys[route] }
}

extension IPv6Prefix: IndexedRoute {
    var key: IPv6Prefix { self }
    var pathLabel: UInt32 { 0 }
    static func make(_ key: IPv6Prefix, label: UInt32) -> IPv6Prefix { key }
    static func peek(_ key: IPv6Prefix, _ number: Int, _ rib: borrowing RIB) -> UInt64 { rib.ipv6[number].peek(key) }
    static func find(_ key: IPv6Prefix, _ number: Int, _ rib: borrowing RIB) -> Int? { rib.ipv6[number].find(key) }
    static func findOrInsert(_ key: IPv6Prefix, _ number: Int, _ rib: inout RIB) -> (number: Int, isNew: Bool) {
        rib.ipv6[number].findOrInsert(key)
    }
    static func key(_ route: Int, _ number: Int, _ rib: borrowing RIB) -> IPv6Prefix { rib.ipv6[number].keys[route] }
}

/// A prefix that the backbone keeps behind route distinguishers, one table per family.
protocol BackboneKey: TableKey, VPNPrefix {
    static func peek(_ key: VPNKey<Self>, _ rib: borrowing RIB) -> UInt64
    static func find(_ key: VPNKey<Self>, _ rib: borrowing RIB) -> Int?
    static func findOrInsert(_ key: VPNKey<Self>, _ rib: inout RIB) -> (number: Int, isNew: Bool)
    static func key(_ route: Int, _ rib: borrowing RIB) -> VPNKey<Self>
}

extension IPv4Prefix: BackboneKey {
    static func peek(_ key: VPNKey<IPv4Prefix>, _ rib: borrowing RIB) -> UInt64 { rib.vpnIPv4.peek(key) }
    static func find(_ key: VPNKey<IPv4Prefix>, _ rib: borrowing RIB) -> Int? { rib.vpnIPv4.find(key) }
    static func findOrInsert(_ key: VPNKey<IPv4Prefix>, _ rib: inout RIB) -> (number: Int, isNew: Bool) {
        rib.vpnIPv4.findOrInsert(key)
    }
    static func key(_ route: Int, _ rib: borrowing RIB) -> VPNKey<IPv4Prefix> { rib.vpnIPv4.keys[route] }
}

extension IPv6Prefix: BackboneKey {
    static func peek(_ key: VPNKey<IPv6Prefix>, _ rib: borrowing RIB) -> UInt64 { rib.vpnIPv6.peek(key) }
    static func find(_ key: VPNKey<IPv6Prefix>, _ rib: borrowing RIB) -> Int? { rib.vpnIPv6.find(key) }
    static func findOrInsert(_ key: VPNKey<IPv6Prefix>, _ rib: inout RIB) -> (number: Int, isNew: Bool) {
        rib.vpnIPv6.findOrInsert(key)
    }
    static func key(_ route: Int, _ rib: borrowing RIB) -> VPNKey<IPv6Prefix> { rib.vpnIPv6.keys[route] }
}

extension VPNRoute: IndexedRoute where Prefix: BackboneKey {
    var key: VPNKey<Prefix> { VPNKey(distinguisher, prefix) }
    var pathLabel: UInt32 { label }
    static func make(_ key: VPNKey<Prefix>, label: UInt32) -> VPNRoute {
        VPNRoute(label: label, distinguisher: RouteDistinguisher(rawValue: key.rawDistinguisher), prefix: key.inner)
    }
    static func peek(_ key: VPNKey<Prefix>, _ number: Int, _ rib: borrowing RIB) -> UInt64 { Prefix.peek(key, rib) }
    static func find(_ key: VPNKey<Prefix>, _ number: Int, _ rib: borrowing RIB) -> Int? { Prefix.find(key, rib) }
    static func findOrInsert(_ key: VPNKey<Prefix>, _ number: Int, _ rib: inout RIB) -> (number: Int, isNew: Bool) {
        Prefix.findOrInsert(key, &rib)
    }
    static func key(_ route: Int, _ number: Int, _ rib: borrowing RIB) -> VPNKey<Prefix> { Prefix.key(route, rib) }
}
