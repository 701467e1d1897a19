public import NetworkTypes

extension Topology {
    /// What happens after time zero.
    public struct Scenario: Hashable, Sendable {
        public var duration: Duration = Defaults.scenarioDuration.value
        /// What the clock shows at time zero, for what happens at certain times of the day.
        public var clock = TimeOfDay.midnight
        /// In the order of their times; step N of reports is element N - 1.
        public var steps: [Step] = []

        public init() {}
    }

    /// One line of a scenario.
    public struct Step: Hashable, Sendable {
        /// From 1.
        public var number: Int
        public var at: Duration
        public var verb: Verb
        /// At least one.
        public var targets: [Target]
        /// The same, as they were named, in canonical form.
        public var targetPaths: [ObjectPath]
        /// When the step undoes itself, counted from `at`.
        public var restoresAfter: Duration?
        /// Numbers of the earlier steps that a `restore` undoes; empty for every other verb.
        public var undoes: [Int]
        /// Line of the file where it stands.
        public var line: Int
    }

    /// What a step does.
    public enum Verb: Hashable, Sendable {
        /// The carrier is lost.
        case cut
        /// Frames vanish, the carrier stays.
        case blackhole(direction: WireDirection)
        case degrade(Degradation, direction: WireDirection)
        /// A device stops, or everything in a location, zone or region does; or a part of a router.
        case fail(FailureMode)
        /// The customer's end of a session has another key, or a provider edge another VLAN, as by a slip of a finger.
        case misconfigure(Misconfiguration)
        /// A session is closed once and may come back at once; gracefully, routes stay in use where both ends can do that.
        case reset(isGraceful: Bool)
        /// A session is closed and stays so until restored; with `grace`, its routes are made the last to be chosen that long before.
        case shutdown(grace: Duration?)
        /// A provider takes a circuit away: the MSEEs end the peering, then the provider edges go dark.
        case deprovision
        /// Maintenance: traffic is made to leave first, after `grace` the device goes down, and after `down` it is back; in a gateway
        /// one instance after the other.
        case drain(grace: Duration?, down: Duration, prepend: UInt8)
        /// Traffic is made to leave an MSEE, which after `grace` loses the core; its sessions with the customer stay, and so do its routes.
        case isolate(grace: Duration, prepend: UInt8)
        /// A gateway becomes one of a larger SKU, or a circuit gets more bandwidth, in place.
        case resize(Size)
        /// A stage of a gateway's migration to another one in the same subnet.
        case migrate(MigrationStage)
        case withdraw([IPPrefix])
        case announce([IPPrefix])
        /// The carrier goes and comes `count` times, each time for half a period.
        case flap(period: Duration, count: Int)
        /// This gateway leaves the circuits of peering locations; others go on using them (RV).
        case failoverTest(gateway: Int)
        case restore

        /// Whether the step undoes itself without `for`.
        var endsByItself: Bool {
            switch self {
            case .flap, .drain: true
            default: false
            }
        }

        /// The key that names the verb in a file, in the journal and in reports; a failure of a part is named by its mode.
        public var name: String {
            switch self {
            case .cut: "cut"
            case .blackhole: "blackhole"
            case .degrade: "degrade"
            case .fail(.powerLoss): "fail"
            case .fail(let mode): mode.name
            case .misconfigure: "misconfigure"
            case .reset: "reset"
            case .shutdown: "shutdown"
            case .deprovision: "deprovision"
            case .drain: "drain"
            case .isolate: "isolate"
            case .resize: "resize"
            case .migrate: "migrate"
            case .withdraw: "withdraw"
            case .announce: "announce"
            case .flap: "flap"
            case .failoverTest: "failoverTest"
            case .restore: "restore"
            }
        }
    }

    /// What `resize` makes of a thing.
    public enum Size: Hashable, Sendable {
        /// Of an SKU; of `ErGwScale` so many units.
        case gateway(GatewaySKU, scaleUnits: Int)
        case circuit(BitRate)
    }

    /// What of a device fails.
    public enum FailureMode: Hashable, Sendable {
        /// All of it, and the carrier of its wires.
        case powerLoss
        /// The same until it has booted; BGP starts `startup` after the ports are back.
        case reload(startup: Duration)
        /// The routing process ends; the system closes its connections.
        case bgpCrash
        /// The process that runs BFD ends.
        case bfdCrash
        /// Packets of others are dropped; sessions stay.
        case forwardingOnly
        /// The processes hang: they say nothing and read nothing, while the system acknowledges what arrives.
        case controlPlaneStall

        /// As a file has it.
        public var name: String {
            switch self {
            case .powerLoss: "powerLoss"
            case .reload: "reload"
            case .bgpCrash: "bgpCrash"
            case .bfdCrash: "bfdCrash"
            case .forwardingOnly: "forwardingOnly"
            case .controlPlaneStall: "controlPlaneStall"
            }
        }
    }

    /// The stages of a gateway's migration (MIG).
    public enum MigrationStage: String, Hashable, Sendable, CaseIterable {
        /// The second gateway is made.
        case prepare
        /// Traffic is moved to it.
        case move
        /// The first gateway is deleted.
        case commit
        /// Traffic goes back, and the second gateway is deleted.
        case abort
    }

    /// Which way over a wire.
    public enum WireDirection: String, Hashable, Sendable, CaseIterable {
        case toCustomer, toMicrosoft, both
    }

    /// How a wire gets worse.
    public struct Degradation: Hashable, Sendable {
        /// Chance of a frame to be lost.
        public var loss: Percentage = .zero
        /// Added to the wire's own latency.
        public var latency: Duration = .zero
        /// A random part of this is added to each frame's latency.
        public var jitter: Duration = .zero
        /// Replaces the wire's bandwidth.
        public var rate: BitRate?
        /// Octets of the longest IP packet that gets through.
        public var mtu: Int?

        public init() {}
    }

    /// What a customer's router passes on to Microsoft of what it learned from Microsoft on another link.
    public enum Leak: Hashable, Sendable {
        case nothing
        /// With the AS path that they came with.
        case routes
        /// As routes of its own, as after redistribution into an IGP and back.
        case redistributed
    }

    /// What somebody got wrong.
    public struct Misconfiguration: Hashable, Sendable {
        /// What the customer's end of a session advertises by mistake from now on.
        public var leak: Leak?
        /// The MD5 key that the customer's end of a session has from now on.
        public var sharedKey: String?
        /// The tag that the provider edge expects from the customer from now on.
        public var vlan: UInt16?
    }

    /// A part of the backbone, by what it joins to the rest.
    public enum Backbone: Hashable, Sendable {
        /// Index into `peeringLocations`.
        case peeringLocation(Int)
        /// Index into `regions`.
        case region(Int)
    }

    /// A thing of the topology that a step acts on.
    public enum Target: Hashable, Sendable {
        /// Both segments where `segment` is `nil`.
        case link(circuit: Int, role: Role, segment: Segment?)
        case provider(circuit: Int, role: Role)
        /// The wire of a router in its LAN.
        case lan(router: Int)
        /// The wire between a site's core and the LAN.
        case lanCore(site: Int)
        case msee(Int)
        case router(Int)
        case core(site: Int)
        case host(Int)
        case firewall(Int)
        case machine(Int)
        case service(Int)
        case peeringLocation(Int)
        case circuit(Int)
        case gateway(Int)
        case gatewayInstance(gateway: Int, instance: Int)
        /// `zone` is an index into the region's `zones`.
        case zone(region: Int, zone: Int)
        case region(Int)
        /// A fault domain, in a zone or outside of zones; the number counts from 1.
        case rack(region: Int, zone: Int?, number: Int)
        /// The session of a router with an MSEE; an index into `attachments`.
        case session(attachment: Int, family: AddressFamily, peering: Peering = .private)
        /// The sessions of one of a circuit's peerings.
        case peering(circuit: Int, Peering)
        case connection(Int)
        /// One of the backbone's two route reflectors, 1 or 2.
        case reflector(Int)
        /// The wires between the backbone and the MSEEs of a location, or all of a region.
        case backbone(Backbone)
    }
}
