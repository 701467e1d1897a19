import Convergence

extension Drawing {
    /// Each place with its nodes, and what each node is joined to.
    func text(_ style: TerminalStyle) -> String {
        var page = TerminalPage(colour: style.hasColour, width: 10_000, ascii: style.isASCII)
        page.line([page.painted(title, .bold)])
        for group in groups {
            page.title(group.title)
            for index in group.nodes {
                let node = nodes[index]
                page.line(["  " + page.painted(node.path, nil), page.painted(node.detail ?? "", .dim)])
                let joined = lines.filter { $0.a == index || $0.b == index }
                for (number, line) in joined.enumerated() {
                    let branch = page.sign(number == joined.count - 1 ? "└─" : "├─", "|-")
                    let other = nodes[line.a == index ? line.b : line.a].path
                    page.line(["    \(branch) \(page.painted(other, nil))", page.painted(line.label, .dim)])
                }
            }
        }
        return page.text
    }
}
