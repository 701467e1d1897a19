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
    /// Another error of the system.
    case system(path: String, call: String, errno: Int32)
    /// All of the names tried under `runs/` are taken.
    case noFreeName(path: String)
}
