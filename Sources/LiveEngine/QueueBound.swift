/// Something that stays on the engine's queue although the compiler sees it cross into the actor.
///
/// SAFETY: used within one call that checks that it runs on the queue, from beginning to end.
struct QueueBound<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
