import ArgumentParser
import CustomerConfiguration
import Foundation
import Network
import Topology

struct CPECommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cpe",
        abstract: "Prints the configuration that makes a real router the matching CPE.",
        discussion: """
            Interfaces, BGP sessions with the MSEEs and on the LAN, BFD, keys, policies and static routes of the \
            customer routers of a topology, as FRR and BIRD run them as they are, and as text for IOS-XE, Junos and \
            EOS. What a router's software cannot say is told on standard error.

              ersatz cpe --router cpe1 Topologies/maximum-resiliency.yaml > frr.conf
              ersatz cpe --router cpe1 --dialect bird Topologies/maximum-resiliency.yaml
              ersatz cpe --output configurations Topologies/maximum-resiliency.yaml

            Exit status: 0 if everything could be said, 2 if the input is wrong, 3 if something was left out.
            """
    )

    @Argument(help: "The topology file; - is standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @Option(help: "One router. All of them by default.")
    var router: String?

    @Option(
        help: ArgumentHelp(
            "The router's software: \(Dialect.names). By default what the router's profile or kind says, else frr.",
            valueName: "dialect"
        ),
        transform: Dialect.parse
    )
    var dialect: Dialect?

    @Option(help: ArgumentHelp("Write files to DIR/ROUTER/ instead, made if need be.", valueName: "dir"))
    var output: String?

    @Flag(help: "FRR: one file for each daemon instead of an integrated frr.conf.")
    var daemons = false

    func run() throws {
        let topology = try TopologyFile(topology).topology
        let blueprint = Blueprint(topology)
        var isComplete = true
        for index in try chosen(in: topology) {
            let dialect = self.dialect ?? topology.routers[index].dialect
            let router = CustomerRouter(index, in: blueprint)
            let files = daemons ? router.configuration(dialect) : [router.integratedConfiguration(dialect)]
            if let output {
                try write(files, to: URL(fileURLWithPath: output).appendingPathComponent(router.name))
            } else {
                for file in files { try Console.print(file.text) }
            }
            let omissions = router.omissions(in: dialect)
            for omission in omissions { Console.warn("\(router.name), \(dialect): \(omission)") }
            isComplete = isComplete && omissions.isEmpty
        }
        if !isComplete { throw ExitStatus.warningsOnly.error }
    }

    private func chosen(in topology: Topology) throws(Failure) -> [Int] {
        guard !topology.routers.isEmpty else {
            throw Failure("the topology '\(topology.name)' has no customer routers")
        }
        guard let router else { return Array(topology.routers.indices) }
        guard let index = topology.routers.firstIndex(where: { $0.name == router }) else {
            let names = topology.routers.map(\.name).joined(separator: ", ")
            throw Failure("there is no router '\(router)' in '\(topology.name)'; its routers are \(names)")
        }
        return [index]
    }

    private func write(_ files: [ConfigurationFile], to folder: URL) throws(Failure) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in files {
                let url = folder.appendingPathComponent(file.name)
                try Data(file.text.utf8).write(to: url, options: .atomic)
                Console.note(url.relativePath)
            }
        } catch {
            let reason = (error as NSError).localizedDescription
            throw Failure("\(folder.path) could not be written: \(reason); choose another place with --output DIR")
        }
    }
}

extension Dialect {
    static let names = "frr, bird, iosxe, junos, eos"

    /// The dialect that a word stands for, however it is spelt: `ios-xe`, `IOS-XE`.
    fileprivate init?(word: String) {
        self.init(rawValue: word.lowercased().filter { $0 != "-" && $0 != "_" })
    }

    fileprivate static func parse(_ text: String) throws -> Dialect {
        guard let dialect = Dialect(word: text) else {
            throw ValidationError("'\(text)' is no dialect; there are \(names)")
        }
        return dialect
    }
}

extension Topology.Router {
    /// What the router runs, as far as the file says.
    fileprivate var dialect: Dialect {
        switch (behavior.profile, kind) {
        case (.iosxe, _): .iosxe
        case (.junos, _): .junos
        case (.eos, _): .eos
        case (.bird, _), (.ideal, .bird): .bird
        case (.frr, _), (.ideal, .emulated), (.ideal, .frr), (.ideal, .external): .frr
        }
    }
}
