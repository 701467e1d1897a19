import BGPSpeaker
import CLinux
import Glibc

/// What lets an ordinary user make networks: a user namespace in which the process is root.
public enum UserNamespace {
    /// Enters one, unless the process is root already.
    ///
    /// Call it before the process has a second thread. As root it does nothing: named namespaces and physical ports are out of reach from
    /// inside. Where the user has a range of further ids, and `newuidmap` and `newgidmap` are there to hand them out, programs inside
    /// may choose their groups; otherwise root is the only user.
    public static func enterIfNeeded() throws(SystemError) {
        let (user, group) = (geteuid(), getegid())
        guard user != 0 else { return }
        if try enterWithRanges(user, group) { return }
        // Without the right to change groups, a group may be mapped by anybody (user_namespaces(7)).
        try write("deny", to: "/proc/self/setgroups")
        try write("0 \(user) 1", to: "/proc/self/uid_map")
        try write("0 \(group) 1", to: "/proc/self/gid_map")
    }

    /// Enters one; whether it has the user's further ids.
    private static func enterWithRanges(_ user: uid_t, _ group: gid_t) throws(SystemError) -> Bool {
        let programs = (users: "/usr/bin/newuidmap", groups: "/usr/bin/newgidmap")
        guard access(programs.users, X_OK) == 0, access(programs.groups, X_OK) == 0,
            let ids = Self.ids(of: user)
        else {
            guard clinux_unshare_user() == 0 else { throw SystemError("making a user namespace") }
            return false
        }
        let process = getpid()
        var users = Self.words(ids.users.arguments(of: programs.users, process: process, own: user))
        var groups = Self.words(ids.groups.arguments(of: programs.groups, process: process, own: group))
        defer { for word in users + groups { free(word) } }
        let result = clinux_unshare_user_mapped(&users, &groups)
        guard result >= 0 else { throw SystemError("making a user namespace") }
        return result == 0
    }

    private static func ids(of user: uid_t) -> (users: SubordinateIDs, groups: SubordinateIDs)? {
        guard let users = SubordinateIDs(of: user, .users), let groups = SubordinateIDs(of: user, .groups)
        else { return nil }
        return (users, groups)
    }

    private static func words(_ arguments: [String]) -> [UnsafeMutablePointer<CChar>?] {
        arguments.map { strdup($0) } + [nil]
    }

    /// Whether programs inside may choose their groups, which FRR does; an ordinary user's namespace forbids it.
    public static var allowsGroups: Bool {
        !(SystemFile("/proc/self/setgroups")?.text().hasPrefix("deny") ?? false)
    }

    private static func write(_ text: String, to path: String) throws(SystemError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("opening \(path)") }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw SystemError("writing \(path)")
        }
    }
}
