internal import Network
internal import NetworkTypes

extension JournalEvent {
    /// What happened, and after what wait, in a few words that go after the name of the place.
    var phrase: String { event + (cost.map { ", after \($0.text)" } ?? "") }

    private var event: String {
        switch kind {
        case .timeZero: "time zero"
        case .step: step
        case .carrierDown: "carrier lost on \(subject)"
        case .carrierUp: "carrier back on \(subject)"
        case .carrierDelayed:
            "waits whether carrier stays \(boolean("up") == true ? "there" : "lost") on \(subject)"
        case .carrierIgnored: "carrier of \(subject) \(boolean("up") == true ? "back" : "lost") before anybody noticed"
        case .interfaceSuppressed: "\(subject) flaps too much and is not used"
        case .interfaceReused: "\(subject) has been quiet and is used again"
        case .routesSuppressed: "\(prefixes) flap too much and are not used"
        case .routesReused: "\(prefixes) have been quiet and are used again"
        case .nextHopsChecked: "looks at its next hops again"
        case .nodeDown: "stops working"
        case .nodeUp: "works again"
        case .partDown: Self.failures[string("part") ?? ""] ?? "fails in part"
        case .partUp: Self.repairs[string("part") ?? ""] ?? "works again"
        case .restartAwaited: "keeps \(prefixes) of a neighbour that may be restarting"
        case .restartEnded: restartOutcome
        case .selectionDeferred: "waits for its neighbours' routes, forwarding by \(prefixes) from before"
        case .selectionBegan: selection
        case .routesSwept: "ceases to forward by \(prefixes) from before its restart"
        case .bfdDown: "BFD down" + parenthesis(string("diagnostic"))
        case .bfdUp: "BFD up"
        case .sessionDown: "BGP session down: " + sessionCause
        case .sessionUp: "BGP session established"
        case .sessionFailed: "BGP session not established: " + sessionCause
        case .updateSent: "sends " + update
        case .updateReceived: "receives " + update
        case .routesDecided: "chooses anew for \(prefixes)" + parenthesis(string("decidedBy"))
        case .routesInstalled: "forwards \(prefixes) anew" + destination
        case .nextHopChanged:
            "next hop \(string("nextHop") ?? "")" + (boolean("alive") == true ? " usable again" : " unusable")
        case .neighborResolved: "neighbour \(string("address") ?? "") resolved"
        case .neighborFailed: "neighbour \(string("address") ?? "") does not answer"
        case .vrrpState: virtualRouter
        case .vrrpPriority:
            "VRRP priority \(integer("priority") ?? 0) instead of \(integer("previous") ?? 0)"
                + parenthesis(string("text"))
        case .lanMoved: "hears \(string("mac") ?? "") on \(string("to") ?? "")"
        case .originationChanged: origination
        case .instanceUnhealthy: "\(subject) found unhealthy"
        case .instanceHealthy: "\(subject) found healthy"
        case .instanceReplaced: "\(subject) replaced"
        case .instanceAdded: "\(subject) added"
        case .instanceRemoved: "\(subject) removed"
        case .gatewayChanging, .gatewayChanged, .circuitChanged: string("text") ?? string("operation") ?? "changes"
        case .controllerNoticed: "fabric controller notices \(prefixes)"
        case .hostProgrammed: "programmed with \(prefixes)" + destination
        case .fastPathProgrammed: "FastPath programmed for \(prefixes)"
        case .fastPathWithdrawn: "FastPath withdrawn for \(prefixes)"
        case .maintenance: maintenance
        case .azureHealth: "\(string("service") ?? "Azure"): \(string("text") ?? "")"
        case .fastPathLimited: "FastPath limit reached: \(prefixes) stay with the gateway"
        case .limitReached: "begins to drop packets, " + (string("reason") ?? "")
        case .limitEased: "has room again"
        case .refused: "drops \(string("reason") ?? "") on \(subject)"
        case .engineLate: "the engine is \((duration("lateSeconds") ?? .zero).text) late"
        case .warning: string("text") ?? "warning"
        case .flowPath: path
        case .flowFirstPacket: "first packet arrives"
        case .flowLoss: "\(integer("lost") ?? 0) packets lost"
        case .flowLoad: "carries \(integer("carried") ?? 0) of \(integer("offered") ?? 0) bit/s"
        case .flowStall: "a connection stalls"
        case .flowBroken: "a connection breaks: \(string("reason") ?? "")"
        case .flowRequest: "a request is \(string("fate") ?? "late")"
        case .flowSummary: "totals"
        case .tableLooked: "\(string("prefix") ?? "") \(boolean("present") ?? false ? "is there" : "is not there")"
        case .tableFinal: "forwards by \(integer("count") ?? 0) routes"
        case .failoverTestStarted: "site failover test: leaves \(strings("locations").joined(separator: ", "))"
        case .failoverTestStopped: "site failover test ends: \(string("outcome") ?? "")"
        case .end: "the run ends"
        }
    }

    private static let failures = [
        "bgp": "routing process ends", "bfd": "BFD process ends", "forwarding": "drops what it should pass on",
        "controlPlane": "processes hang",
    ]

    private static let repairs = [
        "bgp": "routing process starts", "bfd": "BFD process starts", "forwarding": "forwards again",
        "controlPlane": "processes go on",
    ]

    private var restartOutcome: String {
        switch string("outcome") {
        case "completed": "has the neighbour's routes anew"
        case "restartTimeExpired": "gives up \(prefixes): the neighbour did not come back within its restart time"
        case "longLived": "uses \(prefixes) as a last resort: the restart time is over"
        case "longLivedTimeExpired": "gives up \(prefixes): the long-lived stale time is over"
        case "staleTimeExpired": "gives up stale routes: the neighbour took too long to send its routes"
        case "forwardingLost": "gives up \(prefixes): the neighbour came back without its forwarding state"
        case "forwardingDead": "gives up \(prefixes): BFD found that the neighbour does not forward"
        default: "gives up \(prefixes) of a neighbour that is restarting"
        }
    }

    private var selection: String {
        let missing = strings("missing").count
        return "chooses routes after its restart"
            + (missing == 0 ? "" : ", without those of " + count(missing, "session", "sessions"))
    }

    private var virtualRouter: String {
        let reason =
            switch string("reason") {
            case "masterDown": "nothing heard from the master"
            case "masterLeft": "the master left"
            case "preemption": "the master's priority is lower"
            case "betterMaster": "another master has a better claim"
            case "shutdown": "interface down"
            default: "interface up"
            }
        return "VRRP \(string("state") ?? "")" + parenthesis(reason)
    }

    private var origination: String {
        let condition = (string("condition") ?? "") + (boolean("holds") == true ? " is there" : " is gone")
        let verb = boolean("announced") == true ? "advertises" : "ceases to advertise"
        return "\(verb) \(string("prefix") ?? "")" + parenthesis(condition)
    }

    private var maintenance: String {
        switch string("stage") {
        case "waiting": "maintenance waits for its window"
        case "draining": "maintenance: traffic is asked to leave"
        case "down": "maintenance: goes down"
        case "followed": "maintenance: \(string("node") ?? "") has left"
        case "ignored": "maintenance: \(string("node") ?? "") still sends here"
        default: "maintenance: comes back"
        }
    }

    private var step: String {
        let verb = string("verb") ?? ""
        guard string("phase") == Phase.restore.rawValue else { return "\(verb) \(subject)" }
        return verb.isEmpty || verb == Phase.restore.rawValue
            ? "restore \(subject)" : "restore \(subject) after \(verb)"
    }

    private var sessionCause: String {
        let cause =
            switch string("cause").flatMap(DetectionMethod.init) {
            case .carrier: "carrier lost"
            case .bfd: "BFD down"
            case .holdTimer: "hold timer expired"
            case .notification: "NOTIFICATION received"
            case .transport: "transport closed"
            case .healthProbe: "health probes failed"
            case .administrative: "shut down"
            case .prefixLimit: "prefix limit exceeded"
            case .error: "protocol error"
            case .withdrawal, .vrrp, .session, .neighbor, nil: string("cause") ?? "cause unknown"
            }
        guard let code = integer("code") else { return cause + parenthesis(string("message")) }
        let number = integer("subcode").map { "\(code)/\($0)" } ?? "\(code)"
        // Where this end's own reason says it all, the name would only repeat it.
        let isNews = ["notification", "error"].contains(string("cause"))
        let details = [number, isNews ? string("error") : nil, string("message")].compactMap { $0 }
        return cause + parenthesis(details.joined(separator: ", "))
    }

    private var update: String {
        let parts = [("announcing", "announced"), ("withdrawing", "withdrawn")].compactMap { verb, field in
            integer(field).flatMap { $0 > 0 ? "\(verb) \(count($0, "prefix", "prefixes"))" : nil }
        }
        let what = parts.isEmpty ? "" : " " + parts.joined(separator: " and ")
        return count(integer("messages") ?? 1, "UPDATE", "UPDATEs") + what
    }

    /// The prefix itself if there is one only, else their number.
    private var prefixes: String {
        let names = strings("prefixes")
        let number = integer("count") ?? names.count
        return number == 1 && names.count == 1 ? names[0] : count(number, "prefix", "prefixes")
    }

    private var destination: String {
        let hops = strings("nextHops")
        if hops.isEmpty { return "" }
        return " via " + hops.prefix(2).joined(separator: ", ") + (hops.count > 2 ? " …" : "")
    }

    private var path: String {
        let tuples = count(integers("tuples").count, "5-tuple", "5-tuples")
        if boolean("delivered") == true { return "new path for \(tuples)" }
        return "\(tuples) lost" + (string("place").map { " at \($0)" } ?? "") + parenthesis(string("reason"))
    }

    private func parenthesis(_ text: String?) -> String { text.map { $0.isEmpty ? "" : " (\($0))" } ?? "" }

    private func count(_ number: Int, _ singular: String, _ plural: String) -> String {
        "\(number) \(number == 1 ? singular : plural)"
    }
}
