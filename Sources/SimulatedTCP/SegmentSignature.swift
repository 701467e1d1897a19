import NetworkTypes
import Packets

extension TCPOptions.MD5Signature {
    /// The digest of RFC 2385 §2: pseudo header, TCP header without options and with a checksum of zero,
    /// payload, key.
    ///
    /// `segment` begins with the TCP header, whose data offset must be final.
    static func signing(
        _ segment: RawSpan,
        payload: RawSpan,
        from source: IPAddress,
        to destination: IPAddress,
        key: [UInt8],
        with md5: MD5Function
    ) -> Self {
        var message: [UInt8] = []
        message.reserveCapacity(60 + payload.byteCount + key.count)
        let length = segment.byteCount
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            message.append(bigEndian: source.rawValue)
            message.append(bigEndian: destination.rawValue)
            message.append(bigEndian: UInt16(IPProtocol.tcp.rawValue))
            message.append(bigEndian: UInt16(truncatingIfNeeded: length))
        case (.v6(let source), .v6(let destination)):
            for half in [source.high, source.low, destination.high, destination.low] { message.append(bigEndian: half) }
            message.append(bigEndian: UInt32(truncatingIfNeeded: length))
            message.append(bigEndian: UInt32(IPProtocol.tcp.rawValue))
        case (.v4, .v6), (.v6, .v4):
            break
        }
        let header = segment.extracting(first: TCPHeader.byteCount)
        header.withUnsafeBytes { message.append(contentsOf: $0.prefix(16)) }
        message.append(bigEndian: UInt16(0))
        header.withUnsafeBytes { message.append(contentsOf: $0.dropFirst(18)) }
        payload.withUnsafeBytes { message.append(contentsOf: $0) }
        message.append(contentsOf: key)
        let digest = md5(message)
        precondition(digest.count == 16, "an MD5 digest has sixteen bytes")
        let span = digest.span.bytes
        return Self(high: span.loadBigEndian(at: 0), low: span.loadBigEndian(at: 8))
    }
}

extension [UInt8] {
    fileprivate mutating func append<T: FixedWidthInteger>(bigEndian value: T) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
