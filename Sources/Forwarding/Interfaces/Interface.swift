import NetworkTypes
import Packets

/// What the pipeline needs to know about an interface, flat.
struct Interface: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
        case ethernet
        case overlay
        case tunnel
        case loopback
    }

    var kind: Kind
    var isConfiguredUp: Bool
    var isPortUp: Bool
    var answersNeighbors: Bool
    /// Whether this router is master of a virtual router here, so that there is another MAC address to listen to.
    var hasVirtualMAC = false
    var reversePathFilter: ReversePathFilter
    var port = PortIndex(rawValue: 0)
    var mtu: UInt16
    var tags = VLANTags.none
    var domain: DomainIndex
    var networkIdentifier: UInt32 = 0
    var localEndpoint = IPv4Address.any
    var underlay = DomainIndex(rawValue: 0)
    var mac: MACAddress
    /// Of Ethernet and overlay interfaces; else unspecified.
    var linkLocal: IPv6Address

    init(_ configuration: InterfaceConfiguration) {
        isConfiguredUp = configuration.isUp
        isPortUp = true
        answersNeighbors = configuration.answersNeighbors
        reversePathFilter = configuration.reversePathFilter
        mtu = configuration.mtu
        domain = configuration.domain
        mac = configuration.mac
        linkLocal = IPv6Address(linkLocalOf: configuration.mac)
        switch configuration.kind {
        case .ethernet(let port, let tags):
            kind = .ethernet
            self.port = port
            self.tags = tags
        case .overlay(let networkIdentifier, let localEndpoint, let underlay):
            kind = .overlay
            self.networkIdentifier = networkIdentifier & 0xFF_FFFF
            self.localEndpoint = localEndpoint
            self.underlay = underlay
        case .tunnel(let networkIdentifier, let localEndpoint, let underlay):
            kind = .tunnel
            self.networkIdentifier = networkIdentifier & 0xFF_FFFF
            self.localEndpoint = localEndpoint
            self.underlay = underlay
            linkLocal = .any
        case .loopback:
            kind = .loopback
            linkLocal = .any
        }
    }

    @inline(__always) var isUp: Bool { isConfiguredUp && isPortUp }

    /// The header of a frame that leaves this interface.
    @inline(__always) func header(to destination: MACAddress, _ etherType: EtherType) -> EthernetHeader {
        switch tags.count {
        case 0: EthernetHeader(destination: destination, source: mac, etherType: etherType)
        case 1: EthernetHeader(destination: destination, source: mac, outerTag: tags.outer, etherType: etherType)
        default:
            EthernetHeader(
                destination: destination,
                source: mac,
                outerTag: tags.outer,
                innerTag: tags.inner,
                etherType: etherType
            )
        }
    }

    /// What finds an Ethernet interface among those of all ports.
    static func ethernetHash(port: PortIndex, selector: UInt64) -> UInt64 {
        (UInt64(port.rawValue) &<< 26 | selector) &* 0x9E37_79B9_7F4A_7C15
    }

    /// What finds an overlay interface by its identifier and MAC address, or a tunnel by its identifier (MAC address 0).
    static func endpointHash(_ networkIdentifier: UInt32, _ mac: MACAddress) -> UInt64 {
        (UInt64(networkIdentifier) &<< 40 ^ mac.rawValue) &* 0x9E37_79B9_7F4A_7C15
    }
}
