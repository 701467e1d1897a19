internal import Convergence
internal import CustomerConfiguration
internal import Foundation
internal import LiveEngine
internal import Network
internal import Router
internal import Topology

/// The real routers of a topology: what is started for them, and the folders with their configurations and logs.
struct RealRouters {
    private(set) var configurations: [DeviceConfiguration] = []
    /// A folder for each that has programs of ours, by the router's name.
    private var folders: [(router: String, path: String)] = []
    /// Where there is no run's directory to put them in, a place that vanishes with the run.
    private var temporary: String?

    /// Checks that everything is here that they need, and writes their configurations.
    ///
    /// - Parameters:
    ///   - directory: the run's; their folders are `routers/NAME` in it.
    ///   - base: the folder that names of files in the topology are relative to.
    init(_ blueprint: Blueprint, in directory: RunDirectory?, base: String) throws(ReplayError) {
        let topology = blueprint.topology
        let real = topology.routers.indices.filter { topology.routers[$0].kind != .emulated }
        guard !real.isEmpty else { return }
        // Nothing is written before it is clear that all of them can run.
        var plans: [Plan] = []
        for index in real {
            plans.append(try Plan(topology.routers[index], CustomerRouter(index, in: blueprint), base: base))
        }
        if directory == nil { temporary = Self.temporaryPath() }
        let parent = directory.map { "\($0.path)/routers" } ?? temporary ?? "."
        for (index, plan) in zip(real, plans) {
            let router = topology.routers[index]
            let node = blueprint.places.routers[index]
            let ports = CustomerRouter(index, in: blueprint).ports.map(DeviceConfiguration.Port.init)
            switch plan {
            case .namespace(let name):
                configurations.append(DeviceConfiguration(node: node, ports: ports, inside: .namespace(name)))
            case .ports(let given):
                let attachments = blueprint.nodes[node.index].attachments
                var names: [UInt16: String] = [:]
                for port in ports {
                    let physical = given.first { $0.attachment == attachments[port.port] }
                    names[port.port] = physical?.interface
                }
                configurations.append(DeviceConfiguration(node: node, ports: ports, inside: .interfaces(names)))
            case .software(let software, let files):
                let path = Self.absolute("\(parent)/\(router.name)")
                try Self.write(files, software, to: path)
                folders.append((router.name, path))
                let programs = DeviceConfiguration.Programs(
                    software.programs(files: files.map(\.name)),
                    directory: path,
                    groups: software.groups.map { _ in Self.groups }
                )
                configurations.append(DeviceConfiguration(node: node, ports: ports, inside: .programs(programs)))
            }
        }
    }

    /// What one of them is to be.
    private enum Plan {
        case software(RoutingSoftware, [ConfigurationFile])
        case namespace(String)
        case ports([Topology.PhysicalPort])

        init(_ router: Topology.Router, _ customer: CustomerRouter, base: String) throws(ReplayError) {
            let software: RoutingSoftware
            let dialect: Dialect
            switch router.kind {
            case .emulated: preconditionFailure("\(router.name) is not a real router")
            case .frr: (software, dialect) = (.frr, .frr)
            case .bird: (software, dialect) = (.bird, .bird)
            case .external:
                self = router.namespace.map { .namespace($0) } ?? .ports(router.ports)
                return
            }
            if let missing = software.missingExecutable {
                throw .missingProgram(router: router.name, software, path: missing)
            }
            if software.groups != nil, !UserNamespace.allowsGroups { throw .needsRoot(router: router.name, software) }
            guard let given = router.configuration else {
                self = .software(software, customer.configuration(dialect))
                return
            }
            let path = given.hasPrefix("/") ? given : "\(base)/\(given)"
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw .configurationFile(router: router.name, path: path)
            }
            let empty = software.daemonFiles.map { ConfigurationFile(name: $0, text: "") }
            self = .software(software, [ConfigurationFile(name: software.configurationFile, text: text)] + empty)
        }
    }

    private static let groups = "group"

    private static func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)").path
    }

    /// Makes a router's folder, in which nothing of an earlier run stays.
    private static func write(
        _ files: [ConfigurationFile],
        _ software: RoutingSoftware,
        to folder: String
    ) throws(ReplayError) {
        var files = files
        if let groups = software.groups { files.append(ConfigurationFile(name: Self.groups, text: groups)) }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where name.hasSuffix(".log") || RoutingSoftware.isTransient(name) {
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
            for file in files { try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file.name)")) }
        } catch {
            let code = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code ?? Int(EIO)
            throw .directory(RunDirectoryError(path: folder, call: "write", errno: Int32(clamping: code)))
        }
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }

    /// Writes down how the kernel of each forwards.
    func report(_ settings: [NodeIndex: KernelSettings]) {
        for (configuration, folder) in zip(configurations.filter(\.hasPrograms), folders) {
            guard let settings = settings[configuration.node] else { continue }
            let text = settings.settings.map { "net/\($0.name) = \($0.value)\n" }.joined()
            try? text.write(toFile: "\(folder.path)/kernel.txt", atomically: false, encoding: .utf8)
        }
    }

    /// Programs that could not be started or failed, as their guardians wrote it down.
    func complaints() -> [String] {
        folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.filter { $0.hasSuffix(".log") }.sorted().flatMap { name -> [String] in
                let path = "\(folder.path)/\(name)"
                let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
                return lines.filter { $0.hasPrefix("ersatz: ") && !$0.hasSuffix(" ended with status 0") }
                    .map { "router '\(folder.router)': \($0.dropFirst("ersatz: ".count)); see \(path)" }
            }
        }
    }

    /// Takes everything back that was written for a run that did not come about.
    func discard() {
        let files = FileManager.default
        for folder in folders {
            try? files.removeItem(atPath: folder.path)
            rmdir((folder.path as NSString).deletingLastPathComponent)
        }
    }

    /// Leaves configurations and logs, and nothing else.
    func cleanUp() {
        let files = FileManager.default
        if let temporary {
            try? files.removeItem(atPath: temporary)
            return
        }
        for folder in folders {
            for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
            where RoutingSoftware.isTransient(name) || name == Self.groups {
                try? files.removeItem(atPath: "\(folder.path)/\(name)")
            }
        }
    }
}

extension DeviceConfiguration {
    fileprivate var hasPrograms: Bool {
        if case .programs = inside { true } else { false }
    }
}

extension DeviceConfiguration.Port {
    fileprivate init(_ port: CustomerPort) {
        self.init(
            name: port.name,
            port: port.port,
            mac: port.mac,
            addresses: port.addresses.map { ($0.address, $0.prefixLength) },
            mtu: port.mtu
        )
    }
}
