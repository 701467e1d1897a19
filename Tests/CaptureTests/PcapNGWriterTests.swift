import Capture
import Foundation
import NetworkTypes
import Testing

@Suite("pcapng writer") struct PcapNGWriterTests {
    @Test func `the file has its own name only when it is finished`() throws {
        let scratch = try Scratch()
        var writer = try PcapNGWriter(path: scratch.file("trace.pcapng"), application: "ersatz test")
        _ = try writer.addInterface(CaptureInterface(name: "wire"))
        try writer.add(Frame.bgp, interface: 0, at: .zero)
        #expect(scratch.exists("trace.pcapng.partial"))
        #expect(!scratch.exists("trace.pcapng"))
        try writer.finish()
        #expect(!scratch.exists("trace.pcapng.partial"))
        let reader = try PcapReader(path: scratch.file("trace.pcapng"))
        #expect(try packets(reader).map(\.bytes) == [Frame.bgp])
        #expect(reader.application == "ersatz test")
        #expect(reader.interfaces.map(\.name) == ["wire"])
    }

    @Test func `what was flushed can be read although nobody finished`() throws {
        let scratch = try Scratch()
        var writer = try PcapNGWriter(
            path: scratch.file("trace.pcapng"),
            application: "ersatz test",
            flushThreshold: 1 << 12
        )
        _ = try writer.addInterface(CaptureInterface(name: "wire"))
        for index in 0..<500 {
            try writer.add(Frame.bgp, interface: 0, at: Instant(nanoseconds: Int64(index)))
        }
        let found = try packets(PcapReader(path: scratch.file("trace.pcapng.partial")))
        #expect(found.count > 400 && found.count < 500)
        #expect(found.map(\.nanoseconds) == Array(0..<Int64(found.count)))
        writer.abandon()
        #expect(try packets(PcapReader(path: scratch.file("trace.pcapng.partial"))).count == 500)
        #expect(!scratch.exists("trace.pcapng"))
    }

    @Test func `a folder that is not there is an error with its number and path`() throws {
        let scratch = try Scratch()
        let path = scratch.file("nowhere/trace.pcapng")
        #expect(throws: CaptureFileError(call: .open, path: path + ".partial", errno: ENOENT)) {
            _ = try PcapNGWriter(path: path, application: "ersatz test").packetCount
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func `a full disk is an error that sticks`() throws {
        let scratch = try Scratch()
        // The temporary name leads to the device that is always full.
        try FileManager.default.createSymbolicLink(
            atPath: scratch.file("trace.partial"),
            withDestinationPath: "/dev/full"
        )
        let expected = CaptureFileError(call: .write, path: scratch.file("trace.partial"), errno: ENOSPC)
        var writer = try PcapNGWriter(path: scratch.file("trace"), application: "ersatz test")
        var errors: [CaptureFileError] = []
        do throws(CaptureFileError) { try writer.flush() } catch { errors.append(error) }
        do throws(CaptureFileError) { try writer.flush() } catch { errors.append(error) }
        do throws(CaptureFileError) { try writer.finish() } catch { errors.append(error) }
        #expect(errors == [expected, expected, expected])
        #expect(!scratch.exists("trace"))
    }

    @Test func `writing is the same whatever the size of the buffer`() throws {
        let scratch = try Scratch()
        for (name, threshold) in [("a", 1), ("b", 1 << 20)] {
            var writer = try PcapNGWriter(
                path: scratch.file(name),
                application: "ersatz test",
                flushThreshold: threshold
            )
            _ = try writer.addInterface(CaptureInterface(name: "wire"))
            for index in 0..<50 {
                try writer.add(
                    Frame.bgp,
                    interface: 0,
                    at: Instant(nanoseconds: Int64(index)),
                    comments: index == 7 ? ["seven"] : []
                )
            }
            try writer.finish()
        }
        #expect(try scratch.read("a") == scratch.read("b"))
    }

    @Test(.enabled(if: hasTshark)) func `another program reads the same`() throws {
        let scratch = try Scratch()
        var writer = try PcapNGWriter(
            path: scratch.file("trace.pcapng"),
            application: "ersatz test",
            epochSeconds: 946_684_800
        )
        _ = try writer.addInterface(CaptureInterface(name: "link/a", description: "one", filter: "tcp"))
        _ = try writer.addInterface(CaptureInterface(name: "link/b"))
        try writer.addNames([(.v4(IPv4Address(10, 0, 0, 1)), "cpe1")])
        let instant = Instant(nanoseconds: 1_000_000_001)
        try writer.add(Frame.bgp, interface: 1, at: instant, direction: .outbound)
        try writer.add(
            Frame.taggedBGP,
            interface: 0,
            at: instant,
            direction: .inbound,
            comments: ["first", "second"]
        )
        try writer.addStatistics(CaptureStatistics(interface: 1, received: 2, droppedByFilter: 1), at: instant)
        try writer.finish()
        let fields = [
            "frame.time_epoch", "frame.interface_name", "frame.packet_flags_direction", "frame.comment", "tcp.dstport",
        ]
        let arguments = ["-r", scratch.file("trace.pcapng"), "-T", "fields"] + fields.flatMap { ["-e", $0] }
        let text = try #require(try output(of: "tshark", arguments))
        #expect(
            text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) } == [
                ["946684801.000000001", "link/b", "0x00000002", "", "179"],
                ["946684801.000000001", "link/a", "0x00000001", "first,second", "179"],
            ]
        )
    }
}
