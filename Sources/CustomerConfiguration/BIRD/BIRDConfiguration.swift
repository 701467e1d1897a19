import NetworkTypes
import Router
import Topology

/// Configuration of BIRD 2.0.12, which leaves addresses and forwarding to the system.
struct BIRDConfiguration {
    let router: CustomerRouter

    init(_ router: CustomerRouter) { self.router = router }

    var text: String {
        var lines = Lines(indent: "    ")
        writeHeader(to: &lines)
        writeTables(to: &lines)
        for family in router.families { writeOriginations(family, to: &lines) }
        for family in router.families { writeStaticRoutes(family, to: &lines) }
        for filter in importFilters { write(filter, accepting: nil, to: &lines) }
        writeExports(to: &lines)
        for neighbor in router.neighbors { write(neighbor, to: &lines) }
        return lines.text
    }

    private func writeHeader(to lines: inout Lines) {
        lines.add("# \(router.name). The system gives it its addresses, and forwards:")
        for port in router.ports {
            lines.add("#   \(port.name)  \(port.addresses.map(\.text).joined(separator: "  "))  (\(port.path))")
        }
        for family in router.families {
            lines.add("#   net.\(family == .ipv4 ? "ipv4.ip_forward" : "ipv6.conf.all.forwarding") = 1")
        }
        for hop in router.firstHops {
            let addresses = hop.addresses.map(\.description).joined(separator: "  ")
            lines.add(
                "#   VRRP group \(hop.id) on \(router.ports[hop.port].name), priority \(hop.priority): \(addresses)"
            )
            lines.add("#   is another daemon's, such as keepalived's: BIRD has no VRRP")
        }
        lines.add("")
        lines.add("log stderr all;")
        lines.add("router id \(router.routerID);")
        lines.add("attribute int originated;")
        if let restart = router.neighbors.lazy.compactMap(\.gracefulRestart).first {
            lines.add("graceful restart wait \(Swift.max(1, restart.selectionDeferral.seconds));")
        }
        if router.neighbors.contains(where: { $0.bfd != nil }) {
            lines.add("")
            // The sessions bring their own intervals.
            lines.add("protocol bfd { }")
        }
        lines.add("")
    }

    private func writeTables(to lines: inout Lines) {
        lines.add("protocol device { scan time 10; }")
        lines.braces("protocol direct") { lines in
            for family in router.families { lines.add("\(family);") }
            if !router.ports.isEmpty {
                lines.add("interface \(router.ports.map { "\"\($0.name)\"" }.joined(separator: ", "));")
            }
        }
        for family in router.families {
            lines.braces("protocol kernel kernel_\(family)") { lines in
                let paths = Swift.max(router.maximumPaths, router.internalMaximumPaths)
                let merge = paths > 1 ? "yes limit \(paths)" : "no"
                lines.add("merge paths \(merge);")
                if router.neighbors.contains(where: { $0.gracefulRestart?.preservesForwarding == true }) {
                    // Its routes stay in the kernel while it is gone.
                    lines.add("persist;")
                    lines.add("graceful restart on;")
                }
                // Connected routes are the kernel's own, and a prefix is announced without leading anywhere.
                let filter = "source != RTS_DEVICE && proto != \"\(Self.originator(family))\""
                lines.add("\(family) { import none; export where \(filter); };")
            }
        }
        lines.add("")
    }

    // MARK: Routes of its own

    static func originator(_ family: AddressFamily) -> String { "originate_\(family)" }

    /// Announced prefixes carry a mark, so that other static routes stay at home.
    private func writeOriginations(_ family: AddressFamily, to lines: inout Lines) {
        let prefixes = router.originations(family)
        guard !prefixes.isEmpty else { return }
        let known = Set(router.staticRoutes.map(\.prefix))
        lines.braces("protocol static \(Self.originator(family))") { lines in
            lines.add("\(family);")
            for prefix in prefixes where !known.contains(prefix) {
                lines.add("route \(prefix) unreachable { originated = 1; };")
            }
        }
        lines.add("")
    }

    private func writeStaticRoutes(_ family: AddressFamily, to lines: inout Lines) {
        let routes = router.staticRoutes(family)
        guard !routes.isEmpty else { return }
        let originated = Set(router.originations)
        lines.braces("protocol static static_\(family)") { lines in
            lines.add("\(family);")
            for route in routes {
                let mark = originated.contains(route.prefix) ? " { originated = 1; }" : ""
                lines.add("route \(route.prefix) \(way(of: route.via))\(mark);")
            }
        }
        lines.add("")
    }

    private func way(of via: IPAddress?) -> String {
        guard let via else { return "blackhole" }
        return router.isOnLink(via) ? "via \(via)" : "recursive \(via)"
    }
}
