import Forwarding
import FullTable
import NetworkTypes
import Packets

/// A router with a full table, traffic that comes in by one port and sixteen neighbours on another.
struct TransitRouter: ~Copyable {
    private(set) var forwarder = Forwarder(hashSeed: 1)
    private var pool = FramePool()
    private var output = ForwarderOutput()
    private let domain: DomainIndex
    private let table: FullTable
    private let mac = MACAddress(rawValue: 0x0200_0000_0001)

    init(routes: Int) {
        table = FullTable(routes: routes, seed: 1)
        domain = forwarder.addDomain()
        let interfaces = [UInt16(0), 1].map { port in
            forwarder.addInterface(
                InterfaceConfiguration(
                    kind: .ethernet(port: PortIndex(rawValue: port), tags: .none),
                    domain: domain,
                    mac: mac,
                    addresses: [InterfaceAddress(.v4(IPv4Address(10, 0, UInt8(port), 1)), prefixLength: 24)],
                    mtu: 1500
                )
            )
        }
        let groups = (UInt8(10)..<26).map { host in
            let neighbor = IPAddress.v4(IPv4Address(10, 0, 1, host))
            let mac = MACAddress(rawValue: 0x0200_0000_0100 + UInt64(host))
            forwarder.programNeighbor(interfaces[1], address: neighbor, mac: mac)
            return forwarder.group(of: [NextHop.neighbor(interfaces[1], neighbor)])
        }
        for (index, prefix) in table.prefixes.enumerated() {
            forwarder.setRoute(.v4(prefix), in: domain, to: groups[index % groups.count])
        }
    }

    /// Addresses at random inside prefixes at random.
    func destinations(_ count: Int, seed: UInt64) -> [IPv4Address] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let prefix = table.prefixes[Int(random.below(UInt64(table.prefixes.count)))]
            let host = UInt32(truncatingIfNeeded: random.next()) & ~IPv4Prefix.mask(prefix.length)
            return IPv4Address(rawValue: prefix.address.rawValue | host)
        }
    }

    func look(up address: IPv4Address) -> Bool { forwarder.lookup(.v4(address), in: domain) != nil }

    /// Takes a packet through the forwarder; whether it came out.
    mutating func forward(to address: IPv4Address) -> Bool {
        let template = PacketTemplate(
            link: EthernetHeader(destination: mac, source: MACAddress(rawValue: 0x0200_0000_0099), etherType: .ipv4),
            source: .v4(IPv4Address(10, 0, 0, 2)),
            destination: .v4(address),
            transport: .udp(sourcePort: 4000, destinationPort: 5000)
        )
        guard let frame = pool.build(template, payload: Self.payload.span.bytes) else { return false }
        forwarder.receive(frame, on: PortIndex(rawValue: 0), at: .zero, pool: &pool, into: &output)
        let isOut = output.transmissions.count == 1
        for transmission in output.transmissions { pool.release(transmission.frame) }
        for drop in output.drops where drop.frame != .none { pool.release(drop.frame) }
        output.removeAll()
        return isOut
    }

    private static let payload = [UInt8](repeating: 0, count: 22)
}
