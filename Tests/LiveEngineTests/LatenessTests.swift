import NetworkTypes
import Testing

@testable import LiveEngine

@Suite("Lateness of a live run") struct LatenessTests {
    private static func instant(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test func `what a timer is late by itself is not worth telling`() {
        var watch = LatenessWatch()
        #expect(watch.note(due: Self.instant(100), at: Self.instant(104)) == nil)
        #expect(watch.note(due: Self.instant(200), at: Self.instant(205)) == .milliseconds(5))
    }

    @Test func `for a second only what is twice as late is told again`() {
        var watch = LatenessWatch()
        #expect(watch.note(due: Self.instant(0), at: Self.instant(20)) == .milliseconds(20))
        #expect(watch.note(due: Self.instant(100), at: Self.instant(139)) == nil)
        #expect(watch.note(due: Self.instant(200), at: Self.instant(240)) == .milliseconds(40))
        #expect(watch.note(due: Self.instant(900), at: Self.instant(950)) == nil)
        #expect(watch.note(due: Self.instant(1300), at: Self.instant(1310)) == .milliseconds(10))
    }
}
