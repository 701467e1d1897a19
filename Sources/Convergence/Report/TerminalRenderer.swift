/// Draws a report for a terminal.
public struct TerminalRenderer: Hashable, Sendable {
    public var colour: Bool
    /// Columns of the terminal; the timeline takes what is left of them.
    public var width: Int
    /// Whether to keep to ASCII.
    public var ascii: Bool

    public init(colour: Bool = false, width: Int = 100, ascii: Bool = false) {
        self.colour = colour
        self.width = width
        self.ascii = ascii
    }

    /// The whole text, ending in a line feed.
    public func render(_ report: Report) -> String { fatalError() }
}
