/// The directory that a run writes to: files under `NAME.partial` until all of them are there, then under their names.
///
/// A run that is killed leaves the partial files, which say by their names what they are.
public struct RunDirectory: Hashable, Sendable {
    /// Without a slash at the end.
    public let path: String

    /// Takes the given directory, making it and those above it where they are missing.
    public init(at output: String) throws(RunDirectoryError) { fatalError() }

    /// Makes `PARENT/NAME-SEED`, or `PARENT/NAME-SEED-2` and so on if that exists.
    public init(name: String, seed: UInt64, under parent: String = "runs") throws(RunDirectoryError) { fatalError() }

    /// Where the file will be.
    public func path(of file: RunFile) -> String { fatalError() }

    /// Where the file is until ``commit()``.
    public func partialPath(of file: RunFile) -> String { fatalError() }

    /// Writes a whole file under its temporary name.
    public func write(_ bytes: [UInt8], to file: RunFile) throws(RunDirectoryError) { fatalError() }

    /// Gives every partial file its final name.
    public func commit() throws(RunDirectoryError) { fatalError() }

    /// Removes the partial files, and the directory if this run made it and it is empty.
    public func discard() { fatalError() }
}
