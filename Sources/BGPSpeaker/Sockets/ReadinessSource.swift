import Dispatch

/// Says on a queue that a socket can be read, or written to, while it is switched on.
///
/// It keeps the rules of Dispatch on Linux: who is suspended can't be let go, and a descriptor must outlive its sources. Two more
/// are the user's to keep. A descriptor has one source: one that reads and one that writes lose each other's events, so the second takes
/// a ``Socket/duplicate()``. And a source is silent for ever once the connection has gone both ways, so whoever is called
/// reads until nothing is left, or comes back by himself.
final class ReadinessSource {
    enum Kind {
        case read
        case write
    }

    private let source: any DispatchSourceProtocol
    private var isCancelled = false

    /// Switched off; `handler` runs on `queue`.
    init(_ kind: Kind, of socket: Socket, on queue: DispatchQueue, handler: @escaping () -> Void) {
        switch kind {
        case .read: source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: queue)
        case .write: source = DispatchSource.makeWriteSource(fileDescriptor: socket.descriptor, queue: queue)
        }
        source.setEventHandler(handler: handler)
        source.setCancelHandler { withExtendedLifetime(socket) {} }
    }

    var isOn = false {
        didSet {
            guard isOn != oldValue, !isCancelled else { return }
            if isOn { source.resume() } else { source.suspend() }
        }
    }

    /// No handler runs from here on.
    func cancel() {
        guard !isCancelled else { return }
        isCancelled = true
        source.cancel()
        if !isOn { source.resume() }
    }

    deinit { cancel() }
}
