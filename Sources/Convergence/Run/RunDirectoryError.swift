internal import Foundation

/// Why a run cannot leave its files.
public enum RunDirectoryError: Error, Hashable, Sendable {
    /// Something that is no directory stands in the way.
    case notADirectory(path: String)
    /// No permission, or a read-only file system.
    case unwritable(path: String)
    /// The disk or the quota is full.
    case full(path: String)
    /// A directory above is missing.
    case notFound(path: String)
    /// A file stands there that no run has left, under a name that this run would give.
    case occupied(path: String)
    /// Another run writes there now.
    case busy(path: String)
    /// Another error of the system.
    case system(path: String, call: String, errno: Int32)
    /// All of the names tried under `runs/` are taken.
    case noFreeName(path: String)
}

extension RunDirectoryError {
    /// What `errno` says after a call that failed.
    init(path: String, call: String) { self.init(path: path, call: call, errno: errno) }

    /// What a system's error number means for a file of a run.
    public init(path: String, call: String, errno code: Int32) {
        switch code {
        case ENOTDIR: self = .notADirectory(path: path)
        case EACCES, EPERM, EROFS: self = .unwritable(path: path)
        case ENOSPC, EDQUOT: self = .full(path: path)
        case ENOENT: self = .notFound(path: path)
        default: self = .system(path: path, call: call, errno: code)
        }
    }
}
