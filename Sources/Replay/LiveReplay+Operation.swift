internal import LiveEngine
public import Network
public import NetworkTypes

extension LiveReplay {
    /// Looks at the network, or does something to it, between two pieces of work.
    ///
    /// Waits for the engine's queue: call it from a thread of your own, never from an async function.
    public nonisolated func operate<Result: Sendable>(
        _ body: @Sendable (inout Network, Instant) -> Result
    ) -> Result {
        engine.operate(body)
    }

    /// Ends the run as one that has done what it was for.
    public func end() throws(ReplayError) { try stop(reason: "finished") }
}
