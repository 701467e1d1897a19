import ArgumentParser
import CustomerConfiguration
import Foundation
import Network
import Topology

struct CPECommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cpe")
    @Option var router: String?
    @Option var dialect: String?
    @Option var output: String?
    @Flag var daemons = false
    @Argument var topology: String

    func run() throws {
        let text = try String(contentsOfFile: topology, encoding: .utf8)
        guard let topology = Topology.load(text: text, file: topology).topology else { throw ExitCode(2) }
        let blueprint = Blueprint(topology)
        for (index, r) in topology.routers.enumerated() where router == nil || r.name == router {
            let c = CustomerRouter(index, in: blueprint)
            for f in daemons ? c.configuration(Dialect(rawValue: dialect ?? "frr")!) : [c.integratedConfiguration(Dialect(rawValue: dialect ?? "frr")!)] {
                if let output {
                    let d = output + "/" + r.name
                    try FileManager.default.createDirectory(atPath: d, withIntermediateDirectories: true)
                    try f.text.write(toFile: d + "/" + f.name, atomically: true, encoding: .utf8)
                } else { print(f.text) }
            }
        }
    }
}
