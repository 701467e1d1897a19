import NetworkTypes
import Testing
import VRRP

@Suite struct AdvertisementTests {
    private static let ipv4 = IPAddress.v4(IPv4Address(10, 0, 0, 2))
    private static let ipv6 = IPAddress.v6(IPv6Address(high: 0xFE80 << 48, low: 2))

    private static let samples: [(Advertisement, IPAddress)] = [
        (
            Advertisement(
                virtualRouterID: 7,
                priority: 200,
                intervalCentiseconds: 100,
                addresses: [.v4(IPv4Address(10, 0, 0, 1))]
            ), ipv4
        ),
        (
            Advertisement(
                virtualRouterID: 255,
                priority: 0,
                intervalCentiseconds: 4095,
                addresses: [
                    .v6(IPv6Address(high: 0xFE80 << 48, low: 1)), .v6(IPv6Address(high: 0x2001_0DB8 << 32, low: 1)),
                ]
            ), ipv6
        ),
    ]

    @Test(arguments: samples.indices)
    func whatIsEncodedIsDecoded(_ index: Int) throws {
        let (advertisement, source) = Self.samples[index]
        let bytes = advertisement.encoded(from: source)
        #expect(try Advertisement(decoding: bytes.span.bytes, from: source, timeToLive: 255) == advertisement)
    }

    @Test func theOctetsAreThoseOfTheRFC() {
        let bytes = Self.samples[0].0.encoded(from: Self.ipv4)
        #expect(Array(bytes[..<6]) == [0x31, 7, 200, 1, 0, 100])
        #expect(Array(bytes[8...]) == [10, 0, 0, 1])
    }

    @Test func anIPv4ChecksumWithoutPseudoHeaderCountsToo() throws {
        var bytes: [UInt8] = [0x31, 7, 200, 1, 0, 100, 0, 0, 10, 0, 0, 1]
        // 0x3107 + 0xC801 + 0x0064 + 0x0A00 + 0x0001 = 0x1036D, folded 0x036E.
        (bytes[6], bytes[7]) = (0xFC, 0x91)
        #expect(throws: Never.self) {
            try Advertisement(decoding: bytes.span.bytes, from: Self.ipv4, timeToLive: 255)
        }
    }

    @Test func whatPassedARouterIsRefused() {
        let bytes = Self.samples[0].0.encoded(from: Self.ipv4)
        #expect(throws: AdvertisementError.timeToLive(254)) {
            try Advertisement(decoding: bytes.span.bytes, from: Self.ipv4, timeToLive: 254)
        }
    }

    @Test func oneWrongBitAnywhereIsRefused() {
        for (advertisement, source) in Self.samples {
            let good = advertisement.encoded(from: source)
            for bit in 0..<(good.count * 8) {
                var bytes = good
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: AdvertisementError.self) {
                    try Advertisement(decoding: bytes.span.bytes, from: source, timeToLive: 255)
                }
            }
        }
    }

    @Test func hostileOctetsNeverTrap() {
        var generator = SeededGenerator(seed: 5798)
        for _ in 0..<20_000 {
            let count = Int(generator.next() % 48)
            var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            if count > 0 { bytes[0] = 0x31 }
            for source in [Self.ipv4, Self.ipv6] {
                _ = try? Advertisement(decoding: bytes.span.bytes, from: source, timeToLive: 255)
            }
        }
    }

    @Test func noAddressesAtAllAreRefused() {
        let bytes: [UInt8] = [0x31, 7, 200, 0, 0, 100, 0, 0]
        #expect(throws: AdvertisementError.addressCount(0)) {
            try Advertisement(decoding: bytes.span.bytes, from: Self.ipv4, timeToLive: 255)
        }
    }
}
