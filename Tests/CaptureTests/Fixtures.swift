import Capture
import Foundation
import NetworkTypes

/// Frames as bytes, written by hand so that the capture is tested on its own.
enum Frame {
    static let addresses: [UInt8] = [2, 0xBF, 0, 0, 0, 2, 2, 0xBF, 0, 0, 0, 1]

    /// An IPv4 packet with UDP or TCP and no payload beyond `body`; checksums are zero, which filters do not mind.
    static func ipv4(_ number: UInt8, from: UInt16, to: UInt16, body: [UInt8] = []) -> [UInt8] {
        let transport: [UInt8] =
            number == 17
            ? ports(from, to) + [UInt8((8 + body.count) >> 8), UInt8((8 + body.count) & 255), 0, 0]
            : ports(from, to) + [0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x02, 0xFF, 0xFF, 0, 0, 0, 0]
        let total = 20 + transport.count + body.count
        let header: [UInt8] = [
            0x45, 0, UInt8(total >> 8), UInt8(total & 255), 0, 0, 0x40, 0, 64, number, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
        ]
        return header + transport + body
    }

    static func ipv6(_ number: UInt8, from: UInt16, to: UInt16, body: [UInt8] = []) -> [UInt8] {
        let length = 8 + body.count
        let address: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        return [0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 255), number, 64] + address + [1] + address + [2]
            + ports(from, to) + [UInt8(length >> 8), UInt8(length & 255), 0, 0] + body
    }

    static func ports(_ from: UInt16, _ to: UInt16) -> [UInt8] {
        [UInt8(from >> 8), UInt8(from & 255), UInt8(to >> 8), UInt8(to & 255)]
    }

    static func ethernet(_ packet: [UInt8], tags: [[UInt8]] = [], type: UInt16? = nil) -> [UInt8] {
        let type = type ?? (packet.first.map { $0 >> 4 == 6 } == true ? 0x86DD : 0x0800)
        return addresses + tags.flatMap { $0 } + [UInt8(type >> 8), UInt8(type & 255)] + packet
    }

    static func vxlan(_ inner: [UInt8], over6: Bool = false, tags: [[UInt8]] = []) -> [UInt8] {
        let body: [UInt8] = [8, 0, 0, 0, 0, 0, 42, 0] + inner
        let packet =
            over6 ? ipv6(17, from: 50000, to: 4789, body: body) : ipv4(17, from: 50000, to: 4789, body: body)
        return ethernet(packet, tags: tags)
    }

    static let tag: [UInt8] = [0x81, 0x00, 0, 100]
    static let serviceTag: [UInt8] = [0x88, 0xA8, 0, 7]
    static let bgp = ethernet(ipv4(6, from: 50001, to: 179))
    static let taggedBGP = ethernet(ipv4(6, from: 50001, to: 179), tags: [serviceTag, tag])
}

/// A directory that is removed with everything in it.
final class Scratch {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("capture-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String) -> String { url.appendingPathComponent(name).path }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }
    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }
}

/// What `body` builds, as bytes.
func build(
    application: String = "ersatz test",
    epochSeconds: Int64 = 0,
    _ body: (inout PcapNGBuilder) -> Void
) -> [UInt8] {
    var builder = PcapNGBuilder(application: application, epochSeconds: epochSeconds, capacity: 0)
    body(&builder)
    return builder.array
}

extension PcapNGBuilder {
    mutating func add(
        _ frame: [UInt8],
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection = .unknown,
        comments: [String] = []
    ) {
        if comments.isEmpty {
            addPacket(frame.span.bytes, interface: interface, at: instant, direction: direction)
        } else {
            addPacket(
                frame.span.bytes,
                interface: interface,
                at: instant,
                direction: direction,
                comments: comments
            )
        }
    }

    var array: [UInt8] { bytes.withUnsafeBytes { Array($0) } }
}

extension PcapNGWriter {
    mutating func add(
        _ frame: [UInt8],
        interface: UInt32,
        at instant: Instant,
        direction: CaptureDirection = .unknown,
        comments: [String] = []
    ) throws(CaptureFileError) {
        if comments.isEmpty {
            try addPacket(frame.span.bytes, interface: interface, at: instant, direction: direction)
        } else {
            try addPacket(
                frame.span.bytes,
                interface: interface,
                at: instant,
                direction: direction,
                comments: comments
            )
        }
    }
}

func decode(_ file: [UInt8]) throws -> [PcapNGDecoder.Item] {
    var decoder = PcapNGDecoder()
    return try decoder.decodeAll(file.span.bytes)
}

/// All packets of a file.
func packets(_ reader: PcapReader) throws -> [CapturedPacket] {
    var result: [CapturedPacket] = []
    while let packet = try reader.next() { result.append(packet) }
    return result
}

/// A program's output, or `nil` if it is not installed.
func output(of program: String, _ arguments: [String]) throws -> String? {
    let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard let path = paths.map({ "\($0)/\(program)" }).first(where: FileManager.default.isExecutableFile) else {
        return nil
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}

let hasTshark = (try? output(of: "tshark", ["--version"])) != nil
