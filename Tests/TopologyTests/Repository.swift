import Foundation
import Testing

@testable import Topology

/// Files of the repository that the tests read.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The YAML files of a folder, by name.
    static func files(in folder: String) -> [SourceFile] {
        let url = root.appendingPathComponent(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
            let text = try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
            return text.map { SourceFile(name: name, text: $0) }
        }
    }

    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}

struct SourceFile: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String

    var testDescription: String { name }
}
