import Network

extension Drawing {
    /// The drawing as a Mermaid flowchart.
    func mermaid() -> String {
        var text = "flowchart LR\n"
        for (number, group) in groups.enumerated() {
            text += "  subgraph g\(number)[\(Self.quoted(group.title))]\n"
            for index in group.nodes {
                let node = nodes[index]
                let label = Self.quoted([node.path, node.detail].compactMap(\.self).joined(separator: "<br/>"))
                text += "    n\(index)\(node.opening)\(label)\(node.closing)\n"
            }
            text += "  end\n"
        }
        let stroke = showsSessions ? "-.-" : "---"
        for line in lines { text += "  n\(line.a) \(stroke)|\(Self.quoted(line.label))| n\(line.b)\n" }
        return text
    }

    /// Mermaid knows entities, but no escapes.
    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\"", with: "#quot;"))\""
    }
}

extension Drawing.Node {
    fileprivate var opening: String { brackets.0 }
    fileprivate var closing: String { brackets.1 }

    private var brackets: (String, String) {
        switch role {
        case .machine, .service, .host, .internet: ("([", "])")
        case .providerEdge: ("{{", "}}")
        case .lan, .fabric, .backbone, .firewall: ("[[", "]]")
        case .routeReflector, .msee, .gatewayInstance, .router, .core, .outbound: ("[", "]")
        }
    }
}
