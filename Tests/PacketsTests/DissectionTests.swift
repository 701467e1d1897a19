import Foundation
import NetworkTypes
import Packets
import Testing

/// Where tshark is, if it is installed.
private let dissector: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/tshark" }.first(where: FileManager.default.isExecutableFile)

/// What the builders make, in the eyes of another program.
@Suite("Dissection", .enabled(if: dissector != nil)) struct DissectionTests {
    static func frames() throws -> [[UInt8]] {
        let box = PoolBox()
        var result: [[UInt8]] = []
        var errors: [FrameHandle] = []
        for family in AddressFamily.allCases {
            let options = TCPOptions(
                maximumSegmentSize: 1460,
                windowScale: 7,
                isSACKPermitted: true,
                md5Signature: .init(high: 1, low: 2)
            )
            for count in [0, 1, 19, 600] {
                result.append(Fixture.udp(family).bytes(payload: Fixture.payload(count).span.bytes))
                result.append(Fixture.tcp(family, options: options).bytes(payload: Fixture.payload(count).span.bytes))
            }
            let tags = [VLANTag(service: 7), VLANTag(customer: 100)]
            let tagged = try box.build(Fixture.udp(family, tags: tags), Fixture.payload(9))
            for error in [ICMPError.timeExceeded, .noRoute, .portUnreachable, .tooBig(mtu: 1400)] {
                let reply = try #require(try ICMPErrorTests.report(error, box, tagged))
                var link = Fixture.link()
                link.etherType = family == .ipv4 ? .ipv4 : .ipv6
                _ = box.pool.prependHeader(link, to: reply)
                errors.append(reply)
            }
            result.append(box.bytes(tagged))
            _ = box.encapsulate(tagged, RewriteTests.tunnel, 99)
            result.append(box.bytes(tagged))
        }
        result += errors.map { box.bytes($0) }
        let request = ARPPacket(requestFor: Fixture.ipv4B, from: Fixture.ipv4A, mac: Fixture.macA)
        let solicitation = NeighborMessage(solicitationFor: Fixture.ipv6B, from: Fixture.macA)
        let advertisement = NeighborMessage(
            advertisementOf: Fixture.ipv6B,
            at: Fixture.macB,
            isRouter: true,
            isSolicited: true
        )
        let others = [
            box.pool.build(request, link: Fixture.link()),
            box.pool.build(request.reply(from: Fixture.macB), link: Fixture.link()),
            box.pool.build(
                solicitation,
                link: Fixture.link(),
                source: Fixture.ipv6A,
                destination: Fixture.ipv6B.solicitedNode
            ),
            box.pool.build(advertisement, link: Fixture.link(), source: Fixture.ipv6B, destination: Fixture.ipv6A),
        ]
        return result + others.compactMap { $0 }.map { box.bytes($0) }
    }

    /// A classic capture file, which needs nothing but a few words in front of each frame.
    static func capture(_ frames: [[UInt8]]) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        let header = word(0xA1B2_C3D4) + [2, 0, 4, 0] + word(0) + word(0) + word(65535) + word(1)
        return header + frames.flatMap { word(1) + word(0) + word($0.count) + word($0.count) + $0 }
    }

    @Test func `every frame dissects without a complaint, and a damaged one does not`() throws {
        var frames = try Self.frames()
        // The last byte of a TCP segment: were checksums not looked at, nobody would notice.
        var damaged = Fixture.tcp(.ipv4).bytes(payload: Fixture.payload(30).span.bytes)
        damaged[damaged.count - 1] ^= 1
        frames.append(damaged)
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("packets-\(UUID().uuidString).pcap")
        try Data(Self.capture(frames)).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let statuses = ["ip", "tcp", "udp", "icmp", "icmpv6"].map { "\($0).checksum.status == 0" }
        let complaints = (["_ws.malformed"] + statuses).joined(separator: " || ")
        #expect(try Self.dissect(url, showing: "frame").count == frames.count)
        #expect(try Self.dissect(url, showing: complaints) == [String(frames.count)])
        // Every kind of packet is there, and is what it was meant to be.
        for kind in [
            "tcp.option_kind == 19", "arp", "icmp", "icmpv6.nd.ns.target_address", "icmpv6.nd.na.target_address",
            "vxlan.vni == 5001",
        ] {
            #expect(try !Self.dissect(url, showing: kind).isEmpty, "\(kind)")
        }
    }

    /// Numbers of the frames that the display filter lets through.
    static func dissect(_ url: URL, showing filter: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(dissector))
        let checks = ["ip", "tcp", "udp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
        process.arguments = ["-r", url.path] + checks + ["-Y", filter, "-T", "fields", "-e", "frame.number"]
        return try run(process).split(separator: "\n").map(String.init)
    }

    static func run(_ process: Process) throws -> String {
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}
