import Glibc
import Network

/// A program suite that makes a real router of a namespace, in the form of Debian's packages.
public enum RoutingSoftware: String, Hashable, Sendable {
    case frr
    case bird

    /// As people write it.
    public var name: String {
        switch self {
        case .frr: "FRR"
        case .bird: "BIRD"
        }
    }

    /// The package to install where it is missing.
    public var package: String {
        switch self {
        case .frr: "frr"
        case .bird: "bird2"
        }
    }

    /// The configuration that a person looks after.
    public var configurationFile: String {
        switch self {
        case .frr: "frr.conf"
        case .bird: "bird.conf"
        }
    }

    /// Files that daemons read for themselves, and which are empty where one configuration is for all of them.
    public var daemonFiles: [String] {
        switch self {
        case .frr: Self.daemons.map { "\($0).conf" }
        case .bird: []
        }
    }

    /// The first program that is needed and not here.
    public var missingExecutable: String? { executables.first { access($0, X_OK) != 0 } }

    private var executables: [String] {
        switch self {
        case .frr: Self.daemons.map(Self.path(ofDaemon:)) + [Self.shell]
        case .bird: [Self.birdProgram]
        }
    }

    /// What is started in a directory that holds `files`, in order.
    ///
    /// With an integrated `frr.conf`, FRR's daemons start empty and are told by `vtysh`. After a crash BIRD is told to recover, as only
    /// whoever starts it can know.
    public func programs(files: [String]) -> [DeviceConfiguration.Program] {
        switch self {
        case .frr:
            files.contains(configurationFile)
                ? Self.daemons.map(Self.daemon) + [Self.reading(configurationFile)]
                    + Self.parts.keys.sorted().map { Self.reading(configurationFile, again: $0) }
                : Self.daemons.filter { files.contains("\($0).conf") }.map(Self.daemon)
        case .bird:
            [
                bird(["-f", "-c", configurationFile, "-s", "bird.ctl"], .booting),
                bird(["-f", "-R", "-c", configurationFile, "-s", "bird.ctl"], .recovering),
            ]
        }
    }

    private func bird(
        _ arguments: [String],
        _ start: DeviceConfiguration.Start
    ) -> DeviceConfiguration.Program {
        DeviceConfiguration.Program(
            executable: Self.birdProgram,
            arguments: arguments,
            log: "bird.log",
            part: .bgp,
            start: start
        )
    }

    private static let birdProgram = "/usr/sbin/bird"
    private static let shell = "/usr/bin/vtysh"
    /// Zebra first: the others ask it for interfaces and give it routes.
    ///
    /// A session of bgpd's asks for its BFD session at once.
    private static let daemons = ["zebra", "staticd", "bfdd", "bgpd"]

    /// What ends with a daemon.
    private static let parts: [String: NodeParts.Part] = ["bfdd": .bfd, "bgpd": .bgp]

    private static func path(ofDaemon daemon: String) -> String { "/usr/lib/frr/\(daemon)" }

    private static func daemon(_ name: String) -> DeviceConfiguration.Program {
        DeviceConfiguration.Program(
            executable: path(ofDaemon: name),
            arguments: [
                "-f", "\(name).conf", "-i", "\(name).pid", "-z", "zserv.sock", "--vty_socket", ".", "-P", "0",
                "-u", "root", "-g", "root", "--log", "stdout",
            ] + (name == "bfdd" ? ["--bfdctl", "bfdd.sock"] : []),
            log: "\(name).log",
            // Who finds no zebra tries again ten seconds later.
            ready: name == "zebra" ? "zserv.sock" : "\(name).vty",
            part: parts[name]
        )
    }

    /// Tells all daemons what a file says, or one that is back.
    private static func reading(_ file: String, again daemon: String? = nil) -> DeviceConfiguration.Program {
        DeviceConfiguration.Program(
            executable: shell,
            arguments: ["--vty_socket", ".", "-f", file] + (daemon.map { ["-d", $0] } ?? []),
            log: "vtysh.log",
            part: daemon.flatMap { parts[$0] },
            start: daemon == nil ? .booting : .recovering
        )
    }

    /// Debian's FRR will only run as a user of the group `frrvty`; here that is root, whose group this makes it.
    public var groups: String? {
        switch self {
        case .frr: "root:x:0:\nfrrvty:x:0:\n"
        case .bird: nil
        }
    }

    /// Whether a file is of use only while the programs run.
    public static func isTransient(_ file: String) -> Bool {
        [".sock", ".vty", ".ctl", ".pid"].contains { file.hasSuffix($0) }
    }
}
