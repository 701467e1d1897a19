internal import Network
internal import NetworkTypes

/// The events of a run since time zero, as far as two runs of one network can be expected to share them.
///
/// UPDATE messages are left out: how routes fall into messages depends on when sockets are read.
struct Course {
    /// The same thing in both runs.
    struct Key: Hashable {
        /// Index of the latest step among those of the run; -1 before the first.
        var window: Int
        var kind: JournalEvent.Kind
        var subject: String
        var detail: String
    }

    struct Entry {
        var key: Key
        var event: JournalEvent
        /// Since time zero, of the first such event.
        var at: Duration
        /// Since the latest step.
        var offset: Duration
    }

    private(set) var entries: [Entry] = []
    private var places: [Key: Int] = [:]

    init(_ journal: Journal) {
        let index = JournalIndex(journal.events)
        guard let start = index.timeZeroPosition else { return }
        var window = -1
        var begun = Duration.zero
        for event in journal.events[start...] {
            let at = index.sinceTimeZero(event.time)
            if event.kind == .step { (window, begun) = (window + 1, at) }
            guard let detail = event.comparedDetail else { continue }
            let key = Key(window: window, kind: event.kind, subject: event.subject, detail: detail)
            guard places[key] == nil else { continue }
            places[key] = entries.count
            entries.append(Entry(key: key, event: event, at: at, offset: at - begun))
        }
    }

    func entry(_ key: Key) -> Entry? { places[key].map { entries[$0] } }

    static func divergences(
        _ first: Course,
        _ second: Course,
        _ tolerance: Tolerance
    ) -> [RunComparison.Divergence] {
        var result: [(at: Duration, divergence: RunComparison.Divergence)] = []
        for entry in first.entries {
            let other = second.entry(entry.key)
            if let other, tolerance.areSame(entry.offset, other.offset) { continue }
            result.append((entry.at, RunComparison.Divergence(entry.event, entry.at, other?.at)))
        }
        for entry in second.entries where first.entry(entry.key) == nil {
            result.append((entry.at, RunComparison.Divergence(entry.event, nil, entry.at)))
        }
        // Equal times keep the order of the runs.
        return result.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element.divergence)
    }
}

extension RunComparison.Divergence {
    fileprivate init(_ event: JournalEvent, _ first: Duration?, _ second: Duration?) {
        self.init(
            kind: event.kind.rawValue,
            subject: event.subject,
            node: event.observer,
            what: event.phrase,
            first: first,
            second: second
        )
    }
}

extension JournalEvent {
    /// What besides kind and subject makes two events the same; `nil` for events that are not compared.
    fileprivate var comparedDetail: String? {
        switch kind {
        case .step: "\(integer("step") ?? 0) \(string("phase") ?? "")"
        case .carrierDelayed, .carrierIgnored, .interfaceSuppressed, .interfaceReused:
            "\(string("node") ?? "") \(boolean("up") ?? false)"
        case .routesSuppressed, .routesReused: string("node") ?? ""
        case .nextHopsChecked: ""
        case .carrierDown, .carrierUp, .nodeDown, .nodeUp, .bfdDown, .bfdUp, .sessionUp, .instanceUnhealthy,
            .instanceHealthy, .instanceReplaced, .instanceAdded, .instanceRemoved, .controllerNoticed:
            string("node") ?? ""
        case .sessionDown, .sessionFailed: "\(string("node") ?? "") \(string("cause") ?? "")"
        case .routesDecided, .routesInstalled: string("domain") ?? ""
        case .partDown, .partUp: string("part") ?? ""
        case .restartAwaited, .refused: string("node") ?? ""
        case .restartEnded: "\(string("node") ?? "") \(string("outcome") ?? "")"
        case .selectionDeferred, .selectionBegan, .routesSwept: ""
        case .nextHopChanged: "\(string("nextHop") ?? "") \(boolean("alive") ?? false)"
        case .vrrpState: "\(string("node") ?? "") \(string("state") ?? "")"
        case .vrrpPriority: "\(string("node") ?? "") \(integer("priority") ?? 0)"
        case .lanMoved: "\(string("mac") ?? "") \(string("to") ?? "")"
        case .originationChanged: "\(string("prefix") ?? "") \(boolean("announced") ?? false)"
        case .neighborFailed: string("address") ?? ""
        case .hostProgrammed, .fastPathProgrammed, .fastPathWithdrawn, .fastPathLimited, .failoverTestStarted: ""
        case .gatewayChanging, .gatewayChanged: string("operation") ?? ""
        case .circuitChanged: string("text") ?? ""
        case .limitReached, .limitEased: string("reason") ?? ""
        case .failoverTestStopped: string("outcome") ?? ""
        case .flowPath: "\(string("direction") ?? "") \(boolean("delivered") ?? false) \(strings("via"))"
        case .maintenance: string("stage") ?? ""
        case .flowBroken: string("reason") ?? ""
        case .timeZero, .updateSent, .updateReceived, .neighborResolved, .azureHealth, .engineLate, .warning,
            .flowFirstPacket,
            .flowLoss, .flowLoad, .flowStall, .flowRequest,
            .flowSummary, .tableFinal, .tableLooked, .end:
            nil
        }
    }
}
