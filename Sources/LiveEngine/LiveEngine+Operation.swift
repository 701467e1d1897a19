import BGPSpeaker
import Dispatch
public import Network
public import NetworkTypes

extension LiveEngine {
    /// Looks at the network, or does something to it, between two pieces of work; what comes of it is carried out.
    ///
    /// Waits for the engine's queue: call it from a thread of your own, never from that queue or an async function.
    public nonisolated func operate<Result: Sendable>(
        _ body: @Sendable (inout Network, Instant) -> Result
    ) -> Result {
        executor.queue.sync {
            assumeIsolated { engine in
                let now = engine.catchUp()
                defer { engine.step() }
                return body(&engine.network, now)
            }
        }
    }
}
