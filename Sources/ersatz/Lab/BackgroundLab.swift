import Foundation

/// A lab in a process of its own, which its caller does not wait for.
///
/// What it says until it is up goes to the caller's standard error, through a pipe; that this ends means that it is up, or has failed.
enum BackgroundLab {
    /// Starts this command anew, and returns once the lab is up.
    static func start() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure("no pipe: \(Failure.words(for: errno))", status: .lacking) }
        let process = try spawn(tellingTo: ends[1])
        close(ends[1])
        relay(ends[0])
        close(ends[0])
        var status: Int32 = 0
        // A lab that is up goes on; one that has failed is ending, which may take a moment.
        for _ in 0..<50 {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { throw ExitStatus(rawValue: (status >> 8) & 0xFF)?.error ?? ExitStatus.lacking.error }
            if hasDetached(process) { return }
            usleep(20_000)
        }
    }

    /// The lab is up: from now on its messages go to a file, and its caller is free.
    static func detach(logging path: String) {
        var log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if log < 0 { log = open("/dev/null", O_WRONLY | O_CLOEXEC) }
        guard log >= 0 else { return }
        dup2(log, STDOUT_FILENO)
        dup2(log, STDERR_FILENO)
        close(log)
    }

    /// `POSIX_SPAWN_SETSID` of `spawn.h`, which Swift does not import.
    private static let setsid: Int16 = 0x80

    /// Whether the process no longer has the caller's streams: it does so only once it is up.
    private static func hasDetached(_ process: pid_t) -> Bool {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/2")
        return link.map { !$0.hasPrefix("pipe:") } ?? false
    }

    private static func spawn(tellingTo pipe: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, pipe, STDERR_FILENO)
        posix_spawn_file_actions_addclose(&actions, pipe)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A session of its own: Ctrl-C at the terminal is not meant for it.
        posix_spawnattr_setflags(&attributes, setsid)
        let words = CommandLine.arguments + ["--detached"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let error = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &arguments, environ)
        guard error == 0 else { throw Failure("no process: \(Failure.words(for: error))", status: .lacking) }
        return process
    }

    /// Passes on what the lab says until it says no more.
    private static func relay(_ descriptor: Int32) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            Console.draw(String(decoding: chunk[..<count], as: UTF8.self))
        }
    }
}
