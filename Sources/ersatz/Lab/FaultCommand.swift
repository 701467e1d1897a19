import ArgumentParser
import Control
import Topology

struct FaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Breaks something in a live lab, or mends it.",
        discussion: """
            The verbs and paths are those of a scenario's steps.

              ersatz fault cut link/er-ams/primary --for 10s
              ersatz fault blackhole link/er-ams/primary/customer --direction toCustomer
              ersatz fault degrade link/er-ams/primary --loss 5% --latency 20ms
              ersatz fault drain msee/er-ams/primary --grace 30s --down 60s
              ersatz fault fail peeringLocation/amsterdam
              ersatz fault fail router/cpe1 --mode bgpCrash --for 5s
              ersatz fault flap link/er-ams/secondary --period 4s --count 5
              ersatz fault withdraw router/cpe1 --prefixes 10.100.0.0/16
              ersatz fault failoverTest peeringLocation/amsterdam --gateway ergw
              ersatz fault restore peeringLocation/amsterdam
              ersatz fault restore                                   everything

            `ersatz show faults` lists what is broken, `ersatz inspect FILE` the paths.
            """
    )

    /// What can be done by hand: the verbs of a scenario.
    enum Verb: String, CaseIterable, ExpressibleByArgument {
        case cut, blackhole, degrade, fail, flap, reset, shutdown, withdraw, announce, drain, isolate, deprovision,
            failoverTest, resize, migrate, restore
    }

    @Argument(help: "What to do.")
    var verb: Verb

    @Argument(help: "To what: one path or more, such as link/er-ams/primary.")
    var targets: [String] = []

    @Option(name: .customLong("for"), help: ArgumentHelp("Undo it after this time.", valueName: "duration"))
    var duration: String?

    @Option(help: ArgumentHelp("blackhole: toCustomer, toMicrosoft or both.", valueName: "direction"))
    var direction: String?

    @Option(
        help: ArgumentHelp(
            "fail: what of a router: powerLoss, reload, bgpCrash, bfdCrash, forwardingOnly or controlPlaneStall.",
            valueName: "mode"
        )
    )
    var mode: String?

    @Option(
        help: ArgumentHelp("fail --mode reload: from the ports' return until BGP starts.", valueName: "duration")
    )
    var startup: String?

    @Option(help: ArgumentHelp("flap: one loss and one return.", valueName: "duration"))
    var period: String?

    @Option(help: "flap: how many times.")
    var count: Int?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("withdraw, announce: which ones; all by default.", valueName: "prefix")
    )
    var prefixes: [String] = []

    @Option(help: ArgumentHelp("degrade: chance of a frame to be lost, such as 5%.", valueName: "share"))
    var loss: String?

    @Option(help: ArgumentHelp("degrade: added latency.", valueName: "duration"))
    var latency: String?

    @Option(help: ArgumentHelp("degrade: up to this much more latency, at random.", valueName: "duration"))
    var jitter: String?

    @Option(help: ArgumentHelp("degrade: bandwidth, such as 10Mbps.", valueName: "rate"))
    var rate: String?

    @Option(help: ArgumentHelp("drain: the time that traffic has to leave.", valueName: "duration"))
    var grace: String?

    @Option(help: ArgumentHelp("drain: how long the device, or each instance, is down.", valueName: "duration"))
    var down: String?

    @Option(help: ArgumentHelp("failoverTest: the gateway that leaves the location.", valueName: "name"))
    var gateway: String?

    @Option(help: ArgumentHelp("resize: what the gateway becomes, such as ErGw2AZ.", valueName: "sku"))
    var sku: String?

    @Option(
        name: .customLong("scale-units"),
        help: ArgumentHelp("resize to ErGwScale: how many units.", valueName: "number")
    )
    var scaleUnits: Int?

    @Option(help: ArgumentHelp("resize: what each connection of a circuit carries, such as 2Gbps.", valueName: "rate"))
    var bandwidth: String?

    @Option(help: ArgumentHelp("migrate: prepare, move, commit or abort.", valueName: "stage"))
    var stage: String?

    @OptionGroup var options: ShowOptions

    func run() throws {
        var targets = targets
        if targets.isEmpty {
            guard verb == .restore else {
                throw Failure("'\(verb.rawValue)' needs to know what: a path such as link/er-ams/primary")
            }
            targets = try everythingBroken()
            guard !targets.isEmpty else { throw Failure("nothing is broken") }
        }
        try options.show(.fault(step: step(targets)), FaultRow.self) { row in
            for warning in row.warnings { Console.warn(warning) }
            let until = row.untilSeconds.map { ", until \(Self.seconds($0))" } ?? ""
            return
                "step \(row.step) at \(Self.seconds(row.atSeconds)): \(row.verb) \(row.targets.joined(separator: ", "))\(until)"
        }
    }

    static func seconds(_ value: Double) -> String { "\((value * 1000).rounded() / 1000) s" }

    private func everythingBroken() throws -> [String] {
        var targets: [String] = []
        try options.ask(.faults, FaultRow.self) { row in
            for target in row.targets where !targets.contains(target) { targets.append(target) }
        }
        return targets
    }

    /// The step as it would stand in a topology file.
    private func step(_ targets: [String]) -> String {
        var members = ["at: 0s", "\(verb.rawValue): [\(targets.map(Self.quoted).joined(separator: ", "))]"]
        if let duration { members.append("for: \(Self.quoted(duration))") }
        for (key, value) in [
            ("loss", loss), ("latency", latency), ("jitter", jitter), ("rate", rate), ("grace", grace), ("down", down),
            ("gateway", gateway), ("mode", mode), ("startup", startup),
            ("sku", sku), ("stage", stage), ("bandwidth", bandwidth),
        ] {
            if let value { members.append("\(key): \(Self.quoted(value))") }
        }
        if let direction { members.append("direction: \(Self.quoted(direction))") }
        if let period { members.append("period: \(Self.quoted(period))") }
        if let scaleUnits { members.append("scaleUnits: \(scaleUnits)") }
        if let count { members.append("count: \(count)") }
        if !prefixes.isEmpty { members.append("prefixes: [\(prefixes.map(Self.quoted).joined(separator: ", "))]") }
        return "{ \(members.joined(separator: ", ")) }"
    }

    /// A word as YAML takes it whatever is in it.
    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
