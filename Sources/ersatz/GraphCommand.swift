import ArgumentParser
import Network
import Topology

struct GraphCommand: ParsableCommand {
    enum Language: String, CaseIterable, ExpressibleByArgument {
        case dot, mermaid, text
    }

    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws a topology: as DOT for Graphviz, as Mermaid for Markdown, or as text.",
        discussion: """
            Nodes stand in the places where they are; lines are wires, with their latencies. With --sessions, BGP \
            sessions are drawn instead of wires.

              ersatz graph my.yaml | dot -Tsvg > my.svg
              ersatz graph my.yaml --format mermaid              paste it into a Markdown file
              ersatz graph my.yaml --format text                 who is joined to whom
            """
    )

    @Argument(help: "The topology file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var topology: String

    @Option(help: "The language of the drawing: dot, mermaid or text.")
    var format = Language.dot

    @Flag(help: "Draw BGP sessions instead of wires.")
    var sessions = false

    func run() throws {
        let file = try TopologyFile(topology)
        let drawing = Drawing(Blueprint(file.topology), showsSessions: sessions)
        switch format {
        case .dot: try Console.print(drawing.dot())
        case .mermaid: try Console.print(drawing.mermaid())
        case .text: try Console.print(drawing.text(TerminalStyle.standardOutput))
        }
        if file.hasWarnings { throw ExitStatus.warningsOnly.error }
    }
}
