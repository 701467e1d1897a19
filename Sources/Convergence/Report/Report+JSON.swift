internal import Network

extension Report {
    /// The bytes of `report.json`: UTF-8, the same for the same report everywhere.
    public func json() -> [UInt8] {
        var json = JSONWriter(layout: .indented)
        json.object { json in
            json.member("schemaVersion", Self.schemaVersion)
            json.member("topology", topology)
            json.member("engine", engine)
            json.member("seed", seed)
            json.member("epoch", epoch)
            json.member("version", version)
            json.member("reachedTimeZero", reachedTimeZero)
            json.member("settledSeconds", seconds: settled)
            json.member("endSeconds", seconds: end)
            json.member("endReason", endReason)
            json.member("missingSessions", missingSessions)
            json.list("warnings", warnings) { warning, json in
                json.member("atSeconds", seconds: warning.at)
                json.member("subject", warning.subject)
                json.member("text", warning.text)
            }
            json.list("steps", steps) { $0.writeMembers(to: &$1) }
            json.list("flows", flows) { $0.writeMembers(to: &$1) }
            json.list("convergence", convergence) { $0.writeMembers(to: &$1) }
            json.list("settings", inline: true, settings) { use, json in
                json.member("node", use.node)
                use.cost.writeMembers(to: &json)
                json.member("count", use.count)
                json.key("steps")
                json.array { json in for step in use.steps { json.integer(step) } }
            }
            json.list("failoverTests", failoverTests) { $0.writeMembers(to: &$1) }
            json.list("findings", findings) { $0.writeMembers(to: &$1) }
            json.list("expectations", expectations) { $0.writeMembers(to: &$1) }
            json.key("finalState")
            json.object { finalState.writeMembers(to: &$0) }
            json.key("advice")
            json.array { json in for sentence in advice { json.string(sentence) } }
        }
        json.endLine()
        return json.bytes
    }
}

extension JSONWriter {
    /// Writes an array of objects.
    mutating func list<Element>(
        _ name: String,
        inline: Bool = false,
        _ elements: [Element],
        _ members: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        array { json in
            for element in elements { json.object(inline: inline) { members(element, &$0) } }
        }
    }

    mutating func members(_ stepPhase: StepPhase?) {
        member("step", stepPhase?.step)
        member("phase", stepPhase?.phase.rawValue)
    }
}

extension SettingCost {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("name", setting)
        json.member("seconds", seconds: time)
        json.member("origin", origin)
        json.member("source", source)
    }
}

extension Finding {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("kind", kind.rawValue)
        json.members(stepPhase)
        json.member("flow", flow)
        json.member("direction", direction?.rawValue)
        json.member("node", node)
        json.member("subject", subject)
        json.member("startSeconds", seconds: start)
        json.member("endSeconds", seconds: end)
        json.member("durationSeconds", seconds: duration)
        json.member("text", text)
    }
}

extension StepReport {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.members(stepPhase)
        json.member("atSeconds", seconds: at)
        json.member("verb", verb)
        json.member("subject", subject)
        json.member("event", event)
        json.member("repetitions", repetitions)
        json.list("detections", inline: true, detections) { detection, json in
            json.member("atSeconds", seconds: detection.at)
            json.member("delaySeconds", seconds: detection.delay)
            json.member("subject", detection.subject)
            json.member("node", detection.node)
            json.member("by", detection.by.rawValue)
            json.member("event", detection.event)
        }
    }
}

extension FlowReport {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("name", name)
        json.member("direction", direction.rawValue)
        json.member("tuples", tuples)
        json.member("intervalSeconds", seconds: interval)
        json.member("sent", sent)
        json.member("received", received)
        json.member("lost", lost)
        json.member("duplicated", duplicated)
        json.member("reordered", reordered)
        json.member("inFlight", inFlight)
        json.member("lostOutsideOutages", lostOutsideOutages)
        json.list("limits", inline: true, limits) { limit, json in
            json.member("place", limit.place)
            json.member("reason", limit.reason)
            json.member("lost", limit.lost)
        }
        json.member("moved", moved)
        json.list("outages", outages) { $0.writeMembers(to: &$1) }
        json.list("paths", inline: true, paths) { path, json in
            json.member("fromSeconds", seconds: path.from)
            json.key("share")
            json.decimal(share(of: path), fractionDigits: 6)
            json.member("delivered", path.delivered)
            json.member("via", path.via)
        }
        if let standing {
            json.key("standing")
            json.object { standing.writeMembers(to: &$0) }
        }
        if let volume {
            json.key("volume")
            json.object { volume.writeMembers(to: &$0) }
        }
        guard let application else { return }
        json.key("application")
        json.object { application.writeMembers(to: &$0) }
    }

    /// Millionths, rounded to the nearest.
    private func share(of path: PathShare) -> Int64 {
        guard tuples > 0 else { return 0 }
        return Int64(clamping: (Int128(path.tuples) * 2_000_000 + Int128(tuples)) / (Int128(tuples) * 2))
    }
}

extension VolumeReport {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("offeredBitsPerSecond", offered)
        json.member("droppedBits", droppedBits)
        json.list("spans", inline: true, spans) { span, json in
            json.member("fromSeconds", seconds: span.from)
            json.member("toSeconds", seconds: span.to)
            json.member("carriedBitsPerSecond", span.carried)
            json.member("limits", span.limits)
            json.members(span.cause)
        }
    }
}

extension FlowStanding {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("lostTuples", lost)
        json.member("latencySeconds", seconds: latency)
        json.member("roundTripSeconds", seconds: roundTrip)
        json.member("asymmetricTuples", asymmetric)
        json.list("paths", inline: true, paths) { path, json in json.member("via", path) }
    }
}

extension Outage {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("startSeconds", seconds: start)
        json.member("endSeconds", seconds: end)
        json.member("durationSeconds", seconds: duration)
        json.member("open", isOpen)
        json.member("lost", lost)
        json.member("firstLostSeconds", seconds: firstLost)
        json.member("lastLostSeconds", seconds: lastLost)
        json.key("tuples")
        json.array(inline: true) { json in for tuple in tuples { json.integer(tuple) } }
        json.members(cause)
        json.key("endedBy")
        if let endedBy { json.object(inline: true) { $0.members(endedBy) } } else { json.null() }
        json.member("place", place)
        json.member("reason", reason)
    }
}

extension ConvergenceReport {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.members(stepPhase)
        json.member("flow", flow)
        json.member("direction", direction.rawValue)
        json.member("detectionSeconds", seconds: detection)
        json.member("detectedBy", detectedBy?.rawValue)
        json.member("propagationSeconds", seconds: propagation)
        json.member("decisionSeconds", seconds: decision)
        json.member("installationSeconds", seconds: installation)
        json.member("routeConvergenceSeconds", seconds: routeConvergence)
        json.member("lossOfConnectivitySeconds", seconds: lossOfConnectivity)
        json.member("worstOutageSeconds", seconds: worstOutage)
        json.member("open", isOpen)
        json.member("lost", lost)
        json.member("moved", moved)
        json.member("hurt", hurt)
        json.list("criticalPath", inline: true, criticalPath) { link, json in
            json.member("t", seconds: link.at)
            json.member("event", link.event)
            json.member("kind", link.kind)
            json.member("subject", link.subject)
            json.member("node", link.node)
            json.member("what", link.what)
            json.member("stage", link.stage?.rawValue)
            json.member("durationSeconds", seconds: link.duration)
            if let cost = link.cost {
                json.key("setting")
                json.object(inline: true) { cost.writeMembers(to: &$0) }
            }
        }
        if let standing {
            json.key("standing")
            json.object { standing.writeMembers(to: &$0) }
        }
    }
}

extension ExpectationResult {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("passed", passed)
        json.member("verdict", verdict.rawValue)
        json.member("sentence", sentence)
        json.member("flow", expectation.flow)
        json.members(expectation)
        json.member("direction", expectation.direction?.rawValue)
        json.bounds("outage", expectation.outage) { $1.member("seconds", seconds: $0) }
        json.bounds("lost", expectation.lost) { $1.member("packets", $0) }
        json.bounds("moved", expectation.moved) { $1.member("tuples", $0) }
        for measure in Expectation.TimeMeasure.allCases where !(expectation.times[measure] ?? []).isEmpty {
            json.bounds(measure.rawValue, expectation.times[measure] ?? []) { $1.member("seconds", seconds: $0) }
        }
        for measure in Expectation.CountMeasure.allCases where !(expectation.counts[measure] ?? []).isEmpty {
            json.bounds(measure.rawValue, expectation.counts[measure] ?? []) { $1.member("count", $0) }
        }
        if !expectation.path.isEmpty { json.member("path", expectation.path) }
        if let symmetric = expectation.isSymmetric { json.member("symmetric", symmetric) }
        if let table = expectation.table {
            json.key("table")
            json.object(inline: true) { json in
                json.member("node", table.node)
                json.member("prefix", table.prefix)
                json.member("atSeconds", seconds: table.at)
                json.member("present", table.isPresent)
                json.member("nextHop", table.nextHop)
                json.member("asPath", table.asPath)
            }
        }
        json.member("detectedBy", expectation.detectedBy.map(\.rawValue))
        json.key("measured")
        json.object(inline: true) { json in
            json.member("outageSeconds", seconds: outage)
            json.member("open", isOpen)
            json.member("lost", lost)
            json.member("moved", moved)
            json.member("detectedBy", detectedBy.map(\.rawValue))
        }
    }
}

extension JSONWriter {
    fileprivate mutating func members(_ expectation: Expectation) {
        member("step", expectation.step)
        member("phase", expectation.phase?.rawValue)
    }

    fileprivate mutating func bounds<Value>(
        _ name: String,
        _ bounds: [Expectation.Bound<Value>],
        _ write: (Value, inout JSONWriter) -> Void
    ) {
        key(name)
        array(inline: true) { json in
            for bound in bounds {
                json.object {
                    $0.member("comparison", bound.comparison.rawValue)
                    write(bound.value, &$0)
                }
            }
        }
    }
}

extension FinalState {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("sessionsDown", sessionsDown)
        json.member("wiresDown", wiresDown)
        json.member("nodesDown", nodesDown)
        json.member("instancesUnhealthy", instancesUnhealthy)
        json.list("flowsDown", inline: true, flowsDown) { flow, json in
            json.member("flow", flow.flow)
            json.member("direction", flow.direction.rawValue)
            json.member("tuples", flow.tuples)
            json.member("sinceSeconds", seconds: flow.since)
            json.member("place", flow.place)
            json.member("reason", flow.reason)
        }
    }
}
