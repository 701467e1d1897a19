/// What a router's table held of a prefix at a time that an expectation asked for.
public struct TableLook: Hashable, Sendable {
    public var node: String
    public var prefix: String
    public var at: Duration
    public var isPresent: Bool
    /// Of the paths in use, the best first.
    public var nextHops: [String]
    public var asPaths: [String]
}
