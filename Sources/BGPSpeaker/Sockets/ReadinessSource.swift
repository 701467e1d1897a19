import Dispatch

/// Says on a queue that a socket can be read, or written to, while it is switched on.
///
/// Dispatch forgets nobody who is suspended, and a descriptor must outlive its sources; this type keeps both rules.
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
