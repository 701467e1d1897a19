import ArgumentParser
import Convergence
import NetworkTypes
import Replay
import Topology

struct FailoverTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failover-test",
        abstract: "Takes a gateway from a peering location in virtual time, and tells what that showed.",
        discussion: """
            The site failover test of Azure's Resiliency Validation: the gateway's connections with the circuits of the \
            location go down, other gateways and the customer's own sessions go on. The scenario of the file is left \
            out, its flows run. Routes are told apart into those that other sites have too and those that the gateway loses.

              ersatz failover-test my.yaml --gateway ergw --location amsterdam
              ersatz failover-test my.yaml --gateway ergw --location amsterdam --for 30s --format json

            Exit status: 0 the test succeeds, 1 routes or flows are lost, 2 the input is wrong or a precondition does \
            not hold.
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @Option(help: ArgumentHelp("The gateway to test; the only one by default.", valueName: "name"))
    var gateway: String?

    @Option(
        help: ArgumentHelp("The peering location to leave; more than one for a multi-site test.", valueName: "name")
    )
    var location: [String]

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long the gateway stays away.", valueName: "duration"),
        transform: RunLength.parse
    )
    var length = Duration.seconds(30)

    @Option(parsing: .unconditional, help: "Seed of the replay.", transform: Seed.parse)
    var seed: UInt64 = 1

    @Option(help: "How to print: text for people, json for programs.")
    var format = OutputFormat.text

    /// When the test begins, and how long flows go on after it.
    private static let margin = Duration.seconds(5)

    func run() throws {
        let file = try TopologyFile(topology)
        let topology = try prepared(file.topology)
        let report = try replay(topology)
        guard let result = FailoverTestResult(report, location, served: try flowsOfGateway(topology)) else {
            throw Failure("the network did not settle; `ersatz run` tells why")
        }
        try Console.print(format == .json ? result.json() : result.text(TerminalStyle.standardOutput))
        if !result.isSuccess { throw ExitStatus.expectationFailed.error }
        if file.hasWarnings { throw ExitStatus.warningsOnly.error }
    }

    /// Names of the flows that end at, or come from, machines behind the tested gateway.
    private func flowsOfGateway(_ topology: Topology) throws -> [String] {
        let networks = try topology.gateways(named: gateway).flatMap { topology.networks(ofGateway: $0) }
        return topology.flows.filter { flow in
            [flow.from, flow.to].contains { end in
                guard case .machine(let machine) = end else { return false }
                return networks.contains(topology.machines[machine].virtualNetwork)
            }
        }.map(\.name)
    }

    private func replay(_ topology: Topology) throws(Failure) -> Report {
        let options = RunOptions(seed: seed, until: length + Self.margin * 2, tracesFrames: false)
        do throws(ReplayError) {
            var replay = try VirtualReplay(topology, options: options, directory: nil)
            while !replay.isFinished { try replay.advance(by: .seconds(1)) }
            return replay.report()
        } catch {
            throw Failure(error)
        }
    }

    /// The topology with the test as its only step.
    private func prepared(_ topology: Topology) throws -> Topology {
        guard !location.isEmpty else { throw Failure("--location is missing: a peering location to leave") }
        let candidates = try topology.gateways(named: gateway)
        guard candidates.count == 1 else {
            throw Failure(
                "--gateway is missing: one of \(candidates.map { topology.gateways[$0].name }.joined(separator: ", "))"
            )
        }
        var lab = topology.asLab()
        let places = location.map { "'peeringLocation/\($0)'" }.joined(separator: ", ")
        let name = topology.gateways[candidates[0]].name
        let step = "{ at: 0s, failoverTest: [\(places)], gateway: '\(name)', for: \(length.topologyText) }"
        let (built, diagnostics) = lab.addStep(step, at: Self.margin)
        guard built != nil else {
            let reasons = diagnostics.map { diagnostic in
                diagnostic.message + diagnostic.notes.map { " (\($0))" }.joined()
            }
            throw Failure(reasons.joined(separator: "; "))
        }
        return lab
    }
}
