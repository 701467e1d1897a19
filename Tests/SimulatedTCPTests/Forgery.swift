import NetworkTypes
import Packets

/// Packets that no stack sent, from the client's IPv4 address to the server's.
enum Forgery {
    static func packet(_ header: TCPHeader, payload: [UInt8] = [], timeToLive: UInt8 = 64) -> [UInt8] {
        guard case .v4(let source) = StackPair.clientIPv4, case .v4(let destination) = StackPair.serverIPv4 else {
            return []
        }
        var header = header
        let count = header.headerByteCount + payload.count
        let ip = IPv4Header(
            source: source,
            destination: destination,
            payloadProtocol: .tcp,
            payloadByteCount: count,
            timeToLive: timeToLive
        )
        var packet = [UInt8](repeating: 0, count: 20 + count)
        var span = packet.mutableSpan
        var bytes = span.mutableBytes
        ip.write(into: &bytes, at: 0)
        header.checksum = 0
        header.write(into: &bytes, at: 20)
        bytes.copyBytes(payload.span.bytes, at: 20 + header.headerByteCount)
        var sum = InternetChecksum(source: source, destination: destination, payloadProtocol: .tcp, length: count)
        sum.add(bytes.bytes, in: 20..<bytes.byteCount)
        header.checksum = sum.value
        header.write(into: &bytes, at: 20)
        return packet
    }
}
