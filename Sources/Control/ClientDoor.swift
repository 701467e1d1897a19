import Foundation
import Glibc
import Synchronization

/// A listening socket that lets a few clients in at a time, each to a thread of its own, since it may be as slow as it likes.
final class ClientDoor: Sendable {
    private let descriptor: Int32
    private let limit: Int
    private let inside = Mutex(0)

    /// Takes the socket over.
    init(_ descriptor: Int32, limit: Int) {
        (self.descriptor, self.limit) = (descriptor, limit)
    }

    /// Begins to let clients in; `serve` may wait, and the client's socket is closed when it returns.
    func open(_ serve: @escaping @Sendable (_ client: Int32) -> Void) {
        Thread.detachNewThread { [self] in
            while admitOne(serve) {}
            Glibc.close(descriptor)
        }
    }

    /// Lets nobody in any more; this also wakes the thread that waits for clients.
    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Takes the next client; `false` once the door is closed.
    private func admitOne(_ serve: @escaping @Sendable (Int32) -> Void) -> Bool {
        let client = Glibc.accept(descriptor, nil, nil)
        guard client >= 0 else {
            if errno == EINVAL || errno == EBADF { return false }
            // Out of descriptors, perhaps: no use in asking again at once.
            if errno != EINTR { usleep(100_000) }
            return true
        }
        let isWelcome = inside.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isWelcome else {
            Glibc.close(client)
            return true
        }
        Thread.detachNewThread { [self] in
            serve(client)
            Glibc.close(client)
            inside.withLock { $0 -= 1 }
        }
        return true
    }
}
