import NetworkTypes
import Packets
import SimulatedTCP
import Testing

@Suite("TCP protection") struct ProtectionTests {
    static let key = Array("s3cret".utf8)

    @Test func `the digest used here is that of RFC 1321`() {
        func hexadecimal(_ text: String) -> String {
            MD5.digest(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(hexadecimal("") == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(hexadecimal("message digest") == "f96b697d7cb7938d525a2f31aaf161d0")
        let long = String(repeating: "1234567890", count: 8)
        #expect(hexadecimal(long) == "57edf4a22be3c955ac49da2e2107b67a")
    }

    @Test(arguments: AddressFamily.allCases)
    func `equal keys connect, and every segment is signed`(family: AddressFamily) throws {
        var pair = StackPair()
        pair.listen()
        pair.stacks[1].setKey(for: StackPair.clientIPv4, Self.key)
        pair.stacks[1].setKey(for: StackPair.clientIPv6, Self.key)
        let client = pair.connect(family, options: TCPConnectionOptions(md5Key: Self.key))
        pair.run(for: .seconds(1))
        let bytes = TransferTests.bytes(20_000)
        pair.stream(bytes, from: .client, on: client)
        pair.act(.client) { $0.close(client, at: $1, into: &$2) }
        pair.run(for: .seconds(5))
        #expect(pair.received[1] == bytes)
        #expect(pair.closed(.client) == [.finished])
        for record in pair.trace {
            #expect(try HandshakeTests.header(record.packet).options.md5Signature != nil)
            #expect(record.packet.count <= 1500)
        }
    }

    /// The signature covers the segment's own header length, its options not, and ends with the key (RFC 2385 §2).
    @Test func `a signature is the digest of pseudo header, bare header, payload and key`() throws {
        var pair = StackPair()
        pair.listen(options: TCPConnectionOptions(md5Key: Self.key))
        _ = pair.connect(options: TCPConnectionOptions(md5Key: Self.key))
        let packet = try #require(pair.trace.first?.packet)
        let segment = Array(packet.dropFirst(20))
        let length = UInt8(segment.count)
        let pseudo: [UInt8] = [192, 0, 2, 1, 192, 0, 2, 2, 0, 6, 0, length]
        let message = pseudo + segment.prefix(16) + [0, 0] + segment[18..<20] + Self.key
        let signature = try #require(try HandshakeTests.header(packet).options.md5Signature)
        let digest = MD5.digest(message)
        #expect(signature.high == digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        #expect(signature.low == digest.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    struct Keys: Sendable {
        var client: [UInt8]?
        var server: [UInt8]?
        var counter: @Sendable (TCPCounters) -> UInt64
    }

    static let mismatches = [
        Keys(client: key, server: Array("other".utf8)) { $0.md5Mismatch },
        Keys(client: key, server: nil) { $0.md5Unexpected },
        Keys(client: nil, server: key) { $0.md5Missing },
    ]

    @Test(arguments: mismatches.indices) func `different keys never connect, and no answer tells why`(index: Int) {
        let keys = Self.mismatches[index]
        var pair = StackPair()
        pair.listen(options: TCPConnectionOptions(md5Key: keys.server))
        _ = pair.connect(options: TCPConnectionOptions(md5Key: keys.client))
        pair.run(for: .seconds(100))
        #expect(pair.closed(.client) == [.timedOut])
        #expect(pair.events[1].isEmpty)
        #expect(!pair.trace.contains { $0.sender == .server })
        #expect(keys.counter(pair.stacks[1].counters) > 0)
    }

    @Test func `an unsigned reset does not end a signed connection`() throws {
        var pair = StackPair()
        pair.listen(options: TCPConnectionOptions(md5Key: Self.key))
        _ = pair.connect(options: TCPConnectionOptions(md5Key: Self.key))
        pair.run(for: .seconds(1))
        var reset = try HandshakeTests.header(pair.trace[2].packet)
        reset.flags = .rst
        reset.options = .none
        pair.inject(Forgery.packet(reset), to: .server)
        #expect(pair.closed(.server).isEmpty)
        #expect(pair.stacks[1].counters.md5Missing == 1)
    }

    @Test func `who demands TTL 255 hears neighbors only`() throws {
        var pair = StackPair()
        pair.listen(options: .ttlSecurity())
        _ = pair.connect()
        pair.run(for: .seconds(2))
        #expect(pair.connected(.client).isEmpty)
        #expect(pair.stacks[1].counters.timeToLiveTooLow == 2)
        _ = pair.connect(options: .ttlSecurity())
        pair.run(for: .milliseconds(100))
        #expect(pair.connected(.client).count == 1)
        var reset = try HandshakeTests.header(pair.trace[pair.trace.count - 1].packet)
        reset.flags = .rst
        pair.inject(Forgery.packet(reset, timeToLive: 254), to: .server)
        #expect(pair.closed(.server).isEmpty)
        pair.inject(Forgery.packet(reset, timeToLive: 255), to: .server)
        #expect(pair.closed(.server) == [.reset])
    }

    /// One changed byte never escapes the checksums; several may by chance cancel out.
    @Test(arguments: [UInt64(1), 4])
    func `mutilated packets never trap, and what the checksum can see changes nothing`(changes: UInt64) throws {
        var generator = SeededGenerator(seed: 793)
        for seed in UInt64(1)...20 {
            var pair = StackPair(seed: seed)
            let (client, server) = try pair.open()
            pair.stream(TransferTests.bytes(5000), from: .client, on: client)
            pair.stream(TransferTests.bytes(3000), from: .server, on: server)
            pair.run(for: .milliseconds(3))
            let packets = pair.trace.map(\.packet)
            for _ in 0..<300 {
                var packet = packets[Int(generator.below(UInt64(packets.count)))]
                for _ in 0...generator.below(changes) {
                    packet[Int(generator.below(UInt64(packet.count)))] = UInt8(truncatingIfNeeded: generator.next())
                }
                if generator.below(4) == 0 { packet.removeLast(Int(generator.below(UInt64(packet.count)))) }
                pair.inject(packet, to: generator.below(2) == 0 ? .client : .server)
            }
            let counters = pair.stacks.map(\.counters)
            #expect(counters[0].malformed + counters[0].badChecksum > 0)
            pair.run(for: .seconds(60))
            let isIntact =
                pair.received[1] == TransferTests.bytes(5000) && pair.received[0] == TransferTests.bytes(3000)
            if changes == 1 { #expect(isIntact, "seed \(seed)") }
        }
    }

    @Test func `segments with any numbers and a correct checksum never trap, and memory stays bounded`() throws {
        var generator = SeededGenerator(seed: 5961)
        for seed in UInt64(1)...20 {
            var pair = StackPair(seed: seed)
            let (_, server) = try pair.open()
            pair.act(.server) { $0.setReadPaused(true, on: server, at: $1, into: &$2) }
            let genuine = try HandshakeTests.header(pair.trace[2].packet)
            for _ in 0..<400 {
                var header = genuine
                let near = generator.below(3) > 0
                header.sequence &+=
                    near ? UInt32(generator.below(70_000)) : UInt32(truncatingIfNeeded: generator.next())
                if generator.below(4) == 0 { header.acknowledgment = UInt32(truncatingIfNeeded: generator.next()) }
                if generator.below(4) == 0 { header.flags = TCPFlags(rawValue: UInt8(generator.below(64))) }
                header.window = UInt16(truncatingIfNeeded: generator.next())
                let payload = [UInt8](repeating: 1, count: Int(generator.below(1460)))
                pair.inject(Forgery.packet(header, payload: payload), to: .server)
                pair.run(for: .milliseconds(Int64(generator.below(50))))
            }
            #expect(pair.stacks[1].retainedByteCount <= 2 * 65_536 + 262_144)
            pair.run(for: .seconds(2000))
        }
    }
}
