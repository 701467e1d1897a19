/// A line of a circuit's ARP table, in Azure's columns.
public struct ARPRow: Codable, Hashable, Sendable {
    /// Minutes; 0 for Microsoft's own, `nil` for the customer's, which does not age here.
    public var age: Int?
    /// `On-Prem` or `Microsoft`.
    public var interfaceProperty: String
    public var ipAddress: String
    /// `Incomplete` while nobody answers.
    public var macAddress: String

    public init(age: Int?, interfaceProperty: String, ipAddress: String, macAddress: String) {
        self.age = age
        self.interfaceProperty = interfaceProperty
        self.ipAddress = ipAddress
        self.macAddress = macAddress
    }
}

/// The statistics of a circuit, in Azure's columns: octets of frames at the MSEEs, `In` from the customer.
public struct CircuitStatsRow: Codable, Hashable, Sendable {
    public var primaryBytesIn: UInt64
    public var primaryBytesOut: UInt64
    public var secondaryBytesIn: UInt64
    public var secondaryBytesOut: UInt64

    public init(primaryBytesIn: UInt64, primaryBytesOut: UInt64, secondaryBytesIn: UInt64, secondaryBytesOut: UInt64) {
        self.primaryBytesIn = primaryBytesIn
        self.primaryBytesOut = primaryBytesOut
        self.secondaryBytesIn = secondaryBytesIn
        self.secondaryBytesOut = secondaryBytesOut
    }
}

/// A learned or advertised route of a gateway, in Azure's columns.
public struct GatewayRouteRow: Codable, Hashable, Sendable {
    /// Such as `GatewayTenantWork_IN_0`.
    public var roleInstance: String
    public var localAddress: String
    public var network: String
    public var nextHop: String
    /// `Network` for the gateway's own, else `EBgp`.
    public var origin: String
    /// Who sent it; the peer that it was sent to, of an advertised one.
    public var sourcePeer: String
    /// Joined by dashes, such as `12076-65010`.
    public var asPath: String
    public var weight: UInt32

    public init(
        roleInstance: String,
        localAddress: String,
        network: String,
        nextHop: String,
        origin: String,
        sourcePeer: String,
        asPath: String,
        weight: UInt32
    ) {
        self.roleInstance = roleInstance
        self.localAddress = localAddress
        self.network = network
        self.nextHop = nextHop
        self.origin = origin
        self.sourcePeer = sourcePeer
        self.asPath = asPath
        self.weight = weight
    }
}

/// A peer of a gateway instance, in Azure's columns.
public struct PeerStatusRow: Codable, Hashable, Sendable {
    public var roleInstance: String
    public var localAddress: String
    public var neighbor: String
    public var asn: UInt32
    public var state: String
    public var connectedDuration: String
    public var routesReceived: Int
    /// UPDATE messages only; others are not counted.
    public var messagesSent: Int
    public var messagesReceived: Int

    public init(
        roleInstance: String,
        localAddress: String,
        neighbor: String,
        asn: UInt32,
        state: String,
        connectedDuration: String,
        routesReceived: Int,
        messagesSent: Int,
        messagesReceived: Int
    ) {
        self.roleInstance = roleInstance
        self.localAddress = localAddress
        self.neighbor = neighbor
        self.asn = asn
        self.state = state
        self.connectedDuration = connectedDuration
        self.routesReceived = routesReceived
        self.messagesSent = messagesSent
        self.messagesReceived = messagesReceived
    }
}

/// The latest sample of a metric.
public struct MetricRow: Codable, Hashable, Sendable {
    public var resource: String
    public var name: String
    public var unit: String
    public var aggregation: String
    public var dimensions: [String: String]
    /// The same in Azure's order, for people.
    public var dimensionText: String
    public var value: Double

    public init(
        resource: String,
        name: String,
        unit: String,
        aggregation: String,
        dimensions: [String: String],
        dimensionText: String,
        value: Double
    ) {
        self.resource = resource
        self.name = name
        self.unit = unit
        self.aggregation = aggregation
        self.dimensions = dimensions
        self.dimensionText = dimensionText
        self.value = value
    }
}
