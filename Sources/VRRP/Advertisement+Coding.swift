public import NetworkTypes
import Packets

extension Advertisement {
    private static let headerByteCount = 8

    /// The message behind an IP header, its checksum included.
    ///
    /// - Parameters:
    ///   - source: address of the sender's interface, of the addresses' family; another one is the caller's mistake and traps.
    public func encoded(from source: IPAddress) -> [UInt8] {
        var bytes: [UInt8] = [
            Self.version << 4 | Self.type, virtualRouterID, priority, UInt8(clamping: addresses.count),
            UInt8(truncatingIfNeeded: intervalCentiseconds >> 8) & 0x0F,
            UInt8(truncatingIfNeeded: intervalCentiseconds), 0, 0,
        ]
        for address in addresses { Self.append(address, to: &bytes) }
        let sum = Self.checksum(bytes.span.bytes, from: source)
        bytes[6] = UInt8(truncatingIfNeeded: sum >> 8)
        bytes[7] = UInt8(truncatingIfNeeded: sum)
        return bytes
    }

    /// Reads the message behind an IP header and checks all that RFC 5798 §7.1 wants checked before the virtual router is looked for.
    public init(decoding bytes: RawSpan, from source: IPAddress, timeToLive: UInt8) throws(AdvertisementError) {
        guard timeToLive == Self.timeToLive else { throw .timeToLive(timeToLive) }
        guard bytes.byteCount >= Self.headerByteCount else { throw .truncated(byteCount: bytes.byteCount) }
        func octet(_ place: Int) -> UInt8 { bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self) }
        guard octet(0) >> 4 == Self.version else { throw .version(octet(0) >> 4) }
        guard octet(0) & 0x0F == Self.type else { throw .type(octet(0) & 0x0F) }
        let size = source.family == .ipv4 ? 4 : 16
        let count = Int(octet(3))
        guard count > 0, Self.headerByteCount + count * size <= bytes.byteCount else { throw .addressCount(octet(3)) }
        // What RFC 5798 leaves open for IPv4, senders do either way: with a pseudo header, or (RFC 9568 §5.2.8) without.
        guard Self.checksum(bytes, from: source) == 0 || source.family == .ipv4 && Self.plainChecksum(bytes) == 0 else {
            throw .checksum
        }
        virtualRouterID = octet(1)
        guard virtualRouterID > 0 else { throw .virtualRouterID }
        priority = octet(2)
        intervalCentiseconds = UInt16(octet(4) & 0x0F) << 8 | UInt16(octet(5))
        guard intervalCentiseconds > 0 else { throw .interval }
        addresses = (0..<count).map { Self.address(in: bytes, at: Self.headerByteCount + $0 * size, source.family) }
    }

    private static func append(_ address: IPAddress, to bytes: inout [UInt8]) {
        switch address {
        case .v4(let address): withUnsafeBytes(of: address.rawValue.bigEndian) { bytes += $0 }
        case .v6(let address):
            withUnsafeBytes(of: address.high.bigEndian) { bytes += $0 }
            withUnsafeBytes(of: address.low.bigEndian) { bytes += $0 }
        }
    }

    private static func address(in bytes: RawSpan, at place: Int, _ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: .v4(IPv4Address(rawValue: bytes.loadBigEndian(at: place)))
        case .ipv6: .v6(IPv6Address(high: bytes.loadBigEndian(at: place), low: bytes.loadBigEndian(at: place + 8)))
        }
    }

    /// Over the message and a pseudo header (§5.2.8, RFC 8200 §8.1); the destination is the group of the family.
    private static func checksum(_ bytes: RawSpan, from source: IPAddress) -> UInt16 {
        var sum =
            switch source {
            case .v4(let source):
                InternetChecksum(
                    source: source,
                    destination: groupIPv4,
                    payloadProtocol: .vrrp,
                    length: bytes.byteCount
                )
            case .v6(let source):
                InternetChecksum(
                    source: source,
                    destination: groupIPv6,
                    payloadProtocol: .vrrp,
                    length: bytes.byteCount
                )
            }
        sum.add(bytes, in: 0..<bytes.byteCount)
        return sum.value
    }

    private static func plainChecksum(_ bytes: RawSpan) -> UInt16 {
        var sum = InternetChecksum()
        sum.add(bytes, in: 0..<bytes.byteCount)
        return sum.value
    }
}
