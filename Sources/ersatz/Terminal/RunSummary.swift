import Convergence
import Foundation
import Replay

/// What a run took, and where its files are.
struct RunSummary {
    private let lines: [String]

    init(_ progress: RunProgress, in directory: RunDirectory, after real: Duration) {
        let seconds = real / .seconds(1)
        let rate = Quantity.rounded(Double(progress.frameHops) / max(seconds, 1e-3))
        let length = Quantity.seconds(progress.elapsed ?? .zero)
        let files = RunFile.allCases.compactMap { file -> String? in
            let attributes = try? FileManager.default.attributesOfItem(atPath: directory.path(of: file))
            guard let size = attributes?[.size] as? Int else { return nil }
            return "\(file.rawValue) (\(Quantity.bytes(size)))"
        }
        lines = [
            "\(length) s in \(String(format: "%.2f", seconds)) s: "
                + "\(Quantity.rounded(Double(progress.frameHops))) frames over wires, \(rate) per second",
            "\(directory.path)/: \(files.joined(separator: ", "))",
        ]
    }

    /// Writes it to standard error.
    func tell() { for line in lines { Console.note(TerminalStyle.standardError.painted(line, .faint)) } }
}
