import ArgumentParser
import Convergence
import Topology

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Computes the resiliency index of each gateway, 0 to 100, and what would raise it.",
        discussion: """
            The network is brought up in virtual time; what each gateway then learns, and over which sites, is rated as \
            Azure's Resiliency Insights rate it: route score × validation multiplier + zones + recommendations. Tests \
            of the past stand under `validations` of a gateway, open recommendations under `openRecommendations`.

              ersatz score my.yaml
              ersatz score my.yaml --gateway ergw --at 35s      in the midst of a fault
              ersatz score my.yaml --minimum 60                 exit 1 if a gateway has less
              ersatz score my.yaml --format json | jq '.gateways[].index'

            Exit status: 0 fine, 1 a gateway is below --minimum, 2 the input is wrong, 3 there were warnings only.
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @Option(help: ArgumentHelp("Only this gateway.", valueName: "name"))
    var gateway: String?

    @Option(help: ArgumentHelp("Fail if a gateway has less.", valueName: "points"))
    var minimum: Int?

    @OptionGroup var moment: MomentOptions

    @Option(help: "How to print: text for people, json for programs.")
    var format = OutputFormat.text

    func run() throws {
        let file = try TopologyFile(topology)
        let chosen = try file.topology.gateways(named: gateway)
        let scores = try file.topology.replayed(to: moment.at, seed: moment.seed) { network, _ in
            var scores: [GatewayScore] = []
            for gateway in chosen {
                let facts = ResiliencyIndex.Facts(network, gateway: gateway)
                scores.append(
                    GatewayScore(name: file.topology.gateways[gateway].name, index: ResiliencyIndex(facts))
                )
            }
            return scores
        }
        let listing = ScoreListing(topology: file.topology.name, at: moment.at, scores: scores)
        try Console.print(format == .json ? listing.json() : listing.text(TerminalStyle.standardOutput))
        if let minimum, scores.contains(where: { $0.index.tenths < minimum * 10 }) {
            throw ExitStatus.expectationFailed.error
        }
        if file.hasWarnings { throw ExitStatus.warningsOnly.error }
    }
}

extension Topology {
    /// The index of the gateway with a name, or of all; a topology without gateways is a wrong input.
    func gateways(named name: String?) throws(Failure) -> [Int] {
        guard !gateways.isEmpty else { throw Failure("the topology has no gateway") }
        guard let name else { return Array(gateways.indices) }
        guard let index = gateways.firstIndex(where: { $0.name == name }) else {
            throw Failure(
                "there is no gateway called '\(name)'; there is \(gateways.map(\.name).joined(separator: ", "))"
            )
        }
        return [index]
    }
}

/// The index of one gateway.
struct GatewayScore {
    var name: String
    var index: ResiliencyIndex
}
