import Forwarding
import NetworkTypes
import Packets
import Testing

/// A forwarder with its pool, and what tests do with it again and again.
final class Bench {
    var forwarder: Forwarder
    var pool = FramePool(byteLimit: 1 << 24)
    var output = ForwarderOutput()
    var now = Instant.zero

    init(hashSeed: UInt64 = 1) { forwarder = Forwarder(hashSeed: hashSeed) }

    static func mac(_ number: UInt64) -> MACAddress { MACAddress(rawValue: 0x0200_0000_0000 | number) }

    /// An Ethernet interface on port `port` with MAC address 02:…:port.
    func ethernet(
        _ port: UInt16,
        _ addresses: [String],
        domain: DomainIndex,
        tags: VLANTags = .none,
        mtu: UInt16 = 1500
    ) -> InterfaceIndex {
        forwarder.addInterface(
            InterfaceConfiguration(
                kind: .ethernet(port: PortIndex(rawValue: port), tags: tags),
                domain: domain,
                mac: Self.mac(UInt64(port)),
                addresses: addresses.compactMap(Self.interfaceAddress),
                mtu: mtu
            )
        )
    }

    static func interfaceAddress(_ text: String) -> InterfaceAddress? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = IPAddress(parts[0]), let length = UInt8(parts[1]) else { return nil }
        return InterfaceAddress(address, prefixLength: length)
    }

    /// A UDP packet in a frame for the interface of `port`.
    func udp(
        to port: UInt16,
        from source: String,
        _ destination: String,
        sourcePort: UInt16 = 1000,
        destinationPort: UInt16 = 2000,
        tags: VLANTags = .none,
        timeToLive: UInt8 = 64,
        byteCount: Int = 58,
        dontFragment: Bool = true
    ) throws -> FrameHandle {
        let link = Self.link(to: Self.mac(UInt64(port)), from: Self.mac(0x99), tags)
        let template = PacketTemplate(
            link: link,
            source: try #require(IPAddress(source)),
            destination: try #require(IPAddress(destination)),
            transport: .udp(sourcePort: sourcePort, destinationPort: destinationPort),
            timeToLive: timeToLive,
            dontFragment: dontFragment
        )
        let frame = pool.frame(template, payload: [UInt8](repeating: 0xAB, count: byteCount))
        return try #require(frame)
    }

    static func link(to destination: MACAddress, from source: MACAddress, _ tags: VLANTags = .none) -> EthernetHeader {
        switch tags.count {
        case 0: EthernetHeader(destination: destination, source: source, etherType: .ipv4)
        case 1: EthernetHeader(destination: destination, source: source, outerTag: tags.outer, etherType: .ipv4)
        default:
            EthernetHeader(
                destination: destination,
                source: source,
                outerTag: tags.outer,
                innerTag: tags.inner,
                etherType: .ipv4
            )
        }
    }

    func receive(_ frame: FrameHandle, on port: UInt16) {
        forwarder.receive(frame, on: PortIndex(rawValue: port), at: now, pool: &pool, into: &output)
    }

    func setPort(_ port: UInt16, up: Bool) {
        forwarder.setPort(PortIndex(rawValue: port), up: up, pool: &pool, into: &output)
    }

    /// Says who has `address`, in answer to a request.
    func answer(_ address: String, with mac: MACAddress, on port: UInt16) throws {
        let sender = try #require(IPv4Address(address))
        let mine = Self.mac(UInt64(port))
        let reply = ARPPacket(
            operation: .reply,
            senderMAC: mac,
            senderAddress: sender,
            targetMAC: mine,
            targetAddress: .any
        )
        let frame = pool.build(reply, link: Self.link(to: mine, from: mac))
        receive(try #require(frame), on: port)
    }

    /// Releases all frames of the output, and empties it.
    func clear() {
        for item in output.transmissions { pool.release(item.frame) }
        for item in output.deliveries { pool.release(item.frame) }
        for item in output.drops where item.frame != .none { pool.release(item.frame) }
        output.removeAll()
    }

    /// Frames in use.
    var liveCount: Int { pool.liveCount }

    func lookup(_ text: String, in domain: DomainIndex, hash: UInt32 = 0) throws -> Forwarder.RouteLookup? {
        forwarder.lookup(try address(text), in: domain, hash: hash)
    }

    func removeRoute(_ text: String, in domain: DomainIndex) throws -> Bool {
        forwarder.removeRoute(try prefix(text), in: domain)
    }

    func counters(of interface: InterfaceIndex) -> InterfaceCounters { forwarder.counters(of: interface) }
    func dropCount(_ reason: DropReason) -> UInt64 { forwarder.dropCount(reason) }
    func byteCount(of frame: FrameHandle) -> Int { pool.byteCount(of: frame) }
    func append(_ count: Int, to frame: FrameHandle) -> Bool { pool.append(count, to: frame) }
    func bytes(of frame: FrameHandle) -> [UInt8] { pool.contents(of: frame) }

    /// A number in network order, counted from the transport header.
    func transport<T: FixedWidthInteger & BitwiseCopyable>(_ frame: FrameHandle, _ offset: Int, as: T.Type) throws -> T
    {
        pool.load(at: Int(try summary(frame).transportOffset) + offset, of: frame)
    }

    func hasValidChecksum(_ frame: FrameHandle) throws -> Bool {
        let summary = try summary(frame)
        return pool.isTransportChecksumValid(of: frame, summary)
    }

    /// Writes a number in network order.
    func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: Int, of frame: FrameHandle) {
        pool.store(value, at: offset, of: frame)
    }

    func handleDeadline() { forwarder.handleDeadline(at: now, pool: &pool, into: &output) }
    var nextDeadline: Instant? { forwarder.nextDeadline }

    func summary(_ frame: FrameHandle) throws -> FrameSummary { try pool.summary(of: frame) }

    var dropReasons: [DropReason] { output.drops.map(\.reason) }
}

func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

extension FramePool {
    func contents(of frame: FrameHandle) -> [UInt8] {
        let bytes = bytes(of: frame)
        return (0..<bytes.byteCount).map { bytes.loadBigEndian(at: $0) }
    }

    func load<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, of frame: FrameHandle) -> T {
        bytes(of: frame).loadBigEndian(at: offset)
    }

    func isTransportChecksumValid(of frame: FrameHandle, _ summary: FrameSummary) -> Bool {
        summary.isTransportChecksumValid(in: bytes(of: frame))
    }

    mutating func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: Int, of frame: FrameHandle) {
        var bytes = mutableBytes(of: frame)
        bytes.storeBigEndian(value, at: offset)
    }

    mutating func frame(_ template: PacketTemplate, payload: [UInt8]) -> FrameHandle? {
        build(template, payload: payload.span.bytes)
    }

    mutating func frame(_ bytes: [UInt8]) -> FrameHandle? { allocate(copying: bytes.span.bytes) }
}
