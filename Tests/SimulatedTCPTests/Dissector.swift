import Foundation
import NetworkTypes

/// Wireshark's opinion of a trace, where it is installed.
enum Dissector {
    static let path: String? = {
        let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return directories.map { "\($0)/tshark" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// The lines that the dissector prints for packets that match `filter`, with checksums verified.
    static func lines(matching filter: String, in trace: [StackPair.Record]) throws -> [String] {
        guard let path else { return [] }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pcap")
        try Data(capture(trace)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-r", file.path, "-Y", filter]
        for kind in ["tcp", "ip"] { process.arguments?.append(contentsOf: ["-o", "\(kind).check_checksum:TRUE"]) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.status(process.terminationStatus) }
        return text.split(separator: "\n").map(String.init)
    }

    enum Failure: Error { case status(Int32) }

    /// A classic capture file of bare IP packets with nanosecond stamps.
    private static func capture(_ trace: [StackPair.Record]) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ words: UInt32...) {
            for word in words { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
        }
        append(0xA1B2_3C4D, 0x0004_0002, 0, 0, 65535, 101)
        for record in trace {
            let (seconds, fraction) = record.at.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            let count = UInt32(record.packet.count)
            append(UInt32(seconds), UInt32(fraction), count, count)
            bytes += record.packet
        }
        return bytes
    }
}
