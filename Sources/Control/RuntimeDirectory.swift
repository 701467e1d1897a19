import Foundation
import Glibc

/// The folder in which running processes of one user leave their sockets.
public struct RuntimeDirectory: Sendable {
    public let path: String

    /// `ersatz` in the user's runtime folder, or a folder of the user's own in `/tmp` where there is none.
    public init(environment: [String: String]? = nil) {
        let environment = environment ?? ProcessInfo.processInfo.environment
        if let runtime = environment["XDG_RUNTIME_DIR"], !runtime.isEmpty {
            path = runtime + "/ersatz"
        } else {
            path = "/tmp/ersatz-\(getuid())"
        }
    }

    /// Makes the folder where it is missing; it must belong to this user alone.
    public func prepare() throws(ControlError) {
        if mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST else { throw .system(path, code: errno) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .system(path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(), status.st_mode & 0o022 == 0 else {
            throw .system(path, code: EPERM)
        }
    }

    /// Sockets at which somebody answers, in order of name.
    public var sockets: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".sock") }.sorted().map { "\(path)/\($0)" }.filter { path in
            guard let descriptor = try? UnixSocket.connect(to: path) else { return false }
            close(descriptor)
            return true
        }
    }
}
