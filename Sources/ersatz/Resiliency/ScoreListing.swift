import Convergence
import Network
import NetworkTypes
import Topology

/// The resiliency of gateways, for printing.
struct ScoreListing {
    var topology: String
    var at: Duration?
    var scores: [GatewayScore]

    func text(_ style: TerminalStyle) -> String {
        var page = TerminalPage(colour: style.hasColour, width: style.width, ascii: style.isASCII)
        for score in scores { add(score, to: &page) }
        return String(page.text.trimmingPrefix("\n"))
    }

    private func add(_ score: GatewayScore, to page: inout TerminalPage) {
        let index = score.index
        page.title("gateway/\(score.name): \(points(index.tenths)) of 100")
        let weakest = index.weakest
        page.table(
            TerminalTable(
                header: ["", "points", "of", "because of", "source"],
                rows: [
                    row("routes", "\(weakest.score.points)", "20", weakest.sentence, weakest.score.source),
                    row("validation", "× \(weakest.multiplier)", "4", validations(index), weakest.multiplierSource),
                    row("zones", "\(index.zones.points)", "10", zones(index.facts), index.zones.source),
                    row(
                        "recommendations",
                        "\(index.recommendations.points)",
                        "10",
                        "\(index.facts.openRecommendations) open",
                        index.recommendations.source
                    ),
                ],
                alignedRight: [1, 2],
                shrinking: [(3, 24)]
            )
        )
        let sources = [
            weakest.score.source, weakest.multiplierSource, index.zones.source, index.recommendations.source,
        ]
        for source in sources where source.contains(": ") { page.item(page.sign("•", "-"), width: 1, source) }
        addRoutes(index, to: &page)
        addImprovements(index, to: &page)
    }

    /// The last cell is a source, of which the table has the key only.
    private func row(_ cells: String...) -> TerminalTable.Row {
        TerminalTable.Row(cells: cells.dropLast() + [String((cells.last ?? "").prefix { $0 != ":" })])
    }

    private func addRoutes(_ index: ResiliencyIndex, to page: inout TerminalPage) {
        page.section(
            "Route sets of \(index.facts.routeSets.isEmpty ? "nothing" : "the gateway")",
            ["prefixes", "circuits", "score", "×", "points"],
            index.routes.map { route in
                [
                    route.prefixText, route.routes.circuits.map(\.text).joined(separator: ", "),
                    "\(route.score.points)", route.multiplier, points(route.tenths),
                ]
            },
            alignedRight: [2, 3, 4]
        )
    }

    private func addImprovements(_ index: ResiliencyIndex, to page: inout TerminalPage) {
        page.section(
            "What would raise it",
            ["by", "to", ""],
            index.improvements.map { improvement in
                ["+\(points(improvement.tenths - index.tenths))", points(improvement.tenths), improvement.what]
            },
            alignedRight: [0, 1]
        )
    }

    private func validations(_ index: ResiliencyIndex) -> String {
        let tests = index.facts.validations.sorted { $0.key < $1.key }
        return tests.isEmpty
            ? "no test" : tests.map { "\($0.key) \($0.value) days ago" }.joined(separator: ", ")
    }

    private func zones(_ facts: ResiliencyIndex.Facts) -> String {
        "\(facts.sku.rawValue), \(facts.instances) instances in \(facts.zones) zone\(facts.zones == 1 ? "" : "s")"
    }

    private func points(_ tenths: Int) -> String {
        tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension ResiliencyIndex.RouteScore {
    /// The multiplier as people write it.
    fileprivate var multiplier: String {
        multiplierHalves % 2 == 0 ? "\(multiplierHalves / 2)" : "\(multiplierHalves / 2).5"
    }

    fileprivate var sentence: String {
        switch reason {
        case .twoSites: "routes over two distinct sites"
        case .metro: "routes over one Metro circuit"
        case .oneSite: "routes over one site"
        case .lostLink: "a link between MSEE and provider edge is lost"
        case .noRoutes: "no routes"
        }
    }

    fileprivate var prefixText: String {
        let names = routes.prefixes.prefix(3).map(\.description).joined(separator: ", ")
        return names + (routes.prefixes.count > 3 ? " and \(routes.prefixes.count - 3) more" : "")
    }
}

extension ResiliencyIndex.Facts.Circuit {
    fileprivate var text: String { "\(name) (\(sites.joined(separator: ", ")))" }
}

extension ScoreListing {
    func json() -> String {
        var json = JSONWriter(layout: .indented)
        json.object { json in
            json.member("topology", topology)
            json.member("atSeconds", seconds: at ?? .zero)
            json.key("gateways")
            json.array { json in
                for score in scores { json.object { write(score, to: &$0) } }
            }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func write(_ score: GatewayScore, to json: inout JSONWriter) {
        let index = score.index
        json.member("gateway", score.name)
        json.key("index")
        json.decimal(Int64(index.tenths), fractionDigits: 1)
        json.key("routeSets")
        json.array { json in
            for route in index.routes { json.object { write(route, to: &$0) } }
        }
        json.key("zones")
        json.object(inline: true) { write(index.zones, to: &$0) }
        json.key("recommendations")
        json.object(inline: true) { json in
            json.member("open", index.facts.openRecommendations)
            write(index.recommendations, to: &json)
        }
        json.key("improvements")
        json.array { json in
            for improvement in index.improvements {
                json.object(inline: true) { json in
                    json.key("index")
                    json.decimal(Int64(improvement.tenths), fractionDigits: 1)
                    json.key("gain")
                    json.decimal(Int64(improvement.tenths - index.tenths), fractionDigits: 1)
                    json.member("what", improvement.what)
                }
            }
        }
    }

    private func write(_ route: ResiliencyIndex.RouteScore, to json: inout JSONWriter) {
        json.member("prefixes", route.routes.prefixes.map(\.description))
        json.member("circuits", route.routes.circuits.map(\.name))
        json.member("sites", route.routes.circuits.flatMap(\.sites))
        json.member("reason", route.reason.rawValue)
        write(route.score, to: &json)
        json.key("multiplier")
        json.decimal(Int64(route.multiplierHalves) * 5, fractionDigits: 1)
        json.member("multiplierSource", route.multiplierSource)
    }

    private func write(_ figure: ResiliencyFigures.Figure, to json: inout JSONWriter) {
        json.member("points", figure.points)
        json.member("source", figure.source)
    }
}
