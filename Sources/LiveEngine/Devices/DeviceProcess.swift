import Glibc
import NetworkTypes

/// A program inside a real router's namespace.
final class DeviceProcess {
    let identifier: pid_t

    private init(identifier: pid_t) { self.identifier = identifier }

    /// Starts programs one after the other; what cannot be started is left out, which its log says.
    static func start(_ programs: [DeviceConfiguration.Program], in namespace: NetworkNamespace) -> [DeviceProcess] {
        var processes: [DeviceProcess] = []
        for program in programs {
            if let process = namespace.inside({ spawn(program) }) { processes.append(process) }
            if program.headStart > .zero { usleep(UInt32(clamping: program.headStart.nanoseconds / 1000)) }
        }
        return processes
    }

    private static func spawn(_ program: DeviceConfiguration.Program) -> DeviceProcess? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, program.log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments: [UnsafeMutablePointer<CChar>?] = ([program.executable] + program.arguments).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var identifier: pid_t = 0
        guard posix_spawn(&identifier, program.executable, &actions, nil, arguments, environ) == 0 else { return nil }
        return DeviceProcess(identifier: identifier)
    }

    /// Ends the program at once and waits until it is gone.
    func kill() {
        _ = Glibc.kill(identifier, SIGKILL)
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
}
