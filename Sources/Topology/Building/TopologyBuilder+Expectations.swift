import NetworkTypes

extension TopologyBuilder {
    mutating func buildExpectations() {
        let names = topology.flows.map(\.name)
        for expectation in (document.expectations?.value ?? []).map(\.value) {
            if expectation.table != nil {
                buildTableLook(expectation)
                continue
            }
            for place in expectation.tableKeys { error(place, "this goes with 'table'") }
            if expectation.flow == nil {
                missing(expectation.start, "an expectation is about a flow or about a table", notes: ["flow: NAME"])
            }
            let flow = index(of: expectation.flow, in: names, "flow")
            if let direction = expectation.direction, direction.value != .forward, let flow,
                !topology.flows[flow].isBidirectional, topology.flows[flow].application == .udp
            {
                error(
                    direction.place,
                    "flow '\(names[flow])' has no reverse direction",
                    notes: ["bidirectional: true gives it one"]
                )
            }
            checkStep(expectation)
            checkBounds(expectation.outage)
            checkBounds(expectation.lost)
            checkBounds(expectation.detection)
            checkBounds(expectation.moved)
            checkBounds(expectation.stall)
            checkBounds(expectation.roundTrip)
            checkBounds(expectation.broken)
            checkBounds(expectation.failed)
            checkBounds(expectation.delayed)
            if let flow { checkApplication(expectation, topology.flows[flow]) }
            topology.expectations.append(
                Topology.Expectation(
                    flow: flow ?? 0,
                    step: expectation.step?.value,
                    phase: expectation.phase?.value ?? .fault,
                    direction: (expectation.direction?.value ?? .forward).only,
                    outage: expectation.outage?.value.map(\.value) ?? [],
                    lost: expectation.lost?.value.map(\.value) ?? [],
                    detection: expectation.detection?.value.map(\.value) ?? [],
                    detectedBy: expectation.detectedBy?.value.map(\.value) ?? [],
                    moved: expectation.moved?.value.map(\.value) ?? [],
                    stall: expectation.stall?.value.map(\.value) ?? [],
                    roundTrip: expectation.roundTrip?.value.map(\.value) ?? [],
                    broken: expectation.broken?.value.map(\.value) ?? [],
                    failed: expectation.failed?.value.map(\.value) ?? [],
                    delayed: expectation.delayed?.value.map(\.value) ?? [],
                    path: (expectation.path?.value ?? []).compactMap { passedNode($0) },
                    isSymmetric: expectation.symmetric?.value,
                    line: expectation.start.line
                )
            )
        }
    }

    /// A device by its own name: `msee/er/primary` is one of a location's.
    private mutating func passedNode(_ path: Located<ObjectPath>) -> String? {
        switch path.value {
        case .router, .core, .msee, .mseeOf, .gatewayInstance, .machine, .host, .service, .provider: break
        case .outbound(let name):
            let names = topology.virtualNetworks.filter { $0.outboundAddress != nil }.map(\.name)
            let found = index(of: Located(name, at: path.place), in: names, "virtual network with an outboundAddress")
            return found == nil ? nil : path.value.description
        default:
            error(path.place, "\(path.value) is nothing that packets pass", notes: ["a path consists of devices"])
            return nil
        }
        return target(path).map { topology.path(of: $0).description }
    }

    /// Demands that the flow's application cannot meet or fail.
    private mutating func checkApplication(_ expectation: ExpectationDocument, _ flow: Topology.Flow) {
        if flow.application != .tcp {
            for place in [expectation.stall?.place, expectation.broken?.place].compactMap(\.self) {
                error(place, "flow '\(flow.name)' has no connections", notes: ["protocol: tcp gives it some"])
            }
        }
        if flow.application != .request {
            for place in [expectation.failed?.place, expectation.delayed?.place].compactMap(\.self) {
                error(place, "flow '\(flow.name)' makes no requests", notes: ["protocol: request has it make some"])
            }
        }
        guard flow.application == .udp, !flow.isBidirectional else { return }
        for place in [expectation.roundTrip?.place, expectation.symmetric?.place].compactMap(\.self) {
            error(place, "flow '\(flow.name)' has one direction only", notes: ["bidirectional: true gives it two"])
        }
    }

    private mutating func buildTableLook(_ expectation: ExpectationDocument) {
        for place in expectation.flowKeys { error(place, "this goes with 'flow', not with 'table'") }
        if let flow = expectation.flow {
            error(flow.place, "an expectation is about a flow or about a table, not both")
        }
        guard let table = expectation.table else { return }
        guard let prefix = expectation.prefix?.value else {
            return missing(table.place, "which prefix of the table?", notes: ["prefix: 10.0.0.0/16"])
        }
        switch table.value {
        case .router, .core, .msee, .mseeOf, .gatewayInstance: break
        case .machine:
            if let path = expectation.asPath { error(path.place, "effective routes of a machine have no AS path") }
        default:
            return error(
                table.place,
                "\(table.value) has no table to look at",
                notes: [
                    "router/NAME, core/SITE, msee/LOCATION/NUMBER, gateway/NAME/instance/NUMBER or machine/NETWORK/NAME has"
                ]
            )
        }
        if expectation.present?.value == false {
            for place in [expectation.nextHop?.place, expectation.asPath?.place].compactMap(\.self) {
                error(place, "a route that is not there has neither next hop nor path")
            }
        }
        let at = delay(expectation.at, .zero, limit: .seconds(86_400 * 365))
        if let place = expectation.at?.place, at > topology.scenario.duration {
            error(place, "the run ends before, after \(topology.scenario.duration.topologyText)")
        }
        guard let router = target(table) else { return }
        topology.tableLooks.append(
            Topology.TableLook(
                router: router,
                domain: expectation.domain?.value,
                prefix: prefix,
                at: at,
                isPresent: expectation.present?.value ?? true,
                nextHop: expectation.nextHop?.value,
                asPath: expectation.asPath?.value,
                line: expectation.start.line
            )
        )
    }

    private mutating func checkStep(_ expectation: ExpectationDocument) {
        guard let number = expectation.step else {
            for place in [
                expectation.phase?.place, expectation.detection?.place, expectation.detectedBy?.place,
                expectation.moved?.place,
            ] {
                if let place { error(place, "this needs a step: without one the expectation speaks of the whole run") }
            }
            return
        }
        let steps = topology.scenario.steps
        guard steps.indices.contains(number.value - 1) else {
            let notes = steps.isEmpty ? ["the scenario has no steps"] : ["the scenario has steps 1 to \(steps.count)"]
            missing(number.place, "there is no step \(number.value)", notes: notes)
            return
        }
        let step = steps[number.value - 1]
        if step.verb == .restore {
            let undone = step.undoes.first.map { ["step: \($0), phase: restore speaks of it"] } ?? []
            error(number.place, "step \(number.value) restores an earlier one", notes: undone)
        }
        if let phase = expectation.phase, phase.value == .restore {
            let isRestored =
                step.restoresAfter != nil || step.verb.endsByItself
                || steps.contains { $0.undoes.contains(number.value) }
            if !isRestored { missing(phase.place, "step \(number.value) is never restored") }
        }
    }

    /// Bounds that no value can meet.
    private mutating func checkBounds<Value>(_ bounds: List<Topology.Comparison<Value>>?) {
        guard let bounds, bounds.value.count > 1 else { return }
        for (position, bound) in bounds.value.enumerated() {
            for other in bounds.value[..<position] where Self.exclude(bound.value, other.value) {
                error(bound.place, "no value can meet this bound and the one before it")
            }
        }
    }

    private static func exclude<Value>(_ a: Topology.Comparison<Value>, _ b: Topology.Comparison<Value>) -> Bool {
        switch (a.relation, b.relation) {
        case (.equal, _): !b.holds(for: a.bound)
        case (_, .equal): !a.holds(for: b.bound)
        case (.less, .greater), (.less, .greaterOrEqual), (.lessOrEqual, .greater): a.bound <= b.bound
        case (.greater, .less), (.greaterOrEqual, .less), (.greater, .lessOrEqual): b.bound <= a.bound
        case (.lessOrEqual, .greaterOrEqual): a.bound < b.bound
        case (.greaterOrEqual, .lessOrEqual): b.bound < a.bound
        default: false
        }
    }
}
