import ArgumentParser

/// Whom data on standard output are for.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// People.
    case text
    /// Programs.
    case json
}
