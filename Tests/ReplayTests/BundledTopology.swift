import Foundation
import Testing
import Topology

/// A topology file of the repository.
struct BundledTopology: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String

    var testDescription: String { name }

    /// All of them, those in folders too, by name.
    static let all: [BundledTopology] = {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Topologies")
        let names = (FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
            let text = try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            return text.map { BundledTopology(name: name, text: $0) }
        }
    }()

    /// Those that virtual time can run: without real routers.
    static let emulated = all.filter { $0.topology?.routers.allSatisfy { $0.kind == .emulated } ?? true }

    static func named(_ name: String) throws -> Topology {
        try #require(all.first { $0.name == name }?.topology)
    }

    var topology: Topology? { Topology.load(text: text, file: name).topology }
}
