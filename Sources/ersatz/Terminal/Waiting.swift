import Dispatch

/// Waits on this thread for something asynchronous.
func waitForTask<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    Task.detached {
        do { outcome.result = .success(try await body()) } catch { outcome.result = .failure(error) }
        outcome.isThere.signal()
    }
    outcome.isThere.wait()
    guard let result = outcome.result else { preconditionFailure("the task signals after it has a result") }
    return try result.get()
}

/// Written once before the signal, read once after it: that is what makes it safe to share.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
    let isThere = DispatchSemaphore(value: 0)
    var result: Result<Value, any Error>?
}
