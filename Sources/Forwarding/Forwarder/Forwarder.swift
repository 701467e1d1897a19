public import NetworkTypes
public import Packets

public struct Forwarder: ~Copyable, Sendable {
    public init(hashSeed: UInt64) { fatalError() }
}
extension Forwarder {
    public var nextDeadline: Instant? { fatalError() }
    public mutating func handleDeadline(at now: Instant, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }

    public mutating func addDomain() -> DomainIndex { fatalError() }
    public var domainCount: Int { fatalError() }
    public mutating func addInterface(_ configuration: InterfaceConfiguration) -> InterfaceIndex { fatalError() }
    public var interfaceCount: Int { fatalError() }
    public func configuration(of interface: InterfaceIndex) -> InterfaceConfiguration { fatalError() }
    public func isUp(_ interface: InterfaceIndex) -> Bool { fatalError() }
    public func counters(of interface: InterfaceIndex) -> InterfaceCounters { fatalError() }
    public func dropCount(_ reason: DropReason) -> UInt64 { fatalError() }
    public mutating func setInterface(_ interface: InterfaceIndex, up: Bool, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
    public mutating func setPort(_ port: PortIndex, up: Bool, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
    public mutating func addAddress(_ address: InterfaceAddress, to interface: InterfaceIndex) { fatalError() }
    public mutating func removeAddress(_ address: InterfaceAddress, from interface: InterfaceIndex) { fatalError() }

    public mutating func group(of nextHops: [NextHop]) -> GroupIndex { fatalError() }
    public mutating func group(of nextHops: [WeightedNextHop]) -> GroupIndex { fatalError() }
    public mutating func release(_ group: GroupIndex) { fatalError() }
    public func members(of group: GroupIndex) -> [WeightedNextHop] { fatalError() }
    public mutating func setNeighborAlive(_ interface: InterfaceIndex, address: IPAddress, _ isAlive: Bool) { fatalError() }
    public mutating func setTunnelAlive(_ tunnel: TunnelNextHop, _ isAlive: Bool) { fatalError() }

    public mutating func setRoute(_ prefix: IPPrefix, in domain: DomainIndex, to group: GroupIndex) { fatalError() }
    @discardableResult public mutating func removeRoute(_ prefix: IPPrefix, in domain: DomainIndex) -> Bool { fatalError() }
    public func routeCount(in domain: DomainIndex, family: AddressFamily) -> Int { fatalError() }
    public func forEachRoute(in domain: DomainIndex, _ body: (IPPrefix, GroupIndex) -> Void) { fatalError() }
    public func lookup(_ address: IPAddress, in domain: DomainIndex, hash: UInt32) -> (prefix: IPPrefix, group: GroupIndex, nextHop: NextHop?)? { fatalError() }

    public mutating func programNeighbor(_ interface: InterfaceIndex, address: IPAddress, mac: MACAddress, remote: IPv4Address) { fatalError() }
    public mutating func removeNeighbor(_ interface: InterfaceIndex, address: IPAddress) { fatalError() }

    public mutating func receive(_ frame: FrameHandle, on port: PortIndex, at now: Instant, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
    public mutating func send(packet: RawSpan, in domain: DomainIndex, pinnedTo interface: InterfaceIndex? = nil, tag: FrameTag = FrameTag(), at now: Instant, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
    public mutating func send(_ frame: FrameHandle, in domain: DomainIndex, pinnedTo interface: InterfaceIndex? = nil, at now: Instant, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
    public func trace(_ frame: FrameHandle, on port: PortIndex, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
    public func traceSend(_ frame: FrameHandle, in domain: DomainIndex, pinnedTo interface: InterfaceIndex? = nil, pool: inout FramePool, into output: inout ForwarderOutput) { fatalError() }
}
