import CLinux
import Glibc

/// A network of its own: interfaces, addresses, routes and sockets that nobody else sees.
///
/// It has no name and lives as long as something holds it: this object, a socket or a process inside. So nothing is left
/// behind however the process ends.
public final class NetworkNamespace: Sendable {
    /// Names the namespace to the system.
    public let descriptor: Int32

    /// Makes an empty namespace; needs the right to (`CAP_SYS_ADMIN` in the current user namespace).
    public init() throws(SystemError) {
        let home = try Self.current()
        defer { close(home) }
        guard clinux_unshare_network() == 0 else { throw SystemError("making a network namespace") }
        defer { precondition(clinux_enter_network(home) == 0, "a thread can return to where it came from") }
        descriptor = try Self.current()
    }

    /// Joins a namespace that has a name, as `ip netns` makes them, or a path, such as `/proc/1234/ns/net`.
    public init(named name: String) throws(SystemError) {
        let path = name.contains("/") ? name : "/run/netns/\(name)"
        let home = try Self.current()
        defer { close(home) }
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else {
            let cure = path == name || errno != ENOENT ? "" : ", which `ip netns add \(name)` would make"
            throw SystemError("opening \(path)\(cure)")
        }
        // Whoever enters it later relies on that it can be entered.
        guard clinux_enter_network(opened) == 0 else {
            var error = SystemError("entering \(path)")
            error.needsRoot = error.isPrivilege
            close(opened)
            throw error
        }
        precondition(clinux_enter_network(home) == 0, "a thread can return to where it came from")
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Does something with the calling thread inside the namespace: sockets, devices and processes made there belong to it.
    ///
    /// The body must not hand work to other threads.
    public func inside<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let home = try? Self.current() else { preconditionFailure("a thread knows its own namespace") }
        defer { close(home) }
        precondition(clinux_enter_network(descriptor) == 0, "an open namespace can be entered")
        defer { precondition(clinux_enter_network(home) == 0, "a thread can return to where it came from") }
        return try body()
    }

    /// Whether the calling thread is inside.
    var isCurrent: Bool {
        var (own, other) = (stat(), stat())
        return stat("/proc/thread-self/ns/net", &own) == 0 && fstat(descriptor, &other) == 0
            && own.st_ino == other.st_ino && own.st_dev == other.st_dev
    }

    private static func current() throws(SystemError) -> Int32 {
        let descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("opening /proc/thread-self/ns/net") }
        return descriptor
    }
}
