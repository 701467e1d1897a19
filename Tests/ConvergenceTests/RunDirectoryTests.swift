import Foundation
import Testing

@testable import Convergence

@Suite("Run directory") struct RunDirectoryTests {
    /// An empty directory that is gone afterwards.
    private func inScratch(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test func `files are partial until all are committed`() throws {
        try inScratch { scratch in
            let directory = try RunDirectory(at: scratch + "/a/b/")
            #expect(directory.path == scratch + "/a/b")
            for file in RunFile.allCases { try directory.write(Array(file.rawValue.utf8), to: file) }
            try directory.append(Array("!".utf8), to: .journal)
            #expect(try names(in: directory.path).allSatisfy { $0.hasSuffix(".partial") })
            try directory.commit()
            #expect(try names(in: directory.path) == RunFile.allCases.map(\.rawValue).sorted())
            #expect(FileManager.default.contents(atPath: directory.path(of: .journal)) == Data("journal.jsonl!".utf8))
        }
    }

    @Test func `default names say topology and seed and never collide`() throws {
        try inScratch { scratch in
            let parent = scratch + "/runs"
            let paths = try (0..<3).map { _ in try RunDirectory(name: "metro", seed: 7, under: parent).path }
            #expect(paths == ["\(parent)/metro-7", "\(parent)/metro-7-2", "\(parent)/metro-7-3"])
        }
    }

    @Test(arguments: [("metro", "metro"), ("../../etc", "-.-..-etc"), ("", "run"), ("a b/ü", "a-b--"), ("..", "-.")])
    func `names of topologies become names of files`(name: String, expected: String) {
        #expect(RunDirectory.fileName(name) == expected)
    }

    @Test func `a discarded run leaves nothing that it made`() throws {
        try inScratch { scratch in
            let directory = try RunDirectory(name: "metro", seed: 1, under: scratch + "/x/runs")
            try directory.write([1], to: .trace)
            directory.discard()
            #expect(try names(in: scratch) == [])
        }
    }

    @Test func `a discarded run leaves what others made`() throws {
        try inScratch { scratch in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: scratch + "/note"))
            let directory = try RunDirectory(at: scratch)
            try directory.write([1], to: .trace)
            directory.discard()
            #expect(try names(in: scratch) == ["note"])
        }
    }

    @Test func `what a killed run left is not committed by the next`() throws {
        try inScratch { scratch in
            try RunDirectory(at: scratch).write([1], to: .trace)
            let next = try RunDirectory(at: scratch)
            try next.write([2], to: .report)
            try next.commit()
            #expect(try names(in: scratch) == ["report.json"])
        }
    }

    @Test func `an earlier run in the same directory is replaced`() throws {
        try inScratch { scratch in
            for byte in UInt8(1)...2 {
                let directory = try RunDirectory(at: scratch)
                try directory.write([byte], to: .report)
                try directory.commit()
            }
            #expect(FileManager.default.contents(atPath: scratch + "/report.json") == Data([2]))
        }
    }

    @Test func `a file in the way is no directory`() throws {
        try inScratch { scratch in
            try Data().write(to: URL(fileURLWithPath: scratch + "/file"))
            #expect(throws: RunDirectoryError.notADirectory(path: scratch + "/file")) {
                try RunDirectory(at: scratch + "/file")
            }
            #expect(throws: RunDirectoryError.notADirectory(path: scratch + "/file")) {
                try RunDirectory(at: scratch + "/file/below")
            }
        }
    }

    @Test func `a directory that takes no files is refused at once`() {
        #expect(throws: RunDirectoryError.self) { try RunDirectory(at: "/proc/ersatz") }
        #expect(throws: RunDirectoryError.self) { try RunDirectory(at: "/proc") }
        #expect(throws: RunDirectoryError.self) { try RunDirectory(at: String(repeating: "a/", count: 100_000)) }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func `a full disk is told as such`() throws
    {
        try inScratch { scratch in
            let directory = try RunDirectory(at: scratch)
            let path = directory.partialPath(of: .journal)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
            #expect(throws: RunDirectoryError.full(path: path)) {
                try directory.write(Array(repeating: 0, count: 5000), to: .journal)
            }
        }
    }

    @Test func `a commit that cannot be finished gives no file its name`() throws {
        try inScratch { scratch in
            let directory = try RunDirectory(at: scratch)
            for file in RunFile.allCases { try directory.write([0], to: file) }
            try FileManager.default.createDirectory(atPath: scratch + "/report.json", withIntermediateDirectories: true)
            #expect(throws: RunDirectoryError.self) { try directory.commit() }
            #expect(try names(in: scratch).filter { $0.hasSuffix(".partial") }.count == RunFile.allCases.count)
            #expect(!FileManager.default.fileExists(atPath: scratch + "/trace.pcapng"))
        }
    }
}
