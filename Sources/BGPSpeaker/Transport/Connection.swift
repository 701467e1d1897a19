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
    private var reading: ReadinessSource?
    private var writing: ReadinessSource?

    /// Both handlers stay silent until their sources are switched on.
    ///
    /// - Throws: if there is no descriptor left.
    init(
        _ socket: Socket,
        neighbor: Int,
        _ slot: ConnectionSlot,
        _ phase: Phase,
        on queue: DispatchQueue,
        readable: @escaping (Connection) -> Void,
        writable: @escaping (Connection) -> Void
    ) throws(SocketError) {
        self.socket = socket
        self.neighbor = neighbor
        self.slot = slot
        self.phase = phase
        let second = try socket.duplicate()
        reading = ReadinessSource(.read, of: socket, on: queue) { [weak self] in if let self { readable(self) } }
        writing = ReadinessSource(.write, of: second, on: queue) { [weak self] in if let self { writable(self) } }
    }

    var isReading: Bool {
        get { reading?.isOn ?? false }
        set { reading?.isOn = newValue }
    }

    /// Whether the connection says when it has room, or is made.
    var isWaitingToWrite: Bool {
        get { writing?.isOn ?? false }
        set { writing?.isOn = newValue }
    }

    /// Sends what waits; returns whether anything left.
    func flush() throws(SocketError) -> Bool {
        let progress = try output.drain { (bytes) throws(SocketError) in try socket.send(bytes) }
        isWaitingToWrite = !output.isEmpty
        return progress
    }

    /// Reads until nothing is left, the stream ends or `buffer` is full.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> (count: Int, rest: Rest) {
        var count = 0
        while count < buffer.count {
            do throws(SocketError) {
                let room = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                guard let taken = try socket.receive(into: room) else { return (count, .none) }
                guard taken > 0 else { return (count, .end(nil)) }
                count += taken
            } catch {
                return (count, .end(error))
            }
        }
        return (count, .perhapsMore)
    }

    /// What is behind the octets that were read.
    enum Rest {
        case none
        case perhapsMore
        /// The peer ended the stream, or the connection broke.
        case end(SocketError?)
    }

    /// No handler runs any more, and the socket is closed soon.
    func discard() {
        reading?.cancel()
        writing?.cancel()
        reading = nil
        writing = nil
    }
}
