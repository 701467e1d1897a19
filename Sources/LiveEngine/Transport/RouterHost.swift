import BGPSession
import BGPSpeaker
import Dispatch
import NetworkTypes
import Router

/// Where an emulated router's TCP lives: a namespace for each routing domain that has sessions, joined to the router's forwarder by one
/// device for IP packets.
///
/// The kernel owns TCP there and nothing else; addresses of links, ARP, ND and ICMP are the forwarder's.
final class RouterHost {
    let transports: Transports
    /// By routing domain.
    let tunnels: [Int: Tunnel]
    /// What the kernel drops silently in each domain, where it tells.
    let drops: [Int: SilentDropCounters]
    var owner: RouterOwner?
    private let configuration: RouterConfiguration

    init(_ configuration: RouterConfiguration, queue: DispatchQueue) throws(SystemError) {
        self.configuration = configuration
        var namespaces: [Int: NetworkNamespace] = [:]
        var tunnels: [Int: Tunnel] = [:]
        for neighbor in configuration.neighbors {
            let domain = neighbor.domain ?? 0
            guard namespaces[domain] == nil else { continue }
            let namespace = try NetworkNamespace()
            namespaces[domain] = namespace
            tunnels[domain] = try namespace.inside { () throws(SystemError) in
                try Self.prepare(domain, of: configuration)
            }
        }
        self.tunnels = tunnels
        drops = namespaces.compactMapValues { $0.inside { SilentDropCounters() } }
        transports = Transports(
            neighbors: configuration.neighbors,
            sockets: NamespaceSockets(namespaces),
            queue: queue,
            readSize: Self.readSize
        )
    }

    /// Octets that are read at once, an UPDATE message or so: all routers share one queue.
    static let readSize = 4096

    /// A device with the addresses that the router's sessions use in one domain, and everything routed through it.
    private static func prepare(_ domain: Int, of configuration: RouterConfiguration) throws(SystemError) -> Tunnel {
        let tunnel = try Tunnel(.packets, name: "bgp")
        var netlink = try Netlink()
        let index = try Netlink.index(of: "bgp")
        try netlink.raise(Netlink.index(of: "lo"))
        let mtu = configuration.interfaces.filter { $0.domain == domain }.map(\.mtu).min() ?? 1500
        try netlink.raise(index, mtu: max(1280, mtu))
        for address in addresses(in: domain, of: configuration) {
            try netlink.add(address, prefixLength: address.family.bitWidth, to: index)
        }
        for family in [AddressFamily.ipv4, .ipv6]
        where configuration.neighbors.contains(where: { $0.domain ?? 0 == domain && $0.remoteAddress.family == family })
        {
            try netlink.addDefaultRoute(family, through: index)
        }
        return tunnel
    }

    private static func addresses(in domain: Int, of configuration: RouterConfiguration) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for neighbor in configuration.neighbors where neighbor.domain ?? 0 == domain {
            if !addresses.contains(neighbor.localAddress) { addresses.append(neighbor.localAddress) }
        }
        return addresses
    }

    /// Accepts connections at every address of the router's sessions, if it does not already.
    func listen() {
        guard transports.localEndpoints.isEmpty else { return }
        for domain in tunnels.keys.sorted() {
            for address in Self.addresses(in: domain, of: configuration) {
                // The namespace is our own: its port 179 is free.
                try? transports.listen(on: Endpoint(address: address, port: 179), domain: domain)
            }
        }
    }

    /// The router died: nobody hears of it, since its packets go nowhere.
    func dropConnections() {
        transports.stopListening()
        transports.abandon()
    }

    func stop() {
        transports.stopListening()
        transports.abandon()
        for tunnel in tunnels.values { tunnel.stop() }
    }
}

/// Sockets in the namespaces of a router's domains.
private struct NamespaceSockets: SocketFactory {
    private let namespaces: [Int: NetworkNamespace]

    init(_ namespaces: [Int: NetworkNamespace]) { self.namespaces = namespaces }

    func socket(_ kind: SocketKind, _ family: AddressFamily, domain: Int) throws(SocketError) -> Socket {
        guard let namespace = namespaces[domain] else { return try Socket(kind, family) }
        return try namespace.inside { () throws(SocketError) in try Socket(kind, family) }
    }
}
