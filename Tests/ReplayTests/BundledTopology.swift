import Foundation
import Testing
import Topology

/// A topology file of the repository.
struct BundledTopology: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String

    var testDescription: String { name }

    /// The repository.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All of them, those in folders too, by name.
    static let all: [BundledTopology] = {
        let root = Self.root.appendingPathComponent("Topologies")
        let names = (FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
            let text = try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            return text.map { BundledTopology(name: name, text: $0) }
        }
    }()

    /// Those that are meant for virtual time: without real routers, and not made to keep the live engine busy.
    static let emulated = all.filter { bundled in
        !bundled.name.hasPrefix("live/") && bundled.topology?.routers.allSatisfy { $0.kind == .emulated } ?? true
    }

    /// Those in which nothing but faults that stop everything costs packets, so that the exact intervals say what becomes of each.
    static let certain = emulated.filter(\.isCertain)

    var isCertain: Bool {
        topology?.scenario.steps.allSatisfy { step in
            if case .degrade = step.verb { false } else { true }
        } ?? true
    }

    static func named(_ name: String) throws -> Topology {
        try #require(all.first { $0.name == name }?.topology)
    }

    var topology: Topology? { Topology.load(text: text, file: name).topology }
}
