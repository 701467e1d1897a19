import Glibc
import NetworkTypes

/// Sets up interfaces of the calling thread's network over rtnetlink (rtnetlink(7)).
struct Netlink: ~Copyable {
    private let descriptor: Int32
    private var sequence: UInt32 = 0

    init() throws(SystemError) {
        descriptor = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), RTM.netlinkRoute)
        guard descriptor >= 0 else { throw SystemError("opening a netlink socket") }
    }

    deinit { close(descriptor) }

    /// The number of an interface.
    static func index(of interface: String) throws(SystemError) -> UInt32 {
        let index = if_nametoindex(interface)
        guard index > 0 else { throw SystemError("looking for interface \(interface)") }
        return index
    }

    /// Whether an interface is set up, whatever its carrier.
    static func isUp(_ interface: String) -> Bool {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return false }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next?.pointee {
            if String(cString: entry.ifa_name) == interface { return entry.ifa_flags & UInt32(IFF_UP) != 0 }
            next = entry.ifa_next
        }
        return false
    }

    /// Whether an interface is set up, and whether it has carrier.
    mutating func state(of interface: UInt32) throws(SystemError) -> (isUp: Bool, hasCarrier: Bool) {
        var message = NetlinkMessage(type: RTM.getLink)
        message.append(UInt32(0))
        message.append(interface)
        message.append(UInt64(0))
        let answer = try exchange(message, "looking at an interface", acknowledged: false)
        let (type, flags) = answer.withUnsafeBytes { bytes in
            (
                bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self),
                bytes.count < 28 ? 0 : bytes.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
            )
        }
        guard type == RTM.newLink else { throw SystemError("looking at an interface", ENODEV) }
        return (flags & UInt32(IFF_UP) != 0, flags & RTM.lowerUp != 0)
    }

    /// Sets an interface up, with a MAC address and an MTU where given.
    mutating func raise(_ interface: UInt32, mac: MACAddress? = nil, mtu: Int? = nil) throws(SystemError) {
        var message = NetlinkMessage(link: interface, isUp: true)
        if let mac {
            let octets = (0..<6).map { UInt8(truncatingIfNeeded: mac.rawValue >> (40 - 8 * UInt64($0))) }
            message.attribute(RTM.linkAddress, octets)
        }
        if let mtu { message.attribute(RTM.linkMTU, UInt32(mtu)) }
        try request(message, "setting an interface up")
    }

    /// Sets an interface down, which takes the routes through it along.
    mutating func lower(_ interface: UInt32) throws(SystemError) {
        try request(NetlinkMessage(link: interface, isUp: false), "setting an interface down")
    }

    /// Gives an interface an address, usable at once.
    mutating func add(_ address: IPAddress, prefixLength: UInt8, to interface: UInt32) throws(SystemError) {
        var message = NetlinkMessage(type: RTM.newAddress, flags: RTM.create | RTM.replace)
        message.append(UInt8(address.family == .ipv4 ? AF_INET : AF_INET6))
        message.append(prefixLength)
        // No duplicate address detection: nobody else is there.
        message.append(UInt8(0x02))
        message.append(RTM.universe)
        message.append(interface)
        message.attribute(RTM.addressLocal, address.octets)
        message.attribute(RTM.address, address.octets)
        try request(message, "adding address \(address)")
    }

    /// Sends everything of a family that has no longer match through an interface, before any default route that is there.
    mutating func addDefaultRoute(_ family: AddressFamily, through interface: UInt32) throws(SystemError) {
        // IPv4 puts a new one in front, IPv6 goes by the metric.
        var message = NetlinkMessage(type: RTM.newRoute, flags: RTM.create)
        message.append(UInt8(family == .ipv4 ? AF_INET : AF_INET6))
        for value in [0, 0, 0, RTM.mainTable, RTM.staticProtocol, RTM.universe] {
            message.append(value)
        }
        message.append(RTM.unicast)
        message.append(UInt32(0))
        message.attribute(RTM.routeOutput, interface)
        if family == .ipv6 { message.attribute(RTM.routePriority, UInt32(1)) }
        try request(message, "adding a default route")
    }

    private mutating func request(_ message: NetlinkMessage, _ action: String) throws(SystemError) {
        let answer = try exchange(message, action, acknowledged: true)
        let code = answer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: Int32.self) }
        guard code == 0 else { throw SystemError(action, -code) }
    }

    /// The kernel's answer, of 20 octets at least.
    private mutating func exchange(
        _ message: NetlinkMessage,
        _ action: String,
        acknowledged: Bool
    ) throws(SystemError) -> ArraySlice<UInt8> {
        sequence += 1
        let bytes = message.finished(sequence: sequence, acknowledged: acknowledged)
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw SystemError(action) }
        var answer = [UInt8](repeating: 0, count: 8192)
        let count = recv(descriptor, &answer, answer.count, 0)
        guard count >= 20 else { throw SystemError(action, count < 0 ? errno : EPROTO) }
        return answer[..<count]
    }
}

/// Numbers of rtnetlink that headers define as macros.
enum RTM {
    static let netlinkRoute: Int32 = 0
    static let universe: UInt8 = 0
    static let mainTable: UInt8 = 254
    static let staticProtocol: UInt8 = 4
    static let unicast: UInt8 = 1
    static let newLink: UInt16 = 16
    static let getLink: UInt16 = 18
    /// Of an interface's flags: the driver sees a carrier (IFF_LOWER_UP).
    static let lowerUp: UInt32 = 1 << 16
    static let newAddress: UInt16 = 20
    static let newRoute: UInt16 = 24
    static let replace: UInt16 = 0x100
    static let create: UInt16 = 0x400
    static let linkAddress: UInt16 = 1
    static let linkMTU: UInt16 = 4
    static let address: UInt16 = 1
    static let addressLocal: UInt16 = 2
    static let routeOutput: UInt16 = 4
    static let routePriority: UInt16 = 6
}

/// One rtnetlink message under construction, in the machine's byte order.
struct NetlinkMessage {
    private var bytes: [UInt8] = []
    private let type: UInt16
    private let flags: UInt16

    init(type: UInt16, flags: UInt16 = 0) {
        self.type = type
        self.flags = flags
    }

    /// A change of a link's state.
    init(link interface: UInt32, isUp: Bool) {
        self.init(type: RTM.newLink)
        append(UInt8(AF_UNSPEC))
        append(UInt8(0))
        append(UInt16(0))
        append(interface)
        append(UInt32(isUp ? IFF_UP : 0))
        append(UInt32(IFF_UP))
    }

    mutating func append<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }

    mutating func attribute(_ type: UInt16, _ payload: [UInt8]) {
        append(UInt16(payload.count + 4))
        append(type)
        bytes += payload
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    mutating func attribute(_ type: UInt16, _ value: UInt32) {
        attribute(type, withUnsafeBytes(of: value) { Array($0) })
    }

    /// The message with its header, which asks for an acknowledgement where the answer is nothing else.
    func finished(sequence: UInt32, acknowledged: Bool) -> [UInt8] {
        var header = NetlinkMessage(type: type)
        header.append(UInt32(bytes.count + 16))
        header.append(type)
        header.append(flags | 0x1 | (acknowledged ? 0x4 : 0))
        header.append(sequence)
        header.append(UInt32(0))
        return header.bytes + bytes
    }
}

extension IPAddress {
    /// Octets in the order of the network.
    var octets: [UInt8] {
        switch self {
        case .v4(let address): (0..<4).map { UInt8(truncatingIfNeeded: address.rawValue >> (24 - 8 * $0)) }
        case .v6(let address):
            [address.high, address.low].flatMap { half in
                (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
            }
        }
    }
}
