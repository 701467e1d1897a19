import BGPSpeaker
import Network
import NetworkTypes

/// A real router's place in the emulation: a namespace whose ports end in wires, and the programs inside.
final class DeviceHost {
    let configuration: DeviceConfiguration
    /// Where its ports are; `nil` for those of this machine itself.
    let namespace: NetworkNamespace?
    /// By port of the node.
    let ports: [UInt16: any DevicePort]
    /// How the kernel forwards inside, as far as it is one of ours or next door.
    let settings: KernelSettings?
    /// What the kernel drops silently inside, where it tells.
    let drops: SilentDropCounters?
    private var guardian: Guardian?

    init(_ configuration: DeviceConfiguration) throws(SystemError) {
        self.configuration = configuration
        let namespace: NetworkNamespace
        let isOurs: Bool
        switch configuration.inside {
        case .programs:
            namespace = try NetworkNamespace()
            isOurs = true
        case .namespace(let name):
            namespace = try NetworkNamespace(named: name)
            isOurs = false
        case .interfaces(let names):
            ports = try Self.lines(names)
            settings = nil
            drops = nil
            self.namespace = nil
            return
        }
        (ports, settings) = try namespace.inside { () throws(SystemError) in
            try Self.prepare(configuration, isOurs: isOurs)
        }
        self.namespace = namespace
        drops = namespace.inside { SilentDropCounters() }
    }

    /// Takes interfaces of this machine; gives those back that were taken if one cannot be.
    private static func lines(_ names: [UInt16: String]) throws(SystemError) -> [UInt16: any DevicePort] {
        var lines: [UInt16: any DevicePort] = [:]
        do throws(SystemError) {
            for (port, name) in names.sorted(by: { $0.key < $1.key }) { lines[port] = try PhysicalLine(name) }
        } catch {
            for line in lines.values { line.stop() }
            throw error
        }
        return lines
    }

    /// Makes the ports.
    ///
    /// How a namespace of somebody else's forwards is not for us to say.
    private static func prepare(
        _ configuration: DeviceConfiguration,
        isOurs: Bool
    ) throws(SystemError) -> ([UInt16: any DevicePort], KernelSettings) {
        let hasIPv6 = configuration.ports.contains { $0.addresses.contains { $0.address.family == .ipv6 } }
        let settings = KernelSettings.forRouting(hasIPv6: hasIPv6)
        if isOurs {
            try settings.apply()
            var netlink = try Netlink()
            try netlink.raise(Netlink.index(of: "lo"))
        }
        var ports: [UInt16: any DevicePort] = [:]
        for port in configuration.ports { ports[port.port] = try Tunnel(.frames, name: port.name) }
        try raise(configuration.ports)
        return (ports, settings.current())
    }

    private static func raise(_ ports: [DeviceConfiguration.Port]) throws(SystemError) {
        var netlink = try Netlink()
        for port in ports {
            let index = try Netlink.index(of: port.name)
            try netlink.raise(index, mac: port.mac, mtu: port.mtu)
            for (address, length) in port.addresses { try netlink.add(address, prefixLength: length, to: index) }
        }
    }

    /// The router gets power: its kernel has its ports.
    func power() throws(SystemError) {
        guard guardian == nil, let namespace, case .programs = configuration.inside else { return }
        try namespace.inside { () throws(SystemError) in try Self.raise(configuration.ports) }
    }

    /// The router has booted: its programs start, unless they run.
    ///
    /// Does not wait for them.
    func start() throws(SystemError) {
        guard guardian == nil, let namespace, case .programs(let programs) = configuration.inside else { return }
        guardian = try Guardian(
            programs.list,
            in: namespace,
            directory: programs.directory,
            groups: programs.groups
        )
    }

    /// The router loses power, and forgets its routes.
    func halt() {
        guardian = nil
        for port in ports.values { port.setCarrier(false) }
        guard let namespace, case .programs = configuration.inside else { return }
        namespace.inside {
            guard var netlink = try? Netlink() else { return }
            for port in configuration.ports {
                if let index = try? Netlink.index(of: port.name) { try? netlink.lower(index) }
            }
        }
    }

    /// A part of it ceases to work, or works again.
    func set(_ part: NodeParts.Part, works: Bool) throws(SystemError) {
        switch part {
        case .bgp, .bfd: works ? guardian?.recover(part) : guardian?.kill(part)
        case .controlPlane: guardian?.setPaused(!works)
        case .forwarding:
            guard let namespace, case .programs = configuration.inside else { return }
            try namespace.inside { () throws(SystemError) in try KernelSettings.forwarding(works).apply() }
        }
    }

    func write(_ frame: RawSpan, to port: UInt16) { ports[port]?.write(frame) }

    func setCarrier(_ isUp: Bool, of port: UInt16) { ports[port]?.setCarrier(isUp) }

    func stop() {
        guardian = nil
        for port in ports.values { port.stop() }
    }
}
