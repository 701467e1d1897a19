import NetworkTypes
import Testing

@Suite("Instants") struct InstantTests {
    @Test func `arithmetic saturates`() {
        #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
        #expect(Instant(nanoseconds: .min).advanced(byNanoseconds: -1) == Instant(nanoseconds: .min))
        #expect(Instant.zero + .seconds(Int64.max) == .distantFuture)
        #expect(Instant(nanoseconds: .max) - Instant(nanoseconds: -1) == .nanoseconds(Int64.max))
        #expect(Instant(nanoseconds: .min) - Instant(nanoseconds: 1) == .nanoseconds(Int64.min))
        #expect(Instant(nanoseconds: -5) - .seconds(Int64.max) == Instant(nanoseconds: .min))
    }

    @Test func `durations are whole nanoseconds, truncated towards zero`() {
        #expect(Duration.nanoseconds(-1).nanoseconds == -1)
        #expect(Duration(secondsComponent: 1, attosecondsComponent: 1_999_999_999).nanoseconds == 1_000_000_001)
        #expect(Duration(secondsComponent: -1, attosecondsComponent: -1_999_999_999).nanoseconds == -1_000_000_001)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(Int64.min).nanoseconds == -.max)
    }

    @Test(
        arguments: [
            (0, 9, "0.000000000"), (-1, 9, "-0.000000001"), (12_901_312_000, 6, "12.901312"), (1_999_999_999, 0, "1"),
            (1_999_999_999, 3, "1.999"), (1, 20, "0.000000001"), (Int64.min, 9, "-9223372036.854775808"),
        ] as [(Int64, Int, String)]
    )
    func `seconds are decimal numbers`(nanoseconds: Int64, digits: Int, text: String) {
        #expect(Duration.nanoseconds(nanoseconds).decimalSeconds(fractionDigits: digits) == text)
    }
}
