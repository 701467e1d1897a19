import Glibc

/// How the kernel of a real router's namespace forwards.
public struct KernelSettings: Sendable {
    /// Names under `/proc/sys/net` with their values.
    public var values: [(name: String, value: String)]

    /// A router: forwards both families, spreads flows over equal paths by 5-tuple, and takes packets that return another way.
    public static let forRouting = KernelSettings(values: [
        ("ipv4/ip_forward", "1"),
        ("ipv6/conf/all/forwarding", "1"),
        ("ipv4/fib_multipath_hash_policy", "1"),
        ("ipv6/fib_multipath_hash_policy", "1"),
        ("ipv4/conf/all/rp_filter", "0"),
        ("ipv4/conf/default/rp_filter", "0"),
        // Routes over a port that lost its carrier are not to be used.
        ("ipv4/conf/all/ignore_routes_with_linkdown", "1"),
        ("ipv6/conf/all/ignore_routes_with_linkdown", "1"),
        // Addresses can be used at once: nobody else is on these links.
        ("ipv6/conf/all/accept_dad", "0"),
        ("ipv6/conf/default/accept_dad", "0"),
    ])

    /// Writes them for the calling thread's network.
    ///
    /// Settings that this kernel does not know are left out.
    func apply() throws(SystemError) {
        for (name, value) in values {
            let path = "/proc/sys/net/\(name)"
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            if descriptor < 0 {
                guard errno == ENOENT else { throw SystemError("setting \(path)") }
                continue
            }
            defer { close(descriptor) }
            guard write(descriptor, value, value.utf8.count) > 0 else { throw SystemError("setting \(path)") }
        }
    }
}
