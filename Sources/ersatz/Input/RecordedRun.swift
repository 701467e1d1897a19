import Convergence
import Foundation
import Replay
import Topology

/// What a run left.
struct RecordedRun {
    let journal: Convergence::Journal
    /// The copy of the topology beside the journal, if there is one.
    private(set) var topologyText: String?
    private(set) var expectations: [Convergence::Expectation] = []

    init(_ path: String) throws {
        var isDirectory: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        let file = isThere && isDirectory.boolValue ? Self.journalFile(in: path) : path
        let bytes = try InputFile(file, limit: Self.limit, kind: "journal").bytes
        guard bytes.count <= Self.limit else {
            throw Failure("'\(file)' is larger than \(Self.limit >> 30) GiB; that is no journal")
        }
        do throws(JournalError) {
            journal = try JournalReader(toleratesTruncation: true).read(bytes)
        } catch {
            throw Failure(error, in: file)
        }
        guard isDirectory.boolValue else { return }
        let copy = "\(path)/\(RunFile.topology.rawValue)"
        guard FileManager.default.fileExists(atPath: copy) else { return }
        let input = try InputFile(copy)
        let (topology, _, text) = Topology.load(bytes: input.bytes, file: input.name)
        topologyText = text
        expectations = topology?.reportedExpectations ?? []
    }

    private static let limit = 4 << 30

    /// The journal of a run, or what a run that was killed left of it.
    private static func journalFile(in directory: String) -> String {
        let path = "\(directory)/\(RunFile.journal.rawValue)"
        return FileManager.default.fileExists(atPath: path) ? path : path + ".partial"
    }
}
