import ArgumentParser
import Control
import Lab

struct ShowLearnedRoutes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learned-routes",
        abstract: "What the instances of a gateway have learnt, as Azure shows it."
    )

    @Argument(help: "Such as gateway/ergw.")
    var gateway: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(.operatorView(.learnedRoutes, of: gateway), columns: GatewayColumns.routes) { network, _ in
            try OperatorView.learnedRoutes(network, gateway)
        }
    }
}

struct ShowAdvertisedRoutes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advertised-routes",
        abstract: "What the instances of a gateway tell their peers, as Azure shows it; SourcePeer is who was told."
    )

    @Argument(help: "Such as gateway/ergw.")
    var gateway: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(.operatorView(.advertisedRoutes, of: gateway), columns: GatewayColumns.routes) { network, _ in
            try OperatorView.advertisedRoutes(network, gateway)
        }
    }
}

/// The columns that two views share.
private enum GatewayColumns {
    static var routes: [Column<GatewayRouteRow>] {
        [
            Column("RoleInstance", 24) { $0.roleInstance },
            Column("Network", 20) { $0.network },
            Column("NextHop", 16) { $0.nextHop },
            Column("Origin", 8) { $0.origin },
            Column("SourcePeer", 16) { $0.sourcePeer },
            Column("AsPath", 20) { $0.asPath },
            Column("Weight", 0) { "\($0.weight)" },
        ]
    }
}

struct ShowPeerStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bgp-peer-status",
        abstract: "The peers of a gateway's instances, as Azure shows them; messages are UPDATEs only."
    )

    @Argument(help: "Such as gateway/ergw.")
    var gateway: String

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(
            .operatorView(.peerStatus, of: gateway),
            columns: [
                Column("RoleInstance", 24) { $0.roleInstance },
                Column("Neighbor", 16) { $0.neighbor },
                Column("Asn", 6) { "\($0.asn)" },
                Column("State", 11) { $0.state },
                Column("ConnectedDuration", 18) { $0.connectedDuration },
                Column("RoutesReceived", 15) { "\($0.routesReceived)" },
                Column("MessagesSent", 13) { "\($0.messagesSent)" },
                Column("MessagesReceived", 0) { "\($0.messagesReceived)" },
            ]
        ) { network, now in try OperatorView.peerStatus(network, gateway, at: now) }
    }
}

struct ShowMetrics: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "The latest sample of Azure's metrics, of a circuit, a gateway or all."
    )

    @Argument(help: "Such as circuit/er-ams or gateway/ergw; all by default.")
    var resource: String?

    @OptionGroup var view: ViewOptions

    func run() throws {
        try view.show(
            .metrics(resource: resource),
            columns: [
                Column("Resource", 20) { $0.resource },
                Column("Metric", 48) { $0.name },
                Column("Dimensions", 36) { $0.dimensionText },
                Column("Value", 12) { $0.value == $0.value.rounded() ? "\(Int($0.value))" : "\($0.value)" },
                Column("Unit", 0) { $0.unit },
            ]
        ) { network, _ in try OperatorView.metrics(network, of: resource) }
    }
}
