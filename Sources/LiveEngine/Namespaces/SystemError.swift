import Glibc

/// A system call that failed, and on what.
public struct SystemError: Error, Hashable, Sendable {
    /// What was being done, such as `opening /dev/net/tun`.
    public var action: String
    /// The value of `errno`.
    public var code: Int32
    /// Whether only root outside of any user namespace may do it.
    public var needsRoot = false

    public init(_ action: String, _ code: Int32) {
        self.action = action
        self.code = code
    }

    /// What the latest system call of this thread came to.
    init(_ action: String) { self.init(action, errno) }

    /// Whether the process lacks a right, rather than the machine a part.
    public var isPrivilege: Bool { code == EPERM || code == EACCES }
}

extension SystemError: CustomStringConvertible {
    public var description: String { "\(action): \(String(cString: strerror(code)))" }
}
