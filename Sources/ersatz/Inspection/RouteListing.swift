import BGPWire
import Convergence
import Network
import NetworkTypes
import RIB
import Router

/// Routing tables in the columns that Azure shows: Network, NextHop, LocPrf, Weight, Path.
struct RouteListing {
    /// The routes of one family in one routing domain of a router.
    struct Table {
        var node: String
        /// `nil` for the VPN routes of the backbone.
        var domain: String?
        var family: RouteFamily
        var routes: [Route]
    }

    struct Route {
        var view: RouteView
        /// For each path the session over which it came, or what else it is.
        var origins: [String]
    }

    private(set) var tables: [Table] = []

    /// What the chosen routers hold at present, in the order of the nodes; empty tables are left out.
    init(_ network: borrowing Network, _ selection: NodeSelection) {
        for (number, node) in network.blueprint.nodes.enumerated() where selection.contains(node.path) {
            // Machines and switches forward what others tell them to.
            guard case .router(let router) = node.works, !router.neighbors.isEmpty else { continue }
            let index = NodeIndex(number)
            for (place, domain) in network.domains(of: index).enumerated() {
                for family in [RouteFamily.ipv4Unicast, .ipv6Unicast] {
                    add(network, index, node.path, place, domain, family)
                }
            }
            for family in [RouteFamily.vpnIPv4, .vpnIPv6] { add(network, index, node.path, nil, nil, family) }
        }
    }

    private mutating func add(
        _ network: borrowing Network,
        _ index: NodeIndex,
        _ path: String,
        _ place: Int?,
        _ domain: String?,
        _ family: RouteFamily
    ) {
        let views = network.routes(at: index, domain: place, family)
        guard !views.isEmpty else { return }
        var routes: [Route] = []
        for view in views {
            var origins: [String] = []
            for path in view.paths {
                let session = network.session(of: path, at: index)
                origins.append(path.importedFrom.map { "imported from \($0)" } ?? session ?? "itself")
            }
            routes.append(Route(view: view, origins: origins))
        }
        tables.append(Table(node: path, domain: domain, family: family, routes: routes))
    }

    func text(_ style: TerminalStyle) -> String {
        var page = TerminalPage(colour: style.hasColour, width: 10_000, ascii: style.isASCII)
        for table in tables {
            page.section(
                "\(table.title) (\(table.routes.count) prefixes)",
                ["", "Network", "NextHop", "LocPrf", "Weight", "Path", "learned from", ""],
                table.routes.flatMap { route in
                    route.view.paths.enumerated().map { place, path in
                        [
                            path.mark, place == 0 ? route.view.prefix.description : "", path.nextHop.text,
                            path.attributes.localPreference.map(String.init) ?? "", String(path.weight),
                            path.pathText, route.origins[place], path.remarks,
                        ]
                    }
                },
                alignedRight: [3, 4]
            )
        }
        if !tables.isEmpty {
            page.line(
                ["", "* usable, > best, = used beside it; i IGP, e EGP, ? incomplete"].map { page.painted($0, .dim) }
            )
        }
        return String(page.text.trimmingPrefix("\n"))
    }

    func json() -> String {
        var json = JSONWriter(layout: .indented)
        json.object { json in
            json.key("tables")
            json.array { json in
                for table in tables { json.object { table.write(to: &$0) } }
            }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension RouteListing.Table {
    fileprivate var title: String { "\(node), \(domain ?? "backbone"), \(family)" }

    fileprivate func write(to json: inout JSONWriter) {
        json.member("node", node)
        json.member("domain", domain)
        json.member("family", family.description)
        json.key("routes")
        json.array { json in
            for route in routes {
                json.object { json in
                    json.member("network", route.view.prefix.description)
                    json.member("decidedBy", "\(route.view.decidedBy)")
                    json.list("paths", Array(zip(route.view.paths, route.origins))) { $0.0.write(to: &$1, from: $0.1) }
                }
            }
        }
    }
}

extension ProtocolNextHop {
    fileprivate var text: String {
        switch self {
        case .local: "self"
        case .address(let address, _): address.description
        case .vpn(let endpoint, let label): "\(endpoint) label \(label)"
        }
    }
}

extension PathView {
    fileprivate var mark: String {
        guard isEligible else { return "" }
        return isBest ? "*>" : isMultipath ? "*=" : "*"
    }

    fileprivate var pathText: String {
        let origin =
            switch attributes.origin {
            case .igp: "i"
            case .egp: "e"
            case .incomplete: "?"
            }
        return (attributes.asPath.text + " " + origin).trimmingPrefix(" ").description
    }

    /// What Azure's columns have no room for.
    fileprivate var remarks: String {
        var remarks: [String] = []
        if let med = attributes.med { remarks.append("MED \(med)") }
        if let originator = attributes.originatorID { remarks.append("originator \(originator)") }
        if !attributes.clusterList.isEmpty {
            remarks.append("clusters \(attributes.clusterList.map(\.description).joined(separator: " "))")
        }
        remarks += communities
        return remarks.joined(separator: ", ")
    }

    private var communities: [String] {
        attributes.communities.map(\.description) + attributes.largeCommunities.map(\.description)
            + attributes.routeTargets.map(\.description)
    }

    fileprivate func write(to json: inout JSONWriter, from origin: String) {
        json.member("best", isBest)
        json.member("multipath", isMultipath)
        json.member("usable", isEligible)
        json.member("nextHop", nextHop.text)
        json.member("localPreference", attributes.localPreference)
        json.member("weight", weight)
        json.member("asPath", attributes.asPath.text)
        json.member("origin", "\(attributes.origin)")
        json.member("learnedFrom", origin)
        json.member("med", attributes.med)
        json.member("originatorID", attributes.originatorID?.description)
        json.member("clusterList", attributes.clusterList.map(\.description))
        json.member("communities", communities)
    }
}
