import ArgumentParser
import Topology

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of topology files.",
        discussion: """
            Editors with a YAML language server complete and check a file that begins with this line:

              # yaml-language-server: $schema=topology.schema.json

              ersatz schema > topology.schema.json
            """
    )

    func run() throws { try Console.print(Topology.jsonSchema.rendered()) }
}
