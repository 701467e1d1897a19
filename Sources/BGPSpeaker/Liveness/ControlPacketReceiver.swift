import BFD
import Dispatch
import NetworkTypes
import Router

/// A socket at which BFD control packets arrive.
final class ControlPacketReceiver {
    /// How many packets one event takes, so that a flood leaves time for timers.
    private static let batchLimit = 64

    let domain: Int
    let local: Endpoint
    private let socket: Socket
    private var source: ReadinessSource?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 8)

    init(at local: Endpoint, domain: Int, sockets: any SocketFactory) throws(SocketError) {
        self.domain = domain
        self.local = local
        socket = try sockets.socket(.datagram, local.address.family, domain: domain)
        try socket.reportTimeToLive()
        try socket.bind(to: local)
    }

    func start(on queue: DispatchQueue, received: @escaping (ControlPacket, ControlPacketArrival) -> Void) {
        source = ReadinessSource(.read, of: socket, on: queue) { [weak self] in self?.takeSome(received) }
        source?.isOn = true
    }

    private func takeSome(_ received: (ControlPacket, ControlPacketArrival) -> Void) {
        for _ in 0..<Self.batchLimit {
            // An error is that of one datagram, such as a port that nobody listens on.
            guard let arrival = try? socket.receiveDatagram(into: buffer) else { return }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<min(arrival.byteCount, buffer.count)])
            guard let packet = try? ControlPacket(decoding: bytes.bytes) else { continue }
            let seen = ControlPacketArrival(
                source: arrival.source.address,
                domain: domain,
                destinationPort: local.port,
                timeToLive: arrival.timeToLive
            )
            received(packet, seen)
        }
    }

    deinit {
        source?.cancel()
        buffer.deallocate()
    }
}
