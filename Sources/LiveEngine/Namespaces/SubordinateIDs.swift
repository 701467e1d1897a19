import BGPSpeaker
import Glibc

/// Ids that belong to a user besides their own, for user namespaces (subuid(5), subgid(5)).
struct SubordinateIDs: Equatable {
    var first: UInt32
    var count: UInt32

    /// Where they are listed; a line is `NAME:FIRST:COUNT`, or begins with the user's number.
    enum Kind: String {
        case users = "/etc/subuid"
        case groups = "/etc/subgid"
    }

    /// The first range of a user in such a list; a line that is none is passed over.
    init?(of user: uid_t, called name: String?, in list: some StringProtocol) {
        for line in list.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 3, name.map({ $0 == fields[0] }) ?? false || fields[0] == "\(user)",
                let first = UInt32(fields[1]), let count = UInt32(fields[2]), count > 0,
                !first.addingReportingOverflow(count).overflow
            else { continue }
            self.init(first: first, count: count)
            return
        }
        return nil
    }

    private init(first: UInt32, count: UInt32) {
        self.first = first
        self.count = count
    }

    init?(of user: uid_t, _ kind: Kind) {
        guard let list = SystemFile(kind.rawValue)?.text() else { return nil }
        self.init(of: user, called: getpwuid(user).map { String(cString: $0.pointee.pw_name) }, in: list)
    }

    /// The arguments of `newuidmap` and `newgidmap`: the own id becomes root, these become all others from 1 on.
    func arguments(of program: String, process: pid_t, own: UInt32) -> [String] {
        [program, "\(process)", "0", "\(own)", "1", "1", "\(first)", "\(count)"]
    }
}
