public import NetworkTypes
public import Packets

extension Forwarder {
    /// A new interface.
    ///
    /// Its addresses are reachable, and its connected prefixes installed, while it is up.
    ///
    /// Two interfaces of one port must differ in their tags, two overlay interfaces of one network in their MAC
    /// addresses, and two tunnels in their identifiers: of equal ones the first gets the frames.
    public mutating func addInterface(_ configuration: InterfaceConfiguration) -> InterfaceIndex {
        let index = InterfaceIndex(rawValue: UInt32(interfaces.count))
        var interface = Interface(configuration)
        precondition(Int(interface.domain.rawValue) < domainCount && Int(interface.underlay.rawValue) < domainCount)
        switch interface.kind {
        case .ethernet:
            interface.isPortUp = !isDown(interface.port)
            let hash = Interface.ethernetHash(port: interface.port, selector: interface.tags.selector)
            ethernetTable.insert(hash, index.rawValue)
        case .overlay:
            endpointTable.insert(Interface.endpointHash(interface.networkIdentifier, interface.mac), index.rawValue)
        case .tunnel:
            let none = MACAddress(rawValue: 0)
            endpointTable.insert(Interface.endpointHash(interface.networkIdentifier, none), index.rawValue)
        case .loopback: break
        }
        interfaces.append(interface)
        addresses.append([])
        counters.append(InterfaceCounters())
        for address in configuration.addresses { addAddress(address, to: index) }
        return index
    }

    public var interfaceCount: Int { interfaces.count }

    /// Whether it is configured up and its port, if it has one, is up.
    public func isUp(_ interface: InterfaceIndex) -> Bool { interfaces[Int(interface.rawValue)].isUp }

    public func domain(of interface: InterfaceIndex) -> DomainIndex { interfaces[Int(interface.rawValue)].domain }

    public func macAddress(of interface: InterfaceIndex) -> MACAddress { interfaces[Int(interface.rawValue)].mac }

    /// The port of an Ethernet interface.
    public func port(of interface: InterfaceIndex) -> PortIndex? {
        let interface = interfaces[Int(interface.rawValue)]
        return interface.kind == .ethernet ? interface.port : nil
    }

    /// The addresses that the owner gave it, in that order.
    public func addresses(of interface: InterfaceIndex) -> [InterfaceAddress] { addresses[Int(interface.rawValue)] }

    /// The IPv6 link-local address that it derived from its MAC address.
    public func linkLocalAddress(of interface: InterfaceIndex) -> IPv6Address? {
        let address = interfaces[Int(interface.rawValue)].linkLocal
        return address == .any ? nil : address
    }

    public func counters(of interface: InterfaceIndex) -> InterfaceCounters { counters[Int(interface.rawValue)] }

    /// Gives an interface one more address; one that it has already stays as it is.
    public mutating func addAddress(_ address: InterfaceAddress, to interface: InterfaceIndex) {
        guard !addresses[Int(interface.rawValue)].contains(address) else { return }
        addresses[Int(interface.rawValue)].append(address)
        claim(address, for: interface)
    }

    public mutating func removeAddress(_ address: InterfaceAddress, from interface: InterfaceIndex) {
        guard let place = addresses[Int(interface.rawValue)].firstIndex(of: address) else { return }
        addresses[Int(interface.rawValue)].remove(at: place)
        disclaim(address, for: interface)
        // Another address of the interface may have the same prefix.
        for other in addresses[Int(interface.rawValue)] { claim(other, for: interface) }
    }

    /// Says whether this router, or a kernel beside it, answers ARP, ND and echo requests on an interface.
    public mutating func setAnswersNeighbors(_ interface: InterfaceIndex, _ answers: Bool) {
        interfaces[Int(interface.rawValue)].answersNeighbors = answers
    }

    /// Takes an interface up or down.
    ///
    /// Down, its connected routes and its addresses are gone, groups avoid it, what it learnt of neighbours is
    /// forgotten, and packets that waited for them are dropped. What was programmed stays.
    public mutating func setInterface(
        _ interface: InterfaceIndex,
        up: Bool,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let wasUp = isUp(interface)
        interfaces[Int(interface.rawValue)].isConfiguredUp = up
        applyState(of: interface, wasUp: wasUp, pool: &pool, into: &output)
    }

    /// Takes a port, with all its interfaces, up or down, as its carrier does.
    public mutating func setPort(
        _ port: PortIndex,
        up: Bool,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        while isPortDown.count <= Int(port.rawValue) { isPortDown.append(false) }
        isPortDown[Int(port.rawValue)] = !up
        for place in interfaces.indices where interfaces[place].kind == .ethernet && interfaces[place].port == port {
            let index = InterfaceIndex(rawValue: UInt32(place))
            let wasUp = interfaces[place].isUp
            interfaces[place].isPortUp = up
            applyState(of: index, wasUp: wasUp, pool: &pool, into: &output)
        }
    }

    private func isDown(_ port: PortIndex) -> Bool {
        Int(port.rawValue) < isPortDown.count && isPortDown[Int(port.rawValue)]
    }

    private mutating func applyState(
        of interface: InterfaceIndex,
        wasUp: Bool,
        pool: inout FramePool,
        into output: inout ForwarderOutput
    ) {
        let up = isUp(interface)
        guard up != wasUp else { return }
        groups.setInterface(interface, up: up)
        for address in addresses[Int(interface.rawValue)] { refreshConnected(address, interface) }
        if !up { flushNeighbors(of: interface, into: &output) }
    }

    // MARK: - Finding interfaces

    /// The interface of frames with these tags on a port.
    @inline(__always) func ethernetInterface(port: PortIndex, _ summary: FrameSummary) -> InterfaceIndex? {
        let selector =
            UInt64(summary.tagCount) &<< 24 | UInt64(summary.outerVLAN) &<< 12 | UInt64(summary.innerVLAN)
        let found = ethernetTable.find(Interface.ethernetHash(port: port, selector: selector)) { place in
            interfaces[Int(place)].port == port && interfaces[Int(place)].tags.selector == selector
        }
        return found.map(InterfaceIndex.init(rawValue:))
    }

    /// The tunnel, or else the overlay endpoint, that a frame from the underlay is for.
    @inline(__always) func endpoint(
        _ networkIdentifier: UInt32,
        _ mac: MACAddress,
        at localEndpoint: IPv4Address,
        in underlay: DomainIndex
    ) -> InterfaceIndex? {
        func isHere(_ interface: Interface) -> Bool {
            interface.networkIdentifier == networkIdentifier && interface.localEndpoint == localEndpoint
                && interface.underlay == underlay
        }
        let overlay = endpointTable.find(Interface.endpointHash(networkIdentifier, mac)) { place in
            let interface = interfaces[Int(place)]
            return interface.kind == .overlay && interface.mac == mac && isHere(interface)
        }
        if let overlay { return InterfaceIndex(rawValue: overlay) }
        let tunnel = endpointTable.find(Interface.endpointHash(networkIdentifier, MACAddress(rawValue: 0))) { place in
            let interface = interfaces[Int(place)]
            return interface.kind == .tunnel && isHere(interface)
        }
        return tunnel.map(InterfaceIndex.init(rawValue:))
    }
}
