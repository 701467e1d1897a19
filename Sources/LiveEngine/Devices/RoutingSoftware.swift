/// A program suite that makes a real router of a namespace, in the form of Debian's packages.
public enum RoutingSoftware: String, Hashable, Sendable {
    case frr
    case bird

    /// The package to install where it is missing.
    public var package: String {
        switch self {
        case .frr: "frr"
        case .bird: "bird2"
        }
    }

    /// Programs without which it does not work.
    public var executables: [String] {
        switch self {
        case .frr: ["zebra", "bgpd", "bfdd", "staticd"].map { "/usr/lib/frr/\($0)" }
        case .bird: ["/usr/sbin/bird"]
        }
    }

    /// What is started, in order.
    ///
    /// - Parameters:
    ///   - files: names of configuration files in `directory`.
    ///   - directory: where the programs keep sockets, process ids and logs.
    public func programs(files: [String], in directory: String) -> [DeviceConfiguration.Program] {
        switch self {
        case .frr: frrPrograms(files, directory)
        case .bird:
            [
                DeviceConfiguration.Program(
                    executable: executables[0],
                    arguments: ["-f", "-c", "\(directory)/bird.conf", "-s", "\(directory)/bird.ctl"],
                    log: "\(directory)/bird.log"
                )
            ]
        }
    }

    /// Zebra first: the others ask it for interfaces and give it routes.
    private func frrPrograms(_ files: [String], _ directory: String) -> [DeviceConfiguration.Program] {
        ["zebra", "staticd", "bfdd", "bgpd"].filter { files.contains("\($0).conf") }.map { daemon in
            DeviceConfiguration.Program(
                executable: "/usr/lib/frr/\(daemon)",
                arguments: [
                    "-f", "\(directory)/\(daemon).conf", "-i", "\(directory)/\(daemon).pid",
                    "-z", "\(directory)/zserv.sock", "--vty_socket", directory, "-P", "0",
                    "-u", "root", "-g", "root", "--log", "file:\(directory)/\(daemon).log",
                ] + (daemon == "bfdd" ? ["--bfdctl", "\(directory)/bfdd.sock"] : []),
                log: "\(directory)/\(daemon).log",
                headStart: daemon == "zebra" ? .milliseconds(300) : .milliseconds(50)
            )
        }
    }
}
