import NetworkTypes

/// A real router's place in the emulation: a namespace whose ports end in wires, and the programs inside.
final class DeviceHost {
    let configuration: DeviceConfiguration
    let namespace: NetworkNamespace
    /// By port of the node.
    let ports: [UInt16: Tunnel]
    private var processes: [DeviceProcess] = []

    init(_ configuration: DeviceConfiguration, portCount: Int) throws(SystemError) {
        self.configuration = configuration
        let namespace = try NetworkNamespace()
        self.namespace = namespace
        ports = try namespace.inside { () throws(SystemError) in
            try Self.prepare(configuration)
        }
    }

    private static func prepare(_ configuration: DeviceConfiguration) throws(SystemError) -> [UInt16: Tunnel] {
        var ports: [UInt16: Tunnel] = [:]
        var netlink = try Netlink()
        try netlink.raise(Netlink.index(of: "lo"))
        try KernelSettings.forRouting.apply()
        for port in configuration.ports {
            let tunnel = try Tunnel(.frames, name: port.name)
            let index = try Netlink.index(of: port.name)
            try netlink.raise(index, mac: port.mac, mtu: port.mtu)
            for (address, length) in port.addresses { try netlink.add(address, prefixLength: length, to: index) }
            ports[port.port] = tunnel
        }
        return ports
    }

    /// Starts the router's programs, unless they run.
    func start() {
        guard processes.isEmpty else { return }
        processes = DeviceProcess.start(configuration.programs, in: namespace)
    }

    /// The router loses power.
    func halt() {
        for process in processes { process.kill() }
        processes = []
    }

    func write(_ frame: RawSpan, to port: UInt16) { ports[port]?.write(frame) }

    func setCarrier(_ isUp: Bool, of port: UInt16) { ports[port]?.setCarrier(isUp) }

    func stop() {
        halt()
        for port in ports.values { port.stop() }
    }
}
