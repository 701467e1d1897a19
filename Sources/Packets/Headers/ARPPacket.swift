public import NetworkTypes

/// An ARP packet for IPv4 over Ethernet (RFC 826).
public struct ARPPacket: Hashable, Sendable, BitwiseCopyable {
    public enum Operation: UInt16, Sendable, BitwiseCopyable {
        case request = 1
        case reply = 2
    }

    public var operation: Operation
    public var senderMAC: MACAddress
    public var senderAddress: IPv4Address
    /// All zero in a request.
    public var targetMAC: MACAddress
    public var targetAddress: IPv4Address

    public init(
        operation: Operation,
        senderMAC: MACAddress,
        senderAddress: IPv4Address,
        targetMAC: MACAddress,
        targetAddress: IPv4Address
    ) {
        self.operation = operation
        self.senderMAC = senderMAC
        self.senderAddress = senderAddress
        self.targetMAC = targetMAC
        self.targetAddress = targetAddress
    }

    /// Asks who has `target`.
    ///
    /// With the sender's own address as target it is a gratuitous announcement (RFC 5227 §3).
    public init(requestFor target: IPv4Address, from address: IPv4Address, mac: MACAddress) {
        self.init(
            operation: .request,
            senderMAC: mac,
            senderAddress: address,
            targetMAC: MACAddress(rawValue: 0),
            targetAddress: target
        )
    }

    /// The answer of the holder of the asked address, whose MAC address is `mac`.
    public func reply(from mac: MACAddress) -> ARPPacket {
        ARPPacket(
            operation: .reply,
            senderMAC: mac,
            senderAddress: targetAddress,
            targetMAC: senderMAC,
            targetAddress: senderAddress
        )
    }

    /// Reads the packet at `offset`, behind the Ethernet header.
    public init(decoding bytes: RawSpan, at offset: Int) throws(HeaderError) {
        try bytes.require(Self.byteCount, at: offset)
        let hardware: UInt16 = bytes.loadBigEndian(at: offset)
        guard hardware == 1 else { throw .hardware(hardware) }
        let network: UInt16 = bytes.loadBigEndian(at: offset + 2)
        guard network == EtherType.ipv4.rawValue else { throw .etherType(network) }
        let lengths: UInt16 = bytes.loadBigEndian(at: offset + 4)
        guard lengths == 0x0604 else { throw .headerLength(Int(lengths)) }
        let code: UInt16 = bytes.loadBigEndian(at: offset + 6)
        guard let operation = Operation(rawValue: code) else { throw .kind(code) }
        self.init(
            operation: operation,
            senderMAC: MACAddress(rawValue: bytes.loadMAC(at: offset + 8)),
            senderAddress: IPv4Address(rawValue: bytes.loadBigEndian(at: offset + 14)),
            targetMAC: MACAddress(rawValue: bytes.loadMAC(at: offset + 18)),
            targetAddress: IPv4Address(rawValue: bytes.loadBigEndian(at: offset + 24))
        )
    }

    public static let byteCount = 28

    /// Writes ``byteCount`` bytes at `offset`.
    public func write(into bytes: inout MutableRawSpan, at offset: Int) {
        bytes.storeBigEndian(0x0001_0800_0604 << 16 | UInt64(operation.rawValue), at: offset)
        bytes.storeMAC(senderMAC.rawValue, at: offset + 8)
        bytes.storeBigEndian(senderAddress.rawValue, at: offset + 14)
        bytes.storeMAC(targetMAC.rawValue, at: offset + 18)
        bytes.storeBigEndian(targetAddress.rawValue, at: offset + 24)
    }
}
