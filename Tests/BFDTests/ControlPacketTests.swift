import BFD
import NetworkTypes
import Testing

@Suite("BFD control packets") struct ControlPacketTests {
    static let valid: [UInt8] = [
        0x23, 0xEC, 3, 24,  // version 1, diagnostic 3; Up, Poll, C bit
        0, 0, 0, 7, 0, 0, 0, 9,
        0, 0x04, 0x93, 0xE0, 0, 0x0F, 0x42, 0x40, 0, 0, 0, 5,
    ]

    static func decode(_ bytes: [UInt8]) throws(ControlPacketError) -> ControlPacket {
        try ControlPacket(decoding: bytes.span.bytes)
    }

    /// The valid packet with single octets replaced.
    static func changed(_ changes: [Int: UInt8]) -> [UInt8] {
        var bytes = valid
        bytes[1] &= ~0x04
        for (offset, byte) in changes { bytes[offset] = byte }
        return bytes
    }

    @Test func `a packet decodes to its fields and encodes back`() throws {
        let bytes = Self.changed([:])
        let packet = try Self.decode(bytes)
        #expect(packet.diagnostic == .neighborSignaledSessionDown)
        #expect(packet.state == .up)
        #expect(packet.poll && !packet.final && packet.controlPlaneIndependent && !packet.demand)
        #expect(packet.detectMultiplier == 3)
        #expect(packet.myDiscriminator == 7 && packet.yourDiscriminator == 9)
        #expect(packet.desiredMinTxMicroseconds == 300_000)
        #expect(packet.requiredMinRxMicroseconds == 1_000_000)
        #expect(packet.requiredMinEchoRxMicroseconds == 5)
        #expect(packet.encoded == bytes)
    }

    @Test func `bytes behind the packet's own length are ignored`() throws {
        #expect(try Self.decode(Self.changed([:]) + [1, 2, 3]) == Self.decode(Self.changed([:])))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let error: ControlPacketError
    }

    static let refusals = [
        Refusal(
            testDescription: "version 0",
            bytes: changed([0: 0x03]),
            error: .unsupportedVersion(0)
        ),
        Refusal(testDescription: "length 23", bytes: changed([3: 23]), error: .invalidLength(23)),
        Refusal(
            testDescription: "length beyond the payload",
            bytes: changed([3: 25]),
            error: .truncated(needed: 25, available: 24)
        ),
        Refusal(
            testDescription: "authenticated, length 25",
            bytes: changed([1: 0xC4, 3: 25]) + [1, 2],
            error: .invalidLength(25)
        ),
        Refusal(testDescription: "detect multiplier 0", bytes: changed([2: 0]), error: .zeroDetectMultiplier),
        Refusal(testDescription: "multipoint", bytes: changed([1: 0xC1]), error: .multipointBitSet),
        Refusal(testDescription: "my discriminator 0", bytes: changed([7: 0]), error: .zeroMyDiscriminator),
        Refusal(
            testDescription: "your discriminator 0 while Up",
            bytes: changed([11: 0]),
            error: .zeroYourDiscriminator(state: .up)
        ),
        Refusal(
            testDescription: "your discriminator 0 while Init",
            bytes: changed([1: 0x80, 11: 0]),
            error: .zeroYourDiscriminator(state: .initializing)
        ),
        Refusal(
            testDescription: "authenticated",
            bytes: changed([1: 0xC4, 3: 26]) + [2, 9],
            error: .unexpectedAuthentication(type: 2)
        ),
    ]

    @Test(arguments: refusals) func `a packet that RFC 5880 discards is refused`(refusal: Refusal) {
        #expect(throws: refusal.error) { try Self.decode(refusal.bytes) }
    }

    @Test(arguments: [UInt8(0), 0x40]) func `AdminDown and Down may come without your discriminator`(flags: UInt8)
        throws
    {
        let packet = try Self.decode(Self.changed([1: flags, 11: 0]))
        #expect(packet.selector == .firstContact)
        #expect(try Self.decode(Self.changed([:])).selector == .discriminator(9))
    }

    @Test func `every truncation is refused`() {
        let bytes = Self.changed([:])
        for count in 0..<bytes.count {
            #expect(throws: ControlPacketError.truncated(needed: 24, available: count)) {
                try Self.decode(Array(bytes.prefix(count)))
            }
        }
    }

    @Test func `mutated packets decode or are refused, and what decodes encodes to the same fields`() {
        var generator = SeededGenerator(seed: 5880)
        for _ in 0..<5000 {
            var bytes = Self.valid + [0, 0, 0, 0]
            for _ in 0...generator.below(4) {
                bytes[Int(generator.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: generator.next())
            }
            guard let packet = try? Self.decode(bytes) else { continue }
            #expect((try? Self.decode(packet.encoded)) == packet)
        }
    }

    @Test func `source ports stay in the dynamic range and differ between neighboring discriminators`() {
        let ports = (UInt32(1)...16384).map(SingleHop.sourcePort(forDiscriminator:))
        #expect(Set(ports).count == 16384)
        #expect(ports.allSatisfy { SingleHop.sourcePorts.contains($0) })
        #expect(SingleHop.sourcePorts.contains(SingleHop.sourcePort(forDiscriminator: .max)))
        #expect(SingleHop.accepts(timeToLive: 255) && !SingleHop.accepts(timeToLive: 254))
        #expect(SingleHop.controlPort == 3784)
    }
}
