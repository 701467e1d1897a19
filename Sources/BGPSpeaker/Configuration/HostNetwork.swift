import Glibc
public import NetworkTypes

/// The interfaces of the host, and which of its addresses it would speak from.
public struct HostNetwork: Sendable {
    public struct Interface: Hashable, Sendable {
        public var name: String
        public var addresses: [Address]

        public init(name: String, addresses: [Address]) {
            self.name = name
            self.addresses = addresses
        }
    }

    public struct Address: Hashable, Sendable {
        public var address: IPAddress
        public var prefixLength: UInt8

        public init(_ address: IPAddress, prefixLength: UInt8) {
            self.address = address
            self.prefixLength = prefixLength
        }

        func covers(_ other: IPAddress) -> Bool {
            other.family == address.family && IPPrefix(address, length: prefixLength).contains(other)
        }
    }

    /// Those that are up, in the order in which the system lists them.
    public var interfaces: [Interface]

    public init(interfaces: [Interface]) { self.interfaces = interfaces }

    /// The interfaces of the network in which the process runs.
    public static func current() -> HostNetwork {
        var network = HostNetwork(interfaces: [])
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return network }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard entry.ifa_flags & UInt32(IFF_UP) != 0, let address = Address(entry) else { continue }
            let name = String(cString: entry.ifa_name)
            if let place = network.interfaces.firstIndex(where: { $0.name == name }) {
                network.interfaces[place].addresses.append(address)
            } else {
                network.interfaces.append(Interface(name: name, addresses: [address]))
            }
        }
        return network
    }
}

extension HostNetwork {
    public func hasAddress(_ address: IPAddress) -> Bool {
        interfaces.contains { $0.addresses.contains { $0.address == address } || $0.isLoopback(for: address) }
    }

    /// The interface with the longest prefix around an address.
    func interface(towards address: IPAddress) -> Int? {
        var best: (place: Int, length: UInt8)?
        for (place, interface) in interfaces.enumerated() {
            for own in interface.addresses where own.covers(address) && own.prefixLength > best?.length ?? 0 {
                best = (place, own.prefixLength)
            }
        }
        return best?.place
    }

    /// The address of a family on the interface that has `address`: what a next hop of the other family is.
    func address(of family: AddressFamily, beside address: IPAddress) -> IPAddress? {
        guard let interface = interfaces.first(where: { $0.addresses.contains { $0.address == address } }) else {
            return nil
        }
        return interface.addresses.first { $0.address.family == family && !$0.address.isLinkLocal }?.address
    }

    /// The address from which the system would speak to another; `nil` if it knows no way there.
    ///
    /// Nothing is sent: connecting a datagram socket only looks the route up.
    static func source(towards address: IPAddress, sockets: any SocketFactory) -> IPAddress? {
        guard let socket = try? sockets.socket(.datagram, address.family, domain: 0),
            (try? socket.connect(to: Endpoint(address: address, port: 179))) != nil
        else { return nil }
        return socket.localEndpoint?.address
    }
}

extension HostNetwork.Interface {
    /// Every address of a loopback's IPv4 prefix is the host's own.
    fileprivate func isLoopback(for address: IPAddress) -> Bool {
        guard case .v4(let wanted) = address, wanted.rawValue >> 24 == 127 else { return false }
        return addresses.contains { $0.covers(address) }
    }
}

extension HostNetwork.Address {
    fileprivate init?(_ entry: ifaddrs) {
        guard let address = Self.address(entry.ifa_addr) else { return nil }
        guard let mask = Self.address(entry.ifa_netmask, family: address.family) else { return nil }
        let length =
            switch mask {
            case .v4(let mask): mask.rawValue.nonzeroBitCount
            case .v6(let mask): mask.high.nonzeroBitCount + mask.low.nonzeroBitCount
            }
        self.init(address, prefixLength: UInt8(clamping: length))
    }

    /// - Parameter family: the family if the system does not state it, as it may leave it out of masks.
    private static func address(_ pointer: UnsafePointer<sockaddr>?, family: AddressFamily? = nil) -> IPAddress? {
        guard let pointer else { return nil }
        var storage = sockaddr_storage()
        let stated = Int32(pointer.pointee.sa_family)
        let isIPv4 = stated == AF_INET || family == .ipv4
        guard isIPv4 || stated == AF_INET6 || family == .ipv6 else { return nil }
        let size = isIPv4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: size))
        }
        storage.ss_family = sa_family_t(isIPv4 ? AF_INET : AF_INET6)
        return Endpoint(storage)?.address
    }
}

extension IPAddress {
    /// Whether the address means something on one link only (RFC 4291 §2.5.6, RFC 3927).
    fileprivate var isLinkLocal: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 16 == 0xA9FE
        case .v6(let address): address.high >> 54 == 0xFE80 >> 6
        }
    }
}
