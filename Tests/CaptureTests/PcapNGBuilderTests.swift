import Capture
import NetworkTypes
import Testing

@Suite("pcapng builder") struct PcapNGBuilderTests {
    static let wire = CaptureInterface(
        name: "link/er-ams/primary/customer",
        description: "cpe1 to provider",
        bitsPerSecond: 1_000_000_000,
        filter: "tcp port 179"
    )

    @Test func `every block reads back as it was written`() throws {
        let file = build(epochSeconds: 946_684_800) { builder in
            #expect(builder.addInterface(Self.wire) == 0)
            #expect(builder.addInterface(CaptureInterface(name: "lan/hq/cpe1")) == 1)
            builder.addNames([
                (.v4(IPv4Address(10, 0, 0, 1)), "cpe1"), (.v6(IPv6Address(high: 0x2001_0DB8 << 32, low: 9)), "msee/1"),
            ])
            builder.add(
                Frame.bgp,
                interface: 0,
                at: Instant(nanoseconds: 1_234_567_891),
                direction: .inbound
            )
            builder.add(
                [1, 2, 3, 4, 5],
                interface: 1,
                at: Instant(nanoseconds: -1),
                direction: .outbound,
                comments: ["lost: blackhole", "step 2 ✂"]
            )
            builder.addStatistics(CaptureStatistics(interface: 0, received: 7, droppedByFilter: 6), at: .zero)
        }
        let epoch: Int64 = 946_684_800_000_000_000
        let items = try decode(file)
        #expect(
            items == [
                .section(application: "ersatz test"), .interface(0), .interface(1),
                .names([
                    .init(address: .v4(IPv4Address(10, 0, 0, 1)), name: "cpe1"),
                    .init(address: .v6(IPv6Address(high: 0x2001_0DB8 << 32, low: 9)), name: "msee/1"),
                ]),
                .packet(
                    CapturedPacket(
                        interface: 0,
                        nanoseconds: epoch + 1_234_567_891,
                        bytes: Frame.bgp,
                        originalByteCount: Frame.bgp.count,
                        direction: .inbound
                    )
                ),
                .packet(
                    CapturedPacket(
                        interface: 1,
                        nanoseconds: epoch - 1,
                        bytes: [1, 2, 3, 4, 5],
                        originalByteCount: 5,
                        direction: .outbound,
                        comments: ["lost: blackhole", "step 2 ✂"]
                    )
                ),
                .statistics(CaptureStatistics(interface: 0, received: 7, droppedByFilter: 6)),
            ]
        )
        var decoder = PcapNGDecoder()
        _ = try decoder.decodeAll(file.span.bytes)
        #expect(decoder.interfaces == [Self.wire, CaptureInterface(name: "lan/hq/cpe1")])
    }

    @Test func `the first block is byte for byte what the format says`() {
        let file = build(application: "abc") { _ in }
        #expect(
            file == [
                0x0A, 0x0D, 0x0D, 0x0A, 40, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255,
                255, 255, 4, 0, 3, 0, 0x61, 0x62, 0x63, 0, 0, 0, 0, 0, 40, 0, 0, 0,
            ]
        )
    }

    @Test(arguments: 0...9) func `padding is zero whatever the length`(count: Int) throws {
        let body = [UInt8](repeating: 0xEE, count: count)
        let file = build { builder in
            _ = builder.addInterface(CaptureInterface(name: "x"))
            // Dirt in the memory that the builder will use again.
            builder.add([UInt8](repeating: 0xFF, count: 300), interface: 0, at: .zero)
            builder.removeAll()
            builder.add(body, interface: 0, at: .zero)
        }
        #expect(file.count == 44 + (count + 3) / 4 * 4)
        #expect(file[(28 + count)..<(28 + (count + 3) / 4 * 4)].allSatisfy { $0 == 0 })
    }

    @Test func `times before 1970 become zero and far ones saturate`() throws {
        let file = build { builder in
            _ = builder.addInterface(CaptureInterface(name: "x"))
            builder.add([UInt8](), interface: 0, at: Instant(nanoseconds: -5))
            builder.add([UInt8](), interface: 0, at: .distantFuture)
        }
        let stamps = try decode(file).compactMap { item in
            if case .packet(let packet) = item { packet.nanoseconds } else { nil }
        }
        #expect(stamps == [0, .max])
    }

    @Test func `a text longer than an option is cut between characters`() throws {
        let file = build { builder in
            _ = builder.addInterface(CaptureInterface(name: String(repeating: "é", count: 40000)))
        }
        var decoder = PcapNGDecoder()
        _ = try decoder.decodeAll(file.span.bytes)
        let name = try #require(decoder.interfaces.first?.name)
        #expect(name.allSatisfy { $0 == "é" })
        #expect(name.utf8.count == 0xFFF0)
    }

    @Test func `a zero byte in a text does not end it`() throws {
        let file = build { builder in
            _ = builder.addInterface(CaptureInterface(name: "a\0b"))
            builder.addNames([(.v4(.any), "c\0d")])
        }
        #expect(try decode(file).last == .names([.init(address: .v4(.any), name: "c d")]))
    }
}
