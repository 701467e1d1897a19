/// Lines of a configuration, indented by the depth of their block.
struct Lines {
    private(set) var text = ""
    private let indent: String
    private var depth = 0

    init(indent: String) { self.indent = indent }

    mutating func add(_ line: String) {
        if !line.isEmpty {
            for _ in 0..<depth { text += indent }
            text += line
        }
        text += "\n"
    }

    /// A line, those below it, and one that ends them, if there is one.
    mutating func block(_ head: String, closing: String? = nil, _ body: (inout Lines) -> Void) {
        add(head)
        depth += 1
        body(&self)
        depth -= 1
        if let closing { add(closing) }
    }

    /// A block in braces.
    mutating func braces(_ head: String, _ body: (inout Lines) -> Void) { block(head + " {", closing: "}", body) }
}
