public import Capture
public import Convergence

/// Why a run could not leave what it should.
public enum ReplayError: Error, Hashable, Sendable {
    case filter(CaptureFilter.InvalidExpression)
    case trace(CaptureFileError)
    case directory(RunDirectoryError)
    /// A router of this name is a real one, which virtual time cannot run.
    case realRouter(String)
}
