import Foundation
import Topology

/// A topology file that was read, understood and found right, or nearly so.
struct TopologyFile {
    let topology: Topology
    let text: String
    /// What names of files inside are relative to.
    let folder: String
    let hasWarnings: Bool

    /// Reads and understands a file; its problems are told on standard error.
    init(_ path: String) throws {
        let file = try InputFile(path)
        let (topology, diagnostics, text) = Topology.load(bytes: file.bytes, file: file.name)
        DiagnosticText(diagnostics, text: text).tell()
        guard let topology else { throw ExitStatus.wrongInput.error }
        self.topology = topology
        self.text = text
        folder = path == "-" ? "." : URL(fileURLWithPath: path).deletingLastPathComponent().path
        hasWarnings = !diagnostics.isEmpty
    }
}
