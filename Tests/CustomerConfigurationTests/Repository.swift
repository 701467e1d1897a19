import CustomerConfiguration
import Foundation
import Network
import Testing
import Topology

/// Topologies that the tests make configurations of.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every router of every topology in the repository.
    static let routers: [Subject] = topologies.flatMap { path in
        (try? subjects(ofFile: path)) ?? []
    }

    /// Paths below the root, sorted.
    static let topologies: [String] = {
        let all = FileManager.default.enumerator(atPath: root.appendingPathComponent("Topologies").path)
        let names = (all?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        return names.map { "Topologies/" + $0 } + ["Tests/TopologyTests/Corpus/every-key.yaml"]
    }()

    static func subjects(ofFile path: String) throws -> [Subject] {
        try subjects(String(contentsOf: root.appendingPathComponent(path), encoding: .utf8), path)
    }

    static func subjects(_ text: String, _ name: String = "test.yaml") throws -> [Subject] {
        let (topology, diagnostics) = Topology.load(text: text, file: name)
        let loaded = try #require(topology, "\(diagnostics.rendered(text: text))")
        let blueprint = Blueprint(loaded)
        return loaded.routers.indices.map { index in
            Subject(topology: name, router: CustomerRouter(index, in: blueprint))
        }
    }
}

/// A router of a topology file.
struct Subject: Sendable, CustomTestStringConvertible {
    var topology: String
    var router: CustomerRouter

    var testDescription: String { "\(topology): \(router.name)" }
}
