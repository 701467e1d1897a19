internal import Foundation

/// The directory that a run writes to: files under `NAME.partial` until all of them are there, then under their names.
///
/// A run that is killed leaves the partial files, which say by their names what they are. Errors are typed and carry
/// the path. While a value lives, no other run can take its directory.
public struct RunDirectory: Sendable {
    /// Without a slash at the end.
    public let path: String
    /// Directories that this run made, the innermost first.
    private let made: [String]
    private let lock: DirectoryLock

    /// Takes the given directory, making it and those above it where they are missing, and checks that files can be
    /// made there and that none of somebody else's would be replaced.
    public init(at output: String) throws(RunDirectoryError) {
        let path = Self.trimmed(output)
        self.path = path
        made = try Self.makeDirectories(path)
        do throws(RunDirectoryError) {
            try Self.checkWritable(path)
            lock = try DirectoryLock(path)
        } catch {
            Self.remove(made)
            throw error
        }
        // A report vouches for the files beside it: they are a run's, and may be replaced by another one.
        if !Self.exists(self.path(of: .report)) {
            for file in RunFile.allCases where Self.exists(self.path(of: file)) {
                throw .occupied(path: self.path(of: file))
            }
        }
        // What a killed run left here must not get a name from this one.
        for file in RunFile.allCases { unlink(partialPath(of: file)) }
    }

    /// Makes `PARENT/NAME-SEED`, or `PARENT/NAME-SEED-2` and so on if that exists.
    public init(name: String, seed: UInt64, under parent: String = "runs") throws(RunDirectoryError) {
        let parent = Self.trimmed(parent)
        var made = try Self.makeDirectories(parent)
        let stem = "\(parent)/\(Self.fileName(name))-\(seed)"
        for number in 1...Self.maximumNumber {
            let candidate = number == 1 ? stem : "\(stem)-\(number)"
            if try Self.makeDirectory(candidate) {
                made.insert(candidate, at: 0)
                do throws(RunDirectoryError) {
                    try Self.checkWritable(candidate)
                    lock = try DirectoryLock(candidate)
                } catch {
                    Self.remove(made)
                    throw error
                }
                path = candidate
                self.made = made
                return
            }
        }
        throw .noFreeName(path: stem)
    }

    /// How many runs of one topology and seed are kept side by side.
    private static let maximumNumber = 10_000

    /// Where the file will be.
    public func path(of file: RunFile) -> String { "\(path)/\(file.rawValue)" }

    /// Where the file is until ``commit()``.
    public func partialPath(of file: RunFile) -> String { path(of: file) + ".partial" }

    /// Writes a whole file under its temporary name.
    public func write(_ bytes: [UInt8], to file: RunFile) throws(RunDirectoryError) {
        try write(bytes, to: file, flag: O_TRUNC)
    }

    /// Adds to a file under its temporary name, so that a run that is killed leaves what it had.
    public func append(_ bytes: [UInt8], to file: RunFile) throws(RunDirectoryError) {
        try write(bytes, to: file, flag: O_APPEND)
    }

    /// What stands in a file under its temporary name so far.
    public func readPartial(_ file: RunFile) throws(RunDirectoryError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: partialPath(of: file)) else {
            throw RunDirectoryError(path: partialPath(of: file), call: "open")
        }
        return Array(data)
    }

    private func write(_ bytes: [UInt8], to file: RunFile, flag: Int32) throws(RunDirectoryError) {
        let path = partialPath(of: file)
        let descriptor = open(path, O_WRONLY | O_CREAT | flag | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunDirectoryError(path: path, call: "open") }
        do throws(RunDirectoryError) {
            try Self.writeAll(bytes, to: descriptor, path: path)
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw RunDirectoryError(path: path, call: "close") }
    }

    /// Gives every partial file its final name, the report last, and takes the names back if one of them cannot be
    /// given.
    ///
    /// Files of an earlier run in the same directory are replaced, and removed where this run has none of the kind.
    public func commit() throws(RunDirectoryError) {
        let files = RunFile.allCases.filter { Self.exists(partialPath(of: $0)) }
        for file in files {
            // A full disk may show only now.
            try Self.confirm(partialPath(of: file))
            // A directory in the way would fail only after other files had been renamed.
            if Self.isDirectory(path(of: file)) { throw .system(path: path(of: file), call: "rename", errno: EISDIR) }
        }
        for file in RunFile.allCases where !files.contains(file) { unlink(path(of: file)) }
        var renamed: [RunFile] = []
        for file in files {
            guard rename(partialPath(of: file), path(of: file)) == 0 else {
                let error = RunDirectoryError(path: path(of: file), call: "rename")
                for file in renamed.reversed() { rename(path(of: file), partialPath(of: file)) }
                throw error
            }
            renamed.append(file)
        }
    }

    /// Removes the partial files, and the directories that this run made if nothing else is in them.
    public func discard() {
        for file in RunFile.allCases { unlink(partialPath(of: file)) }
        Self.remove(made)
    }

    /// Lets the disk confirm what was written to a file.
    private static func confirm(_ path: String) throws(RunDirectoryError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RunDirectoryError(path: path, call: "open") }
        defer { close(descriptor) }
        // What is no file on a disk has nothing to confirm.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw RunDirectoryError(path: path, call: "fsync")
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(RunDirectoryError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw RunDirectoryError(path: path, call: "write")
            }
            offset += written
        }
    }

    fileprivate static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    fileprivate static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

// MARK: - Making directories

extension RunDirectory {
    /// A name for a file out of any text: letters, digits and `-_.` stay, and it does not begin with a point.
    static func fileName(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars.prefix(100) {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": name.unicodeScalars.append(scalar)
            case "." where !name.isEmpty: name.unicodeScalars.append(scalar)
            default: name += "-"
            }
        }
        return name.isEmpty ? "run" : name
    }

    private static func trimmed(_ path: String) -> String {
        var path = path.isEmpty ? "." : path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Makes a directory and those above it; says which were made, the innermost first.
    private static func makeDirectories(_ path: String) throws(RunDirectoryError) -> [String] {
        guard path.utf8.count <= PATH_MAX else { throw .system(path: path, call: "mkdir", errno: ENAMETOOLONG) }
        if isDirectory(path) { return [] }
        var made: [String] = []
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            made = try makeDirectories(trimmed(String(path[..<slash])))
        }
        if try makeDirectory(path) {
            made.insert(path, at: 0)
        } else if !isDirectory(path) {
            throw .notADirectory(path: path)
        }
        return made
    }

    /// Whether the directory was made; `false` if its name is taken.
    private static func makeDirectory(_ path: String) throws(RunDirectoryError) -> Bool {
        if mkdir(path, 0o755) == 0 { return true }
        guard errno == EEXIST else { throw RunDirectoryError(path: path, call: "mkdir") }
        return false
    }

    /// Makes and removes a file, which tells more than permission bits do.
    private static func checkWritable(_ path: String) throws(RunDirectoryError) {
        let probe = path + "/.ersatz.partial"
        let descriptor = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunDirectoryError(path: path, call: "open") }
        close(descriptor)
        unlink(probe)
    }

    /// Removes directories, the innermost first, as long as nothing is in them.
    private static func remove(_ directories: [String]) {
        for directory in directories where rmdir(directory) != 0 { return }
    }
}
