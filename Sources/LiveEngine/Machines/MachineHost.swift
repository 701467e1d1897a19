import BGPSpeaker
import Glibc
import Network
import NetworkTypes

/// A machine's place on this computer: a device for IP packets in a namespace of the user's, whose kernel and programs are the machine's.
///
/// The device goes with the process, and the routes through it go with the device. Nothing else of the namespace is touched.
final class MachineHost {
    let tunnel: Tunnel
    private let namespace: NetworkNamespace

    /// What the device is called, so that people know whose it is.
    private static let deviceName = "ersatz"

    init(_ kernel: MachineKernel) throws(SystemError) {
        let namespace = try NetworkNamespace(named: kernel.namespace)
        // Its default route would lead into the emulation, and whoever works on it from afar would be cut off.
        guard !namespace.isCurrent else {
            throw SystemError("namespace \(kernel.namespace) is the one that this program itself is in", EINVAL)
        }
        tunnel = try namespace.inside { () throws(SystemError) in try Self.prepare(kernel) }
        self.namespace = namespace
    }

    /// Packets that programs sent faster than they were taken, and which the kernel therefore dropped.
    var lostPackets: Int {
        let table = namespace.inside { SystemFile("/proc/thread-self/net/dev")?.text() ?? "" }
        // What is received, then what is sent: octets, packets, errors, drops and so on, eight of them.
        for line in table.split(separator: "\n") {
            let parts = line.split { $0 == ":" || $0 == " " }
            if parts.count > 12, parts[0] == Self.deviceName { return Int(parts[12]) ?? 0 }
        }
        return 0
    }

    private static func prepare(_ kernel: MachineKernel) throws(SystemError) -> Tunnel {
        let tunnel: Tunnel
        do throws(SystemError) {
            tunnel = try Tunnel(.packets, name: deviceName)
        } catch {
            guard error.code == EBUSY else { throw error }
            throw SystemError("namespace \(kernel.namespace) is another machine's already", EBUSY)
        }
        let families = Set(kernel.addresses.map(\.family))
        try KernelSettings.forMachine(device: deviceName, hasIPv6: families.contains(.ipv6)).apply()
        var netlink = try Netlink()
        let index = try Netlink.index(of: deviceName)
        try netlink.raise(index, mtu: kernel.mtu)
        for address in kernel.addresses {
            try netlink.add(address, prefixLength: address.family.bitWidth, to: index)
            try netlink.addDefaultRoute(address.family, through: index)
        }
        return tunnel
    }

    func stop() { tunnel.stop() }
}
