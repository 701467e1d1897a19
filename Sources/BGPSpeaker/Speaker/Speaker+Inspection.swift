public import BFD
import Dispatch
public import NetworkTypes
public import Router

extension Speaker {
    /// Looks at the router between two of its pieces of work.
    ///
    /// Waits for the router's queue: call it from a thread of your own, never from that queue or an async function.
    public nonisolated func inspect<Result: Sendable>(
        _ body: @Sendable (borrowing Router, Instant) -> Result
    ) -> Result {
        executor.queue.sync { assumeIsolated { body($0.router, $0.clock.now) } }
    }

    /// The BFD session beside a neighbour's session, if one runs; waits as ``inspect(_:)`` does.
    public nonisolated func bfdSession(neighbor: Int) -> BFDSession? {
        let driver = executor.queue.sync { assumeIsolated { $0.liveness } }
        return driver?.inspect(neighbor: neighbor)
    }
}
