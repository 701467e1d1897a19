import Network

extension Drawing {
    /// The drawing in Graphviz's language.
    func dot() -> String {
        var text = "graph \(Self.quoted(title)) {\n"
        text += "  rankdir=LR; compound=true; fontname=\"Helvetica\";\n"
        text += "  node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=10];\n"
        text += "  edge [fontname=\"Helvetica\", fontsize=8, color=gray40];\n"
        for (number, group) in groups.enumerated() {
            text += "  subgraph cluster_\(number) {\n    label=\(Self.quoted(group.title)); color=gray70;\n"
            for index in group.nodes {
                let node = nodes[index]
                let label = [node.path, node.detail].compactMap(\.self).joined(separator: "\n")
                text += "    n\(index) [label=\(Self.quoted(label)), shape=\(node.shape)];\n"
            }
            text += "  }\n"
        }
        for line in lines {
            let style = showsSessions ? ", style=dashed" : ""
            text += "  n\(line.a) -- n\(line.b) [label=\(Self.quoted(line.label))\(style)];\n"
        }
        return text + "}\n"
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}

extension Drawing.Node {
    fileprivate var shape: String {
        switch role {
        case .machine, .service, .host, .internet: "oval"
        case .providerEdge: "diamond"
        case .lan, .fabric, .backbone, .firewall: "box3d"
        case .routeReflector, .msee, .gatewayInstance, .router, .core, .outbound: "box"
        }
    }
}
