import BGPSpeaker
import Glibc

/// How the kernel of a real router's namespace forwards, or that of a machine's has its device.
public struct KernelSettings: Hashable, Sendable {
    public struct Setting: Hashable, Sendable {
        /// Below `/proc/sys/net`.
        public var name: String
        public var value: String
    }

    public var settings: [Setting]

    init(_ settings: [(String, String)]) { self.settings = settings.map { Setting(name: $0, value: $1) } }

    /// A router: forwards, spreads flows over equal paths by 5-tuple, and takes packets that return another way.
    ///
    /// - Parameter hasIPv6: whether it has addresses of that family; without them the kernel keeps quiet about IPv6.
    static func forRouting(hasIPv6: Bool) -> KernelSettings {
        KernelSettings([
            ("ipv4/ip_forward", "1"),
            ("ipv4/fib_multipath_hash_policy", "1"),
            ("ipv4/conf/all/rp_filter", "0"),
            ("ipv4/conf/default/rp_filter", "0"),
            // Routes over a port that lost its carrier are not to be used.
            ("ipv4/conf/all/ignore_routes_with_linkdown", "1"),
            ("ipv4/conf/default/ignore_routes_with_linkdown", "1"),
            ("ipv6/conf/all/disable_ipv6", hasIPv6 ? "0" : "1"),
            ("ipv6/conf/default/disable_ipv6", hasIPv6 ? "0" : "1"),
            ("ipv6/conf/all/forwarding", "1"),
            ("ipv6/fib_multipath_hash_policy", "1"),
            ("ipv6/conf/all/ignore_routes_with_linkdown", "1"),
            ("ipv6/conf/default/ignore_routes_with_linkdown", "1"),
            // Addresses can be used at once: nobody else is on these links.
            ("ipv6/conf/all/accept_dad", "0"),
            ("ipv6/conf/default/accept_dad", "0"),
        ])
    }

    /// A machine's device: says nothing to its link, where nobody listens.
    static func forMachine(device: String, hasIPv6: Bool) -> KernelSettings {
        KernelSettings([
            ("ipv6/conf/\(device)/disable_ipv6", hasIPv6 ? "0" : "1"),
            ("ipv6/conf/\(device)/accept_ra", "0"),
            // No link-local address.
            ("ipv6/conf/\(device)/addr_gen_mode", "1"),
        ])
    }

    /// Whether packets of others are passed on.
    static func forwarding(_ works: Bool) -> KernelSettings {
        KernelSettings(["ipv4/ip_forward", "ipv6/conf/all/forwarding"].map { ($0, works ? "1" : "0") })
    }

    /// Writes them for the calling thread's network.
    ///
    /// Settings that this kernel does not know are left out.
    func apply() throws(SystemError) {
        for setting in settings {
            let path = Self.path(of: setting.name)
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            if descriptor < 0 {
                guard errno == ENOENT else { throw SystemError("setting \(path)") }
                continue
            }
            defer { close(descriptor) }
            guard write(descriptor, setting.value, setting.value.utf8.count) > 0 else {
                throw SystemError("setting \(path)")
            }
        }
    }

    /// What the calling thread's network has in their places; what cannot be read is left out.
    func current() -> KernelSettings {
        var current = self
        current.settings = settings.compactMap { setting in
            guard let text = SystemFile(Self.path(of: setting.name))?.text(), !text.isEmpty else { return nil }
            return Setting(name: setting.name, value: String(text.prefix { $0 != "\n" }))
        }
        return current
    }

    private static func path(of name: String) -> String { "/proc/sys/net/\(name)" }
}
