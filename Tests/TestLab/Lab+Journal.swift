public import Network
import NetworkTypes
import VirtualEngine

extension Lab {
    /// An event with its time in the scenario.
    @dynamicMemberLookup
    public struct Moment {
        public var at: Duration
        public var event: JournalEvent

        public subscript<Value>(dynamicMember path: KeyPath<JournalEvent, Value>) -> Value { event[keyPath: path] }

        public func text(_ field: String) -> String? {
            if case .string(let text)? = event[field] { text } else { nil }
        }

        /// A point in time since the scenario began.
        public func instant(_ field: String) -> Duration? {
            if case .instant(let instant)? = event[field] { at + (instant - event.time) } else { nil }
        }

        public func numbers(_ field: String) -> [Int] {
            guard case .list(let values)? = event[field] else { return [] }
            return values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
        }

        public func number(_ field: String) -> Int? {
            if case .integer(let number)? = event[field] { number } else { nil }
        }
    }

    /// Events of a kind in the order in which they happened, as far as they have happened.
    public func moments(
        _ kind: JournalEvent.Kind,
        _ subject: String? = nil,
        node: String? = nil,
        after start: Duration = .seconds(-1_000_000)
    ) -> [Moment] {
        let timeZero = engine.network.timeZero ?? .zero
        return engine.network.journal.events.lazy
            .filter { $0.kind == kind && (subject == nil || $0.subject == subject) }
            .filter { node == nil || $0["node"] == node.map(JournalEvent.Value.string) }
            .map { Moment(at: $0.time - timeZero, event: $0) }
            .filter { $0.at >= start }
    }
}
