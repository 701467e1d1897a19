public import Capture
public import Convergence
public import LiveEngine

/// Why a run could not leave what it should.
public enum ReplayError: Error, Hashable, Sendable {
    case filter(CaptureFilter.InvalidExpression)
    case trace(CaptureFileError)
    case directory(RunDirectoryError)
    /// A router of this name is a real one, which virtual time cannot run.
    case realRouter(String)
    /// A router is of a kind whose program is not installed.
    case missingProgram(router: String, RoutingSoftware, path: String)
    /// A router is of a kind whose programs do not run for an ordinary user.
    case needsRoot(router: String, RoutingSoftware)
    /// A real router's configuration cannot be read.
    case configurationFile(router: String, path: String)
    /// The system would not give what a live run needs.
    case system(SystemError)
}
