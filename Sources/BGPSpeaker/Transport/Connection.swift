import BGPSession
import Dispatch

/// One TCP connection, from the attempt to make it until its last octets are gone.
final class Connection {
    enum Phase {
        case connecting
        case open
        /// The session has no more use for it; what was sent still has to leave.
        case closing
    }

    let socket: Socket
    let neighbor: Int
    let slot: ConnectionSlot
    var phase: Phase
    var output = OutputQueue()
    private(set) var reading: ReadinessSource?
    private(set) var writing: ReadinessSource?

    init(_ socket: Socket, neighbor: Int, _ slot: ConnectionSlot, _ phase: Phase) {
        self.socket = socket
        self.neighbor = neighbor
        self.slot = slot
        self.phase = phase
    }

    /// Both handlers stay silent until their sources are switched on.
    func attach(
        to queue: DispatchQueue,
        readable: @escaping (Connection) -> Void,
        writable: @escaping (Connection) -> Void
    ) {
        reading = ReadinessSource(.read, of: socket, on: queue) { [weak self] in if let self { readable(self) } }
        writing = ReadinessSource(.write, of: socket, on: queue) { [weak self] in if let self { writable(self) } }
    }

    /// Sends what waits; returns whether anything left.
    func flush() throws(SocketError) -> Bool {
        let progress = try output.drain { (bytes) throws(SocketError) in try socket.send(bytes) }
        writing?.isOn = !output.isEmpty
        return progress
    }

    /// No handler runs any more, and the socket is closed soon.
    func discard() {
        reading?.cancel()
        writing?.cancel()
        reading = nil
        writing = nil
    }
}
