import Capture
import Foundation
import NetworkTypes
import Testing

@Suite("Capture reader") struct PcapReaderTests {
    /// A classic file with nanosecond stamps and one packet.
    static func classic(_ frame: [UInt8], magic: UInt32 = 0xA1B2_3C4D) -> [UInt8] {
        func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        let header = word(magic) + [2, 0, 4, 0] + word(0) + word(0) + word(65535) + word(1)
        return header + word(946_684_800) + word(123_456) + word(UInt32(frame.count)) + word(1500) + frame
    }

    static let modern = build { builder in
        _ = builder.addInterface(CaptureInterface(name: "a"))
        builder.add(Frame.bgp, interface: 0, at: Instant(nanoseconds: 5), direction: .inbound)
        builder.add(Frame.bgp, interface: 0, at: .zero, comments: ["x", "y"])
        builder.addNames([(.v4(.broadcast), "all")])
        builder.addStatistics(CaptureStatistics(interface: 0, received: 2, droppedByFilter: 0), at: .zero)
    }

    @Test(arguments: [(0xA1B2_3C4D as UInt32, 123_456 as Int64), (0xA1B2_C3D4, 123_456_000)])
    func `a classic file has nanoseconds or microseconds`(magic: UInt32, fraction: Int64) throws {
        let scratch = try Scratch()
        let reader = try PcapReader(path: scratch.write(Self.classic(Frame.bgp, magic: magic), to: "a.pcap"))
        let all = try packets(reader)
        #expect(
            all == [
                CapturedPacket(
                    interface: 0,
                    nanoseconds: 946_684_800_000_000_000 + fraction,
                    bytes: Frame.bgp,
                    originalByteCount: 1500
                )
            ]
        )
        #expect(reader.interfaces == [CaptureInterface(name: "", snapLength: 65535)])
        #expect(try reader.next() == nil)
    }

    @Test func `tables are there when the file is read`() throws {
        let scratch = try Scratch()
        let reader = try PcapReader(path: scratch.write(Self.modern, to: "a.pcapng"))
        #expect(try packets(reader).map(\.comments) == [[], ["x", "y"]])
        #expect(reader.names == [.init(address: .v4(.broadcast), name: "all")])
        #expect(reader.statistics == [CaptureStatistics(interface: 0, received: 2, droppedByFilter: 0)])
    }

    @Test func `the other byte order and other units of time are understood`() throws {
        // Big-endian: section, interface with units of 2^-10 s and an offset of 100 s, a packet at 1.5 s, a simple one.
        let file: [UInt8] = [
            0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 28, 0x1A, 0x2B, 0x3C, 0x4D, 0, 1, 0, 0, 255, 255, 255, 255, 255, 255, 255,
            255, 0, 0, 0, 28,
            0, 0, 0, 1, 0, 0, 0, 44, 0, 1, 0, 0, 0, 0, 0, 2, 0, 9, 0, 1, 0x8A, 0, 0, 0, 0, 14, 0, 8, 0, 0, 0, 0, 0, 0,
            0,
            100, 0, 0, 0, 0, 0, 0, 0, 44,
            0, 0, 0, 6, 0, 0, 0, 36, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 2, 0, 0, 0, 9, 7, 8, 0, 0, 0, 0, 0,
            36,
            0, 0, 0, 3, 0, 0, 0, 20, 0, 0, 0, 9, 5, 6, 0, 0, 0, 0, 0, 20,
        ]
        let items = try decode(file)
        #expect(
            items.suffix(2) == [
                .packet(
                    CapturedPacket(interface: 0, nanoseconds: 101_500_000_000, bytes: [7, 8], originalByteCount: 9)
                ),
                .packet(CapturedPacket(interface: 0, nanoseconds: 0, bytes: [5, 6], originalByteCount: 9)),
            ]
        )
    }

    @Test func `a second section numbers its interfaces anew`() throws {
        let scratch = try Scratch()
        let reader = try PcapReader(path: scratch.write(Self.modern + Self.modern, to: "a.pcapng"))
        #expect(try packets(reader).map(\.interface) == [0, 0, 1, 1])
        #expect(reader.interfaces.map(\.name) == ["a", "a"])
    }

    @Test func `a file that breaks off gives its whole packets and then an error`() throws {
        let scratch = try Scratch()
        let reader = try PcapReader(path: scratch.write(Array(Self.modern.dropLast(150)), to: "a.pcapng"))
        #expect(try reader.next() != nil)
        #expect(throws: CaptureReadError.self) { try reader.next() }
        #expect(try reader.next() == nil)
        let old = try PcapReader(path: scratch.write(Array(Self.classic(Frame.bgp).dropLast()), to: "a.pcap"))
        #expect(throws: CaptureReadError.self) { try old.next() }
        #expect(try old.next() == nil)
    }

    @Test func `what is no capture is said to be none`() throws {
        let scratch = try Scratch()
        #expect(throws: CaptureReadError.file(path: scratch.file("no"), errno: ENOENT)) {
            _ = try PcapReader(path: scratch.file("no"))
        }
        #expect(throws: CaptureReadError.file(path: scratch.path, errno: EISDIR)) {
            _ = try PcapReader(path: scratch.path)
        }
        let empty = try scratch.write([], to: "empty")
        #expect(throws: CaptureReadError.notACapture(path: empty)) { _ = try PcapReader(path: empty) }
        let text = try scratch.write(Array("just a text".utf8), to: "text")
        #expect(throws: CaptureReadError.notACapture(path: text)) { _ = try PcapReader(path: text) }
    }

    static let broken: [(bytes: [UInt8], error: PcapNGError)] = [
        ([1, 0, 0, 0, 12, 0, 0, 0, 12, 0, 0, 0], .noSection(blockType: 1)),
        ([0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 1, 2, 3, 4], .byteOrder(0x0403_0201)),
        ([0x0A, 0x0D, 0x0D, 0x0A, 29, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A], .blockLength(29)),
        ([0x0A, 0x0D, 0x0D, 0x0A, 8, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A], .blockLength(8)),
        ([0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0xF0, 0x4D, 0x3C, 0x2B, 0x1A], .blockLength(0xF000_0000)),
        ([0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A], .truncated(needed: 28, available: 12)),
        ([0x0A, 0x0D, 0x0D], .truncated(needed: 4, available: 3)),
    ]

    @Test(arguments: broken) func `a broken block has its own error`(row: (bytes: [UInt8], error: PcapNGError)) {
        #expect(throws: row.error) { try decode(row.bytes) }
    }

    @Test func `a packet of an unknown interface, or longer than its block, is an error`() {
        let stray = build { $0.add([1], interface: 3, at: .zero) }
        #expect(throws: PcapNGError.interface(3)) { try decode(stray) }
        var long = build { builder in
            _ = builder.addInterface(CaptureInterface(name: "a"))
            builder.add([1, 2, 3, 4], interface: 0, at: .zero)
        }
        long[long.count - 48 + 20] = 0xFF
        #expect(throws: PcapNGError.packetLength(0xFF)) { try decode(long) }
        long[long.count - 4] = 52
        #expect(throws: PcapNGError.trailingLength(52)) { try decode(long) }
    }

    @Test func `no beginning and no mutation of a file stops the decoder`() {
        for count in 0..<Self.modern.count { _ = try? decode(Array(Self.modern.prefix(count))) }
        var random = SeededGenerator(seed: 77)
        for _ in 0..<20000 {
            var file = Self.modern
            for _ in 0...random.below(3) {
                file[Int(random.below(UInt64(file.count)))] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = try? decode(file)
        }
    }

    @Test(arguments: [UInt8](0...255)) func `no unit of time overflows`(exponent: UInt8) throws {
        var file = build { builder in
            _ = builder.addInterface(CaptureInterface(name: "a"))
            builder.add([UInt8](), interface: 0, at: .distantFuture)
        }
        let place = try #require(file.indices.first { file[$0...].starts(with: [9, 0, 1, 0, 9]) })
        file[place + 4] = exponent
        #expect(try decode(file).count == 3)
    }
}
