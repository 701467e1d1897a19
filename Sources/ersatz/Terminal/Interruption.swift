import Foundation
import Synchronization

/// Ctrl-C and the other ways to ask a process to end.
enum Interruption {
    private static let wasAsked = Atomic(false)

    /// Whether somebody has asked since ``watch()``.
    static var isRequested: Bool { wasAsked.load(ordering: .relaxed) }

    /// From now on the first request is only taken note of; the second one ends the process at once.
    static func watch() {
        // The handler may run at any moment, so what it touches must exist before.
        wasAsked.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let previous = signal(number) { _ in
                if Interruption.wasAsked.exchange(true, ordering: .relaxed) { _exit(ExitStatus.interrupted.rawValue) }
            }
            // What was ignored from the start, as under nohup, stays ignored.
            if isIgnoring(previous) { _ = signal(number, SIG_IGN) }
        }
    }

    /// Lets requests through that whoever started the process has blocked, as threads of Dispatch do for all their children.
    static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// A reader that goes away must not end the process: files may still have to be written.
    static func ignoreClosedPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
