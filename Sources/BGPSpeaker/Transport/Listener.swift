import Dispatch
import NetworkTypes

/// A socket that waits for connections.
final class Listener {
    /// How many connections one event accepts, so that a flood of them leaves time for others.
    private static let acceptLimit = 32
    /// How long nothing is accepted when the system has run out of something.
    private static let pause = DispatchTimeInterval.milliseconds(250)

    let socket: Socket
    let domain: Int
    private let queue: DispatchQueue
    private var source: ReadinessSource?

    init(_ socket: Socket, domain: Int, on queue: DispatchQueue) {
        self.socket = socket
        self.domain = domain
        self.queue = queue
    }

    func start(
        accepted: @escaping (Socket, _ remote: Endpoint) -> Void,
        exhausted: @escaping (SocketError) -> Void
    ) {
        source = ReadinessSource(.read, of: socket, on: queue) { [weak self] in
            self?.acceptSome(accepted, exhausted)
        }
        source?.isOn = true
    }

    private func acceptSome(_ accepted: (Socket, Endpoint) -> Void, _ exhausted: (SocketError) -> Void) {
        for _ in 0..<Self.acceptLimit {
            do throws(SocketError) {
                guard let connection = try socket.accept() else { continue }
                accepted(connection.socket, connection.remote)
            } catch {
                guard !error.isTransient else { return }
                // A connection that its maker has given up already is no reason to rest.
                guard error.isExhaustion else { continue }
                exhausted(error)
                source?.isOn = false
                let goOn = DispatchWorkItem { [weak self] in self?.source?.isOn = true }
                queue.asyncAfter(deadline: .now() + Self.pause, execute: goOn)
                return
            }
        }
    }

    func stop() {
        source?.cancel()
        source = nil
    }
}
