public import Convergence
internal import NetworkTypes
public import Topology

extension Topology {
    /// What the file expects, in the terms of the report.
    public var reportedExpectations: [Convergence::Expectation] {
        expectations.map { Convergence::Expectation($0, in: self) }
            + tableLooks.map { Convergence::Expectation($0, in: self) }
    }
}

extension Convergence::Expectation {
    /// An expectation of a topology file in the terms of the report.
    init(_ expectation: Topology.Expectation, in topology: Topology) {
        self.init(
            flow: topology.flows[expectation.flow].name,
            step: expectation.step,
            phase: expectation.step == nil ? nil : Phase(rawValue: expectation.phase.rawValue),
            direction: expectation.direction.flatMap { FlowDirection(rawValue: $0.rawValue) },
            outage: expectation.outage.map { Bound(Comparison($0.relation), $0.bound) },
            lost: expectation.lost.map { Bound(Comparison($0.relation), $0.bound) },
            moved: expectation.moved.map { Bound(Comparison($0.relation), $0.bound) },
            detectedBy: expectation.detectedBy.compactMap { DetectionMethod(rawValue: $0.rawValue) }
        )
        times = [
            .stall: expectation.stall.map { Bound(Comparison($0.relation), $0.bound) },
            .detection: expectation.detection.map { Bound(Comparison($0.relation), $0.bound) },
            .roundTrip: expectation.roundTrip.map { Bound(Comparison($0.relation), $0.bound) },
        ]
        counts = [
            .broken: expectation.broken.map { Bound(Comparison($0.relation), $0.bound) },
            .failed: expectation.failed.map { Bound(Comparison($0.relation), $0.bound) },
            .delayed: expectation.delayed.map { Bound(Comparison($0.relation), $0.bound) },
        ]
        path = expectation.path
        isSymmetric = expectation.isSymmetric
    }

    /// What a table has to hold.
    init(_ look: Topology.TableLook, in topology: Topology) {
        self.init(flow: "")
        table = TableDemand(
            node: topology.path(of: look.router).description,
            prefix: look.prefix.description,
            at: look.at,
            isPresent: look.isPresent,
            nextHop: look.nextHop.map { "\($0)" },
            asPath: look.asPath
        )
    }
}

extension Convergence::Expectation.Comparison {
    fileprivate init(_ relation: some RawRepresentable<String>) {
        self = Self(rawValue: relation.rawValue) ?? .equal
    }
}
