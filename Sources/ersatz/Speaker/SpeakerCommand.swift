import ArgumentParser
import BGPSpeaker
import Control
import Dispatch
import Foundation
import NetworkTypes
import Topology

struct SpeakerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speaker",
        abstract: "Runs one BGP router on this host's own network.",
        discussion: """
            A neighbor is an address and words with commas between them, the same words as in a file:

              remote-as=ASN (required)      port=PORT                    passive
              local-address=ADDRESS         md5=PASSWORD                 multihop[=HOPS]
              ttl-security[=HOPS]           bfd[=INTERVAL*MULTIPLIER]    families=ipv4+ipv6
              hold=TIME                     keepalive=TIME               minimum-hold=TIME
              connect-retry=TIME            send-hold=TIME               max-prefix=COUNT
              import=all|none               export=all|none              weight=NUMBER
              route-reflector-client        next-hop-self                next-hop-ipv4=, next-hop-ipv6=

            The file of --routes has a prefix on each line, then any of next-hop=, as-path=, med=,
            local-preference= and communities=.

            Example: ersatz speaker --listen 127.0.0.1:1790 --asn 12076 --router-id 10.0.0.1 \\
              --neighbor 127.0.0.2,remote-as=65010,passive --announce 10.1.0.0/16
            """
    )

    @Option(
        help: ArgumentHelp("Address and port to accept connections at; may be repeated.", valueName: "address:port")
    )
    var listen: [String] = []

    @Option(help: "The speaker's AS number.")
    var asn: UInt32?

    @Option(name: .customLong("router-id"), help: "The speaker's BGP identifier.")
    var routerID: String?

    @Option(help: ArgumentHelp("A session to run; may be repeated.", valueName: "address,word,…"))
    var neighbor: [String] = []

    @Option(help: ArgumentHelp("A YAML file with the same words as keys.", valueName: "file"))
    var config: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Prefixes to announce.", valueName: "prefix"))
    var announce: [String] = []

    @Option(help: ArgumentHelp("A file of routes to announce.", valueName: "file"))
    var routes: String?

    @Option(help: ArgumentHelp("Where `ersatz show` finds this speaker.", valueName: "path"))
    var socket: String?

    @Option(help: "How session changes are written: text or json.")
    var format: OutputFormat = .text

    func run() throws {
        let plan = try loadPlan()
        let routes = try loadRoutes(of: plan)
        let setup: SpeakerSetup
        do throws(SpeakerSetupError) {
            setup = try SpeakerSetup(plan, on: .current(), hashSeed: .random(in: .min ... .max))
        } catch {
            throw Failure("\(error)", status: error.isEnvironment ? .lacking : .wrongInput)
        }
        try SpeakerRun(setup, routes: routes, socket: socket, format: format).untilInterrupted()
    }
}

// MARK: - Input

extension SpeakerCommand {
    /// The file's plan with the options' words over it.
    private func loadPlan() throws -> SpeakerPlan {
        var plan = try config.map(Self.loadFile) ?? SpeakerPlan()
        if let asn { plan.asn = ASN(asn) }
        if let routerID { plan.routerID = try Self.parse(routerID, "--router-id", "an identifier such as 10.0.0.1") }
        if !listen.isEmpty {
            plan.listeners = try listen.map { text in
                guard let endpoint = Endpoint(text, defaultPort: 179) else {
                    throw Failure("--listen: '\(text)' is not an address and port such as 127.0.0.1:1790")
                }
                return endpoint
            }
        }
        for text in neighbor {
            let (neighbor, diagnostics) = SpeakerPlan.Neighbor.parse(text, option: "--neighbor")
            plan.neighbors.append(try Self.clean(neighbor, diagnostics, text))
        }
        for text in announce {
            guard let prefix = IPPrefix(text) else {
                throw Failure("--announce: '\(text)' is not a prefix such as 10.1.0.0/16")
            }
            plan.prefixes.append(prefix)
        }
        if let routes { plan.routesFile = routes }
        return plan
    }

    private static func loadFile(_ path: String) throws -> SpeakerPlan {
        let file = try InputFile(path, kind: "speaker")
        let (loaded, diagnostics, text) = SpeakerPlan.load(bytes: file.bytes, file: file.name)
        var plan = try clean(loaded, diagnostics, text)
        // A file is named as seen from the one that names it.
        if let routes = plan.routesFile, !routes.hasPrefix("/") {
            plan.routesFile = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(routes).path
        }
        return plan
    }

    /// Many routes are many octets.
    private static let routesFileLimit = 1 << 30

    private func loadRoutes(of plan: SpeakerPlan) throws -> [PlannedRoute] {
        guard let path = plan.routesFile else { return [] }
        let file = try InputFile(path, limit: Self.routesFileLimit, kind: "routes")
        guard file.bytes.count <= Self.routesFileLimit else { throw Failure("'\(path)' is larger than 1 GiB") }
        let (routes, diagnostics) = PlannedRoute.load(bytes: file.bytes, file: file.name)
        if let routes, diagnostics.isEmpty { return routes }
        return try Self.clean(routes, diagnostics, String(decoding: file.bytes, as: UTF8.self))
    }

    /// What was loaded, unless its text has errors; its problems are told in any case.
    private static func clean<Value>(_ value: Value?, _ diagnostics: [Diagnostic], _ text: String) throws -> Value {
        DiagnosticText(diagnostics, text: text).tell()
        guard let value else { throw ExitStatus.wrongInput.error }
        return value
    }

    private static func parse(_ text: String, _ option: String, _ what: String) throws -> IPv4Address {
        guard let address = IPv4Address(text) else { throw Failure("\(option): '\(text)' is not \(what)") }
        return address
    }
}
