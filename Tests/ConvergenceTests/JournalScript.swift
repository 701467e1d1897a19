import Convergence
import Network
import NetworkTypes

/// Puts a journal together from events told in any order: sorts them by time, numbers them, and turns references into
/// ids.
struct JournalScript {
    /// An event told earlier, whatever its id will be.
    struct Reference: Hashable {
        fileprivate var place: Int
    }

    /// Time zero is not zero on the run's clock, so that a mix-up shows.
    static let timeZero = Instant(nanoseconds: 8_200_000_000)

    private var events: [(event: JournalEvent, cause: Int?)] = []

    init() {}

    /// A script whose flows start with all sessions up.
    static func settled(missing: [String] = []) -> JournalScript {
        var script = JournalScript()
        script.tell(
            .zero,
            .timeZero,
            "network",
            [.init("settledSeconds", .duration(.milliseconds(8200))), .init("missingSessions", .strings(missing))]
        )
        return script
    }

    /// Tells an event at a time since time zero.
    @discardableResult mutating func tell(
        _ time: Duration,
        _ kind: JournalEvent.Kind,
        _ subject: String,
        _ fields: [JournalEvent.Field] = [],
        by cause: Reference? = nil
    ) -> Reference {
        let event = JournalEvent(id: 0, time: Self.timeZero + time, kind: kind, subject: subject, fields: fields)
        events.append((event, cause?.place))
        return Reference(place: events.count - 1)
    }

    @discardableResult mutating func step(
        _ number: Int,
        _ phase: Phase = .fault,
        at time: Duration,
        _ verb: String,
        _ subject: String
    ) -> Reference {
        tell(
            time,
            .step,
            subject,
            [
                .init("step", .integer(number)), .init("phase", .string(phase.rawValue)),
                .init("verb", .string(verb)),
            ]
        )
    }

    /// Tells that 5-tuples of a flow are delivered over `via`, or lost if `reason` is given.
    @discardableResult mutating func path(
        _ time: Duration,
        _ flow: String = "db-app",
        _ direction: FlowDirection = .forward,
        tuples: [Int],
        via: [String],
        lost reason: String? = nil,
        latency: Duration = .zero,
        by cause: Reference? = nil
    ) -> Reference {
        var fields: [JournalEvent.Field] = [
            .init("direction", .string(direction.rawValue)), .init("tuples", .list(tuples.map { .integer($0) })),
            .init("delivered", .boolean(reason == nil)), .init("via", .strings(via)),
            .init("at", .instant(Self.timeZero + (time - latency))),
        ]
        if let reason {
            fields.append(.init("place", .string(via.last ?? "nowhere")))
            fields.append(.init("reason", .string(reason)))
        }
        return tell(time, .flowPath, "flow/\(flow)", fields, by: cause)
    }

    mutating func firstPacket(
        _ time: Duration,
        _ flow: String = "db-app",
        _ direction: FlowDirection = .forward,
        by cause: Reference
    ) {
        tell(
            time,
            .flowFirstPacket,
            "flow/\(flow)",
            [
                .init("direction", .string(direction.rawValue)), .init("tuple", .integer(0)),
                .init("sequence", .integer(17)), .init("sent", .instant(Self.timeZero + time - .milliseconds(3))),
            ],
            by: cause
        )
    }

    mutating func loss(
        _ flow: String = "db-app",
        _ direction: FlowDirection = .forward,
        tuple: Int,
        from: Duration,
        to: Duration,
        count: Int,
        end: Duration
    ) {
        tell(
            end,
            .flowLoss,
            "flow/\(flow)",
            [
                .init("direction", .string(direction.rawValue)), .init("tuple", .integer(tuple)),
                .init("from", .instant(Self.timeZero + from)), .init("to", .instant(Self.timeZero + to)),
                .init("lost", .integer(count)),
            ]
        )
    }

    mutating func summary(
        _ flow: String = "db-app",
        _ direction: FlowDirection = .forward,
        sent: Int,
        lost: Int = 0,
        tuples: Int,
        interval: Duration = .milliseconds(10),
        end: Duration
    ) {
        tell(
            end,
            .flowSummary,
            "flow/\(flow)",
            [
                .init("direction", .string(direction.rawValue)), .init("sent", .integer(sent)),
                .init("received", .integer(sent - lost)), .init("lost", .integer(lost)),
                .init("duplicated", .integer(0)), .init("reordered", .integer(0)), .init("inFlight", .integer(0)),
                .init("intervalSeconds", .duration(interval)), .init("tuples", .integer(tuples)),
            ]
        )
    }

    mutating func end(at time: Duration, reason: String = "finished") {
        tell(time, .end, "run", [.init("reason", .string(reason))])
    }

    /// The events in time order, numbered from 0.
    func build() -> [JournalEvent] {
        let order = events.indices.sorted { (events[$0].event.time, $0) < (events[$1].event.time, $1) }
        var ids = Array(repeating: 0, count: events.count)
        for (id, place) in order.enumerated() { ids[place] = id }
        return order.enumerated().map { id, place in
            var event = events[place].event
            event.id = id
            event.causedBy = events[place].cause.map { ids[$0] }
            return event
        }
    }

    static let header = JournalHeader(
        topology: "maximum-resiliency",
        engine: "virtual",
        seed: 1,
        epoch: "2000-01-01T00:00:00Z",
        version: "0.1.0"
    )

    /// What the report says of the events.
    func report(_ expectations: [Expectation] = []) -> Report {
        Report(header: Self.header, events: build(), expectations: expectations)
    }
}

extension JournalEvent.Value {
    static func strings(_ values: [String]) -> JournalEvent.Value { .list(values.map { .string($0) }) }
}

extension Report {
    /// The entry of a step, phase and direction.
    func entry(
        _ step: Int,
        _ phase: Phase = .fault,
        _ direction: FlowDirection = .forward,
        flow: String = "db-app"
    ) -> ConvergenceReport? {
        convergence.first {
            $0.stepPhase == StepPhase(step: step, phase: phase) && $0.direction == direction && $0.flow == flow
        }
    }

    func flow(_ direction: FlowDirection = .forward, _ name: String = "db-app") -> FlowReport? {
        flows.first { $0.name == name && $0.direction == direction }
    }
}

extension Duration {
    static func ms(_ value: Int) -> Duration { .milliseconds(value) }
}
