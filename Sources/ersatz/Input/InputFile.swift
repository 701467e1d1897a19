import Foundation
import Topology

/// The octets of a file that the user named, or of standard input.
struct InputFile {
    /// As it stands in messages.
    let name: String
    let bytes: [UInt8]

    /// Reads a file; `-` is standard input.
    ///
    /// No more is read than `limit` octets, and one to know that there would be more.
    init(
        _ path: String,
        limit: Int = Topology.maximumFileSize,
        kind: String = "topology"
    ) throws(Failure) {
        let isStandardInput = path == "-"
        name = isStandardInput ? "<standard input>" : path
        let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path, errno, kind) }
        defer { if !isStandardInput { close(descriptor) } }
        if isStandardInput, isatty(descriptor) == 1 { Console.note("Type the \(kind) file, and Ctrl-D to end it.") }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw Self.directory(path) }
        bytes = try Self.read(descriptor, path, limit: limit + 1, kind)
    }

    private static func read(_ descriptor: Int32, _ path: String, limit: Int, _ kind: String) throws(Failure) -> [UInt8]
    {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Foundation.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, errno, kind) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    private static func failure(_ path: String, _ errno: Int32, _ kind: String) -> Failure {
        switch errno {
        case ENOENT, ENOTDIR: Failure("there is no file '\(path)'" + suggestion(for: path, kind))
        case EACCES, EPERM: Failure("no permission to read '\(path)'; make it readable with chmod u+r")
        case EISDIR: directory(path)
        default: Failure("'\(path)' could not be read: \(Failure.words(for: errno))")
        }
    }

    private static func directory(_ path: String) -> Failure {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let topology = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.min()
        let example = topology.map { ", such as \(NSString(string: path).appendingPathComponent($0))" } ?? ""
        return Failure("'\(path)' is a directory; name a topology file\(example)")
    }

    /// What was probably meant by a name that does not exist.
    private static func suggestion(for path: String, _ kind: String) -> String {
        let candidates = ["\(path).yaml", "\(path).yml", "Topologies/\(path)", "Topologies/\(path).yaml"]
        if let found = candidates.first(where: FileManager.default.fileExists(atPath:)) {
            return "; did you mean '\(found)'?"
        }
        return "; name a \(kind) file, or - for standard input"
    }
}
