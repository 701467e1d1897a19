import Foundation
import Testing
import Topology

/// What the tests ask of the machine that they run on.
enum Machine {
    /// Whether this process may make networks, and the machine has TAP devices.
    static let canMakeNetworks = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0

    /// The program itself, which is built into the same folder as the tests.
    static let program: String? = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folders = [CommandLine.arguments[0], tests] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        return folders.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/ersatz" }
            .first { access($0, X_OK) == 0 }
    }()

    static func file(_ name: String) -> String {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Topologies/\(name)").path
    }

    static func topology(_ name: String) throws -> Topology {
        let text = try String(contentsOfFile: file(name), encoding: .utf8)
        return try #require(Topology.load(text: text, file: name).topology)
    }

    static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    /// The processes that work in a folder or below it.
    static func processes(in folder: String) -> [Int] {
        let name = URL(fileURLWithPath: folder).lastPathComponent
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap(Int.init).filter { process in
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
            // In another mount namespace the path may begin elsewhere; a folder's own name is unlike all others.
            return place?.contains(name) ?? false
        }
    }

    /// Waits up to a minute until something is so; what follows looks whether it is.
    static func wait(until condition: () -> Bool) async throws {
        for _ in 0..<1_200 where !condition() { try await Task.sleep(for: .milliseconds(50)) }
    }
}

/// A folder that goes with the test.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
