import CustomerConfiguration
import Foundation

/// A routing daemon of this machine, asked what it thinks of a configuration.
struct Daemon {
    let path: String

    static let bird = Daemon(path: "/usr/sbin/bird")
    static let vtysh = Daemon(path: "/usr/bin/vtysh")

    /// The daemon of FRR's that a file such as `bgpd.conf` is for.
    static func frr(_ file: String) -> Daemon {
        Daemon(path: "/usr/lib/frr/" + file.split(separator: ".")[0])
    }

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// What the daemon says of a file that holds `text`, line by line, and its exit status.
    func check(_ file: ConfigurationFile, _ arguments: [String]) throws -> (status: Int32, lines: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent(file.name)
        try file.text.write(to: url, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments + [url.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        return (process.terminationStatus, lines)
    }
}
