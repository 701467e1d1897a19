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
        guard let list = Self.read(kind.rawValue) else { return nil }
        self.init(of: user, called: getpwuid(user).map { String(cString: $0.pointee.pw_name) }, in: list)
    }

    /// The arguments of `newuidmap` and `newgidmap`: the own id becomes root, these become all others from 1 on.
    func arguments(of program: String, process: pid_t, own: UInt32) -> [String] {
        [program, "\(process)", "0", "\(own)", "1", "1", "\(first)", "\(count)"]
    }

    /// A list's beginning: one line per user is no more than this.
    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var end = 0
        while end < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
                return Glibc.read(descriptor, rest.baseAddress, rest.count)
            }
            guard count > 0 else { break }
            end += count
        }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
