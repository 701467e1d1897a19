import ArgumentParser

/// What the process tells its caller when it ends.
enum ExitStatus: Int32 {
    case fine = 0
    case expectationFailed = 1
    case wrongInput = 2
    case warningsOnly = 3
    case lacking = 4
    case interrupted = 130

    /// What to throw to end the command with this status when all has been said.
    var error: ExitCode { ExitCode(rawValue) }
}
