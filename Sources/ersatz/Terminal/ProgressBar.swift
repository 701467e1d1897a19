import Foundation
import Replay

/// How far a run is, drawn over and over on one line of a terminal; silent where there is none.
struct ProgressBar {
    private let style = TerminalStyle.standardError
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    /// Ten times a second is as often as anybody looks.
    private static let interval = Duration.milliseconds(100)

    init(isQuiet: Bool) {
        isShown = style.isTerminal && !isQuiet && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Draws the line anew, unless it was drawn a moment ago.
    mutating func update(_ progress: RunProgress) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < Self.interval { return }
        lastDrawn = now
        Console.draw("\r" + line(progress, after: now - start) + "\u{1B}[K")
    }

    /// Takes the line away.
    func clear() {
        if lastDrawn != nil { Console.draw("\r\u{1B}[K") }
    }

    private func line(_ progress: RunProgress, after real: Duration) -> String {
        let rate = Double(progress.frameHops) / max(real / .seconds(1), 1e-3)
        let frames = "\(Quantity.rounded(rate)) frames/s"
        guard let elapsed = progress.elapsed else { return "  coming up  \(frames)" }
        let share = min(1, max(0, elapsed / max(progress.duration, .nanoseconds(1))))
        let percent = "\(Int(share * 100)) %"
        let time = "\(Quantity.seconds(elapsed)) of \(Quantity.seconds(progress.duration)) s"
        let columns = min(40, max(5, style.width - time.count - percent.count - frames.count - 12))
        let full = Int((share * Double(columns)).rounded(.down))
        let (done, open) = style.isASCII ? ("#", "-") : ("━", "─")
        let bar =
            style.painted(String(repeating: done, count: full), .good)
            + style.painted(String(repeating: open, count: columns - full), .faint)
        return "  \(time)  \(bar)  \(percent)  \(frames)"
    }
}
