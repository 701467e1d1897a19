/// A problem of a topology file, with its place.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable {
        case error, warning
    }

    /// What kind of rule was broken, from the outside in.
    public enum Layer: Hashable, Sendable {
        /// Not YAML, or beyond the reader's limits.
        case syntax
        /// An unknown or missing key, or a value of the wrong shape; the JSON Schema sees these too.
        case structure
        /// A value that is not what it claims to be.
        case value
        /// A contradiction between values, or with what Azure allows.
        case meaning
    }

    public var severity: Severity
    public var layer: Layer
    public var file: String
    /// From 1; 0 speaks of the file as a whole.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    /// How many scalars are meant, at least 1.
    public var length: Int
    /// One sentence without a final stop.
    public var message: String
    /// The word that was probably meant.
    public var suggestion: String?
    /// Further sentences: what is allowed, where the other one stands.
    public var notes: [String]
}
