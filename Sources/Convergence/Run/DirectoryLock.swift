internal import Foundation

/// Keeps two runs from writing to one directory at the same time; the system lets go when the process ends.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, or throws if another run has it.
    init(_ path: String) throws(RunDirectoryError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RunDirectoryError(path: path, call: "open") }
        // A file system that knows no locks is used without.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { throw .busy(path: path) }
    }

    deinit { close(descriptor) }
}
