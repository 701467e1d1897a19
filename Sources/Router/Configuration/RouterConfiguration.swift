public import BGPWire
public import Forwarding
public import NetworkTypes
public import RIB

/// Everything that makes a router what it is: a CPE, a site core, an MSEE, a gateway instance, a route reflector, an
/// underlay switch or an end host differ in this value only.
public struct RouterConfiguration: Sendable {
    /// The node's path, such as `msee/amsterdam/1`.
    public var name: String
    public var asn: ASN
    public var routerID: RouterID
    /// Makes this router spread flows differently from the next one.
    public var hashSeed: UInt64
    /// Whether the router forwards packets.
    ///
    /// One that does not (a reflector, a route server, a speaker on somebody else's host) installs
    /// nothing and takes each next hop for reachable.
    public var hasDataPlane = true
    public var behavior = RouterBehavior()
    /// At least one; the first is the router's own, the underlay of an Azure device.
    public var domains: [Domain]
    public var interfaces: [Interface] = []
    public var neighbors: [Neighbor] = []
    public var originations: [Origination] = []
    public var routes: [Route] = []
    public var overlayNeighbors: [OverlayNeighbor] = []

    public init(name: String, asn: ASN, routerID: RouterID, hashSeed: UInt64, domains: [Domain]) {
        self.name = name
        self.asn = asn
        self.routerID = routerID
        self.hashSeed = hashSeed
        self.domains = domains
    }
}

extension RouterConfiguration {
    /// A routing domain: its own tables, its own sessions.
    public struct Domain: Sendable {
        /// Shown to people, such as `er-ams`.
        public var name: String
        /// Equal paths used together.
        public var multipath: Multipath
        /// How it exchanges routes with other domains over the backbone; `nil` keeps it to itself.
        public var vpn: VPN?

        /// Equal paths learned by eBGP that are used together.
        public var maximumPaths: Int { multipath.ebgp }

        public init(name: String, maximumPaths: Int = 64, vpn: VPN? = nil) {
            let multipath = Multipath(ebgp: maximumPaths, ibgp: maximumPaths, relaxesASPath: maximumPaths > 1)
            self.init(name: name, multipath: multipath, vpn: vpn)
        }

        public init(name: String, multipath: Multipath, vpn: VPN? = nil) {
            self.name = name
            self.multipath = multipath
            self.vpn = vpn
        }
    }

    /// A domain's part in VPNv4 and VPNv6 (RFC 4364, RFC 4659).
    public struct VPN: Sendable {
        public var routeDistinguisher: RouteDistinguisher
        public var importTargets: [RouteTarget]
        public var exportTargets: [RouteTarget]
        /// 20 bits; also the VNI under which packets for this domain arrive from other MSEEs.
        public var label: UInt32
        /// Which routes of the domain go out.
        public var exportTags: TagMask
        /// The tag of routes that come in.
        public var importTag: RouteTag

        public init(
            routeDistinguisher: RouteDistinguisher,
            importTargets: [RouteTarget],
            exportTargets: [RouteTarget],
            label: UInt32,
            exportTags: TagMask,
            importTag: RouteTag
        ) {
            self.routeDistinguisher = routeDistinguisher
            self.importTargets = importTargets
            self.exportTargets = exportTargets
            self.label = label
            self.exportTags = exportTags
            self.importTag = importTag
        }
    }

    /// An address of an interface and the length of the prefix that it lies in.
    public struct InterfaceAddress: Hashable, Sendable {
        public var address: IPAddress
        public var prefixLength: UInt8

        public init(_ address: IPAddress, prefixLength: UInt8) {
            self.address = address
            self.prefixLength = prefixLength
        }

        /// The address alone, with no other address on link.
        public init(host address: IPAddress) {
            self.init(address, prefixLength: address.family.bitWidth)
        }
    }

    public struct Interface: Sendable {
        public enum Kind: Sendable {
            /// A port, or the part of it behind one or two tags, outer one first.
            case ethernet(port: UInt16, tags: [UInt16])
            /// An endpoint in a VXLAN overlay, reached through the underlay in domain 0.
            case overlay(vni: UInt32, endpoint: IPv4Address)
            /// Where packets of other MSEEs with this label arrive.
            case tunnel(vni: UInt32, endpoint: IPv4Address)
        }

        public var domain: Int
        public var kind: Kind
        public var mac: MACAddress
        public var addresses: [InterfaceAddress]
        public var mtu: Int
        /// Whether the outer one of two tags is a service tag (802.1ad); else both are 802.1Q.
        public var hasServiceTag = true
        /// Of packets that come in here.
        public var reversePathFilter = ReversePathFilter.off
        /// How long a change of the port's carrier is not believed.
        public var carrierDelay = CarrierDelay()
        /// What a flapping carrier costs; `nil` dampens nothing.
        public var dampening: DampeningParameters?

        public init(domain: Int, kind: Kind, mac: MACAddress, addresses: [InterfaceAddress], mtu: Int = 1500) {
            self.domain = domain
            self.kind = kind
            self.mac = mac
            self.addresses = addresses
            self.mtu = mtu
        }
    }

    /// How long a port's carrier has to be gone, or back, until the router believes it.
    public struct CarrierDelay: Hashable, Sendable {
        public var down: Duration
        public var up: Duration

        public init(down: Duration = .zero, up: Duration = .zero) {
            self.down = down
            self.up = up
        }
    }

    /// A prefix that the router announces by itself.
    public struct Origination: Hashable, Sendable {
        public var domain: Int
        public var prefix: IPPrefix
        public var tag: RouteTag
        public var communities: [Community]

        public init(domain: Int, prefix: IPPrefix, tag: RouteTag = .local, communities: [Community] = []) {
            self.domain = domain
            self.prefix = prefix
            self.tag = tag
            self.communities = communities
        }
    }

    /// A route that no protocol brought: static, or programmed by the fabric.
    ///
    /// No next hop at all discards.
    public struct Route: Hashable, Sendable {
        public enum NextHop: Hashable, Sendable {
            /// A neighbour on an interface, by the interface's place in the configuration.
            case neighbor(interface: Int, IPAddress)
            /// A neighbour found through a connected route.
            case address(IPAddress)
        }

        public var domain: Int
        public var prefix: IPPrefix
        public var nextHops: [NextHop]

        public init(domain: Int, prefix: IPPrefix, nextHops: [NextHop]) {
            self.domain = domain
            self.prefix = prefix
            self.nextHops = nextHops
        }
    }

    /// Where an address of an overlay lives: the fabric knows, nobody asks.
    public struct OverlayNeighbor: Hashable, Sendable {
        public var interface: Int
        public var address: IPAddress
        public var mac: MACAddress
        public var endpoint: IPv4Address

        public init(interface: Int, address: IPAddress, mac: MACAddress, endpoint: IPv4Address) {
            self.interface = interface
            self.address = address
            self.mac = mac
            self.endpoint = endpoint
        }
    }
}
