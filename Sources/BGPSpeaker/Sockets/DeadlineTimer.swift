import Dispatch
import NetworkTypes

/// One timer on a queue that is moved about as deadlines come and go.
final class DeadlineTimer {
    private let source: any DispatchSourceTimer
    private var deadline: Instant?

    init(on queue: DispatchQueue, handler: @escaping () -> Void) {
        // Leeway would be added to every detection time.
        source = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
        source.setEventHandler(handler: handler)
        source.resume()
    }

    /// Fires once at `deadline`, or not at all; earlier requests are forgotten.
    func set(_ deadline: Instant?, now: Instant) {
        guard deadline != self.deadline else { return }
        self.deadline = deadline
        guard let deadline, deadline != .distantFuture else {
            source.schedule(deadline: .distantFuture)
            return
        }
        let delay = Int(clamping: max(.zero, deadline - now).nanoseconds)
        source.schedule(deadline: .now() + .nanoseconds(delay), leeway: .nanoseconds(0))
    }

    /// The timer has fired: the next request counts even if it is for the same instant.
    func fired() { deadline = nil }

    deinit { source.cancel() }
}
