public import NetworkTypes
public import Packets

extension Forwarder {
    /// Takes over the addresses of a virtual router; to be called once as long as they are not dropped.
    public mutating func assume(_ virtual: VirtualRouterAddresses) {
        virtualRouters.append(virtual)
        let place = Int(virtual.interface.rawValue)
        interfaces[place].hasVirtualMAC = true
        for address in virtual.addresses where !isOwn(address, on: virtual.interface) {
            if virtual.acceptsPackets {
                addAddress(InterfaceAddress(address, prefixLength: address.family.bitWidth), to: virtual.interface)
            } else if !isLinkLocal(address) {
                // Not this router's to answer, and nobody else's to ask for.
                let group = group(of: [NextHop.discard])
                setRoute(IPPrefix(host: address), in: interfaces[place].domain, to: group)
                release(group)
            }
        }
    }

    /// Gives them up again.
    public mutating func relinquish(_ virtual: VirtualRouterAddresses) {
        guard let found = virtualRouters.firstIndex(of: virtual) else { return }
        virtualRouters.remove(at: found)
        let place = Int(virtual.interface.rawValue)
        interfaces[place].hasVirtualMAC = virtualRouters.contains { $0.interface == virtual.interface }
        for address in virtual.addresses {
            if virtual.acceptsPackets {
                let host = InterfaceAddress(address, prefixLength: address.family.bitWidth)
                removeAddress(host, from: virtual.interface)
            } else if !isOwn(address, on: virtual.interface), !isLinkLocal(address) {
                removeRoute(IPPrefix(host: address), in: interfaces[place].domain)
            }
        }
    }

    /// Says on the wire of an interface that an address is at a MAC address: by a gratuitous ARP request, or by an unsolicited neighbour
    /// advertisement (RFC 5798 §6.4.1).
    ///
    /// The frame comes from that MAC address, so that bridges learn where it is now.
    public mutating func announce(
        _ address: IPAddress,
        at mac: MACAddress,
        on interface: InterfaceIndex,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let egress = interfaces[Int(interface.rawValue)]
        guard egress.isUp else { return }
        let frame: FrameHandle?
        switch address {
        case .v4(let address):
            var link = egress.header(to: .broadcast, .arp)
            link.source = mac
            frame = pool.build(ARPPacket(requestFor: address, from: address, mac: mac), link: link)
        case .v6(let address):
            let allNodes = IPv6Address(high: 0xFF02 << 48, low: 1)
            var link = egress.header(to: MACAddress(multicast: allNodes), .ipv6)
            link.source = mac
            let message = NeighborMessage(advertisementOf: address, at: mac, isRouter: true, isSolicited: false)
            frame = pool.build(message, link: link, source: egress.linkLocal, destination: allNodes)
        }
        guard let frame else { return drop(.none, .outOfMemory, interface, into: &output) }
        transmit(frame, on: interface, pool: pool, into: &output)
    }

    /// Sends an IP packet to a group on the wire of an interface, from a MAC address of a virtual router's.
    public mutating func sendToGroup(
        packet: RawSpan,
        _ group: MACAddress,
        from mac: MACAddress,
        on interface: InterfaceIndex,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let egress = interfaces[Int(interface.rawValue)]
        guard egress.isUp, packet.byteCount > 0 else { return }
        let isIPv6 = packet.loadBigEndian(at: 0, as: UInt8.self) >> 4 == 6
        var header = egress.header(to: group, isIPv6 ? .ipv6 : .ipv4)
        header.source = mac
        guard let frame = pool.allocate(copying: packet) else {
            return drop(.none, .outOfMemory, interface, into: &output)
        }
        guard pool.prependHeader(header, to: frame) else { return drop(frame, .outOfMemory, interface, into: &output) }
        transmit(frame, on: interface, pool: pool, into: &output)
    }

    /// Whether a frame to that MAC address would be taken in at a port.
    public func accepts(_ mac: MACAddress, on port: PortIndex) -> Bool {
        interfaces.indices.contains { place in
            let interface = interfaces[place]
            let index = InterfaceIndex(rawValue: UInt32(place))
            return interface.kind == .ethernet && interface.port == port && interface.isUp
                && (interface.mac == mac || isVirtual(mac, on: index))
        }
    }

    /// Whether a MAC address is that of a virtual router that this router is master of.
    func isVirtual(_ mac: MACAddress, on interface: InterfaceIndex) -> Bool {
        virtualRouters.contains { $0.interface == interface && $0.mac == mac }
    }

    /// The MAC address under which an address of a virtual router is found.
    func virtualMAC(of address: IPAddress, on interface: InterfaceIndex) -> MACAddress? {
        guard interfaces[Int(interface.rawValue)].hasVirtualMAC else { return nil }
        return virtualRouters.first { $0.interface == interface && $0.addresses.contains(address) }?.mac
    }

    private func isOwn(_ address: IPAddress, on interface: InterfaceIndex) -> Bool {
        addresses[Int(interface.rawValue)].contains {
            $0.address == address && $0.prefixLength < address.family.bitWidth
        }
    }

    private func isLinkLocal(_ address: IPAddress) -> Bool { address.v6?.isLinkLocal == true }
}
