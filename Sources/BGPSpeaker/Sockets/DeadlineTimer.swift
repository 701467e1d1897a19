import Dispatch
import NetworkTypes

/// One timer on a queue that is moved about as deadlines come and go.
///
/// A deadline that moves into the future leaves the timer as it is: most of them do with every message, and setting a timer
/// takes system calls and wakes a thread. So it may fire too early, and its owner sets it anew each time.
final class DeadlineTimer {
    private let source: any DispatchSourceTimer
    /// When it fires next.
    private var armed: Instant?

    init(on queue: DispatchQueue, handler: @escaping () -> Void) {
        // Leeway would be added to every detection time.
        source = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
        source.setEventHandler(handler: handler)
        source.resume()
    }

    /// Fires at `deadline` at the latest; `nil` for no deadline.
    func set(_ deadline: Instant?, now: Instant) {
        guard let deadline, deadline < armed ?? .distantFuture else { return }
        armed = deadline
        let delay = Int(clamping: max(.zero, deadline - now).nanoseconds)
        source.schedule(deadline: .now() + .nanoseconds(delay), leeway: .nanoseconds(0))
    }

    /// To be called when it has fired.
    func fired() { armed = nil }

    deinit { source.cancel() }
}
