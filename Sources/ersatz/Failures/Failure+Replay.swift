import Capture
import Convergence
import Foundation
import LiveEngine
import Replay

extension Failure {
    /// What a run that cannot leave its files has to say.
    init(_ error: ReplayError) {
        switch error {
        case .filter(let error): self.init(error)
        case .trace(let error):
            self.init(RunDirectoryError(path: error.path, call: error.call.rawValue, errno: error.errno))
        case .directory(let error): self.init(error)
        case .system(let error) where error.needsRoot:
            self.init("namespaces that others made are root's to enter (\(error)); run this as root", status: .lacking)
        case .system(let error):
            self.init(
                error.isPrivilege
                    ? "a live run may not do here what it needs (\(error)); run it as root, or allow everybody user namespaces "
                        + "(sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns) and /dev/net/tun"
                    : "a live run is not possible here: \(error)",
                status: .lacking
            )
        case .realRouter(let name):
            self.init(
                "router '\(name)' is a real one, which virtual time cannot run; run the file with --live, or leave out "
                    + "the router's 'kind'"
            )
        case .missingProgram(let router, let software, let path):
            self.init(
                "router '\(router)' is to run \(software.name), whose \(path) is not here; install the package "
                    + "'\(software.package)'",
                status: .lacking
            )
        case .needsRoot(let router, let software):
            self.init(
                "router '\(router)' is to run \(software.name), which sets its groups, and an ordinary user needs further "
                    + "ids for that; run this as root, or install the package 'uidmap' and give yourself a range in "
                    + "/etc/subuid and /etc/subgid ('usermod --add-subuids 100000-165535 --add-subgids 100000-165535 NAME')",
                status: .lacking
            )
        case .configurationFile(let router, let path):
            self.init("the configuration of router '\(router)', \(path), cannot be read as text")
        }
    }

    init(_ error: RunDirectoryError) {
        let elsewhere = "choose another place with --output DIR"
        switch error {
        case .notADirectory(let path): self.init("\(path) is not a directory; \(elsewhere)")
        case .unwritable(let path): self.init("no permission to write to \(path); \(elsewhere)")
        case .full(let path): self.init("the disk is full, so \(path) could not be written; make room, or \(elsewhere)")
        case .notFound(let path): self.init("\(path) cannot be made, or was removed during the run; \(elsewhere)")
        case .occupied(let path):
            self.init("\(path) exists and was not left by a run, so it is not replaced; \(elsewhere)")
        case .busy(let path): self.init("another run is writing to \(path); wait for it, or \(elsewhere)")
        case .system(let path, let call, let number):
            self.init("\(path) could not be written (\(call): \(Self.words(for: number))); \(elsewhere)")
        case .noFreeName(let path): self.init("\(path) and all names like it are taken; remove some, or \(elsewhere)")
        }
    }
}
