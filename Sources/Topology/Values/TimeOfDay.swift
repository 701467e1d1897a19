/// A time of day without a time zone, to the minute.
public struct TimeOfDay: Hashable, Sendable {
    /// Minutes since midnight, 0..<1440.
    public var minutes: Int

    public init(minutes: Int) { self.minutes = minutes }

    public static let midnight = TimeOfDay(minutes: 0)

    /// How long it is until the next time that the clock shows this, where it shows `other` plus `elapsed` now; zero if it does now.
    public func wait(from other: TimeOfDay, elapsed: Duration) -> Duration {
        let day = Int64(86_400)
        let now = Duration.seconds(Int64(other.minutes) * 60) + elapsed
        let whole = now.components.seconds % day
        let present = Duration(secondsComponent: whole, attosecondsComponent: now.components.attoseconds)
        let due = Duration.seconds(Int64(minutes) * 60)
        return due >= present ? due - present : due + .seconds(day) - present
    }

    static let topologyPattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    static let topologySummary = "a time of day such as 22:00"

    static func parseTopology(_ text: String) -> Parsed<TimeOfDay> {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60
        else { return .wrong("hours and minutes are expected, from 00:00 to 23:59") }
        return .value(TimeOfDay(minutes: hours * 60 + minutes))
    }
}
