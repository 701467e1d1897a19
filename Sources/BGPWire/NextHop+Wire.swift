import NetworkTypes

extension NextHop {
    /// Whether MP_REACH_NLRI may carry a next hop of this many octets (RFC 2545 §3, RFC 4364 §4.3.2, RFC 4659 §3.2.1).
    static func isValidLength(_ length: Int, for family: RouteFamily) -> Bool {
        switch family {
        case .ipv4Unicast: length == 4
        case .ipv6Unicast: length == 16 || length == 32
        case .vpnIPv4: length == 12
        case .vpnIPv6: length == 24 || length == 48
        }
    }

    /// Reads the next hop at `offset`, whose length was checked.
    ///
    /// - Returns: `nil` if the address cannot be one of a host: zero or multicast. A loopback address can, between two speakers
    ///   on one machine; elsewhere nothing leads to it.
    init?(_ bytes: RawSpan, at offset: Int, length: Int, family: RouteFamily) {
        let start = family.isVPN ? offset + 8 : offset
        switch family {
        case .ipv4Unicast, .vpnIPv4:
            guard let word = bytes.loadUInt32(at: start) else { return nil }
            self.init(IPv4Address(rawValue: word))
        case .ipv6Unicast, .vpnIPv6:
            guard let address = Self.loadIPv6(bytes, at: start) else { return nil }
            let second = start + (family.isVPN ? 24 : 16)
            let linkLocal = second + 16 <= offset + length ? Self.loadIPv6(bytes, at: second) : nil
            if family.isVPN, let mapped = address.mappedIPv4 {
                self.init(mapped)
            } else {
                self.init(address, linkLocal: linkLocal.flatMap { $0.isLinkLocal ? $0 : nil })
            }
        }
        guard isHostAddress else { return nil }
    }

    private var isHostAddress: Bool {
        switch address {
        case .v4(let address): address.rawValue >> 24 != 0 && address.rawValue >> 28 < 0xE
        case .v6(let address): address != .any && !address.isMulticast
        }
    }

    private static func loadIPv6(_ bytes: RawSpan, at offset: Int) -> IPv6Address? {
        guard let high = bytes.loadUInt64(at: offset), let low = bytes.loadUInt64(at: offset + 8) else { return nil }
        return IPv6Address(high: high, low: low)
    }

    /// Appends the length and next hop fields of MP_REACH_NLRI.
    ///
    /// - Returns: `false`, with nothing appended, if the family cannot carry this address.
    func append(to bytes: inout [UInt8], family: RouteFamily) -> Bool {
        switch (family, address) {
        case (.ipv4Unicast, .v4(let address)):
            bytes.append(4)
            bytes.append(bigEndian: address.rawValue)
        case (.vpnIPv4, .v4(let address)):
            bytes.append(12)
            bytes.append(bigEndian: UInt64(0))
            bytes.append(bigEndian: address.rawValue)
        case (.ipv6Unicast, .v6(let address)):
            bytes.append(linkLocal == nil ? 16 : 32)
            bytes.append(address)
            if let linkLocal { bytes.append(linkLocal) }
        case (.vpnIPv6, .v6(let address)):
            bytes.append(linkLocal == nil ? 24 : 48)
            bytes.append(bigEndian: UInt64(0))
            bytes.append(address)
            if let linkLocal {
                bytes.append(bigEndian: UInt64(0))
                bytes.append(linkLocal)
            }
        case (.vpnIPv6, .v4(let address)):
            // An IPv4 backbone under IPv6 routes: an IPv4-mapped address (RFC 4659 §3.2.1.2).
            bytes.append(24)
            bytes.append(bigEndian: UInt64(0))
            bytes.append(IPv6Address(high: 0, low: 0xFFFF_0000_0000 | UInt64(address.rawValue)))
        case (.ipv4Unicast, .v6), (.vpnIPv4, .v6), (.ipv6Unicast, .v4):
            return false
        }
        return true
    }
}

extension IPv6Address {
    /// The IPv4 address inside `::ffff:a.b.c.d`.
    fileprivate var mappedIPv4: IPv4Address? {
        high == 0 && low >> 32 == 0xFFFF ? IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)) : nil
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ address: IPv6Address) {
        append(bigEndian: address.high)
        append(bigEndian: address.low)
    }
}
