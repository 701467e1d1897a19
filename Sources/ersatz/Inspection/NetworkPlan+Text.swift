import BGPWire
import Convergence
import NetworkTypes
import Topology

extension NetworkPlan {
    /// The plan as tables, each as wide as what it holds.
    func text(_ style: TerminalStyle) -> String {
        // Nothing is cut: half an address is none.
        var page = TerminalPage(colour: style.hasColour, width: 10_000, ascii: style.isASCII)
        page.line([page.painted(name, .bold), page.painted(description, .dim)])
        nodeTable(on: &page)
        gatewayTable(on: &page)
        interfaceTable(on: &page)
        wireTable(on: &page)
        sessionTable(on: &page)
        settingTable(on: &page)
        return page.text
    }

    /// What ideal routers do by themselves is not worth a line.
    private func settingTable(on page: inout TerminalPage) {
        page.section(
            "Settings of customer routers",
            ["router", "link", "setting", "value", "from", "source"],
            settings.filter { !$0.isIdeal }.map { entry in
                [
                    entry.node, entry.link ?? "", entry.setting.key, entry.setting.value, entry.setting.origin.text,
                    entry.setting.origin.source ?? "",
                ]
            }
        )
    }

    private func nodeTable(on page: inout TerminalPage) {
        page.section(
            "Nodes",
            ["node", "role", "AS", "router id", "zone"],
            nodes.map { node in
                [node.path, node.role, node.asn?.description, node.routerID?.description, node.zone]
                    .map { $0 ?? "" }
            }
        )
    }

    private func gatewayTable(on page: inout TerminalPage) {
        for gateway in gateways {
            let circuits = gateway.connections.joined(separator: "; ")
            page.section(
                "\(gateway.path): \(gateway.sku), AS \(gateway.asn), circuits: \(circuits)",
                ["instance", "zone", "addresses", "share"],
                gateway.instances.map { instance in
                    let rate = "\(Quantity.rounded(Double(instance.bitsPerSecond)))bit/s"
                    let packets = "\(Quantity.rounded(Double(instance.packetsPerSecond))) packets/s"
                    return [
                        instance.path, instance.zone ?? "", instance.addresses.joined(separator: ", "),
                        "\(rate), \(packets)",
                    ]
                }
            )
        }
    }

    private func interfaceTable(on page: inout TerminalPage) {
        page.section(
            "Interfaces",
            ["node", "domain", "on", "tags", "addresses", "MAC", "MTU"],
            interfaces.map { interface in
                [
                    interface.node, interface.domain, interface.attachment,
                    interface.tags.map(String.init).joined(separator: "."),
                    interface.addresses.joined(separator: ", "), interface.mac.description, String(interface.mtu),
                ]
            }
        )
    }

    private func wireTable(on page: inout TerminalPage) {
        page.section(
            "Wires",
            ["wire", "from", "to", "latency", "bandwidth"],
            wires.map { wire in
                [wire.path] + wire.ends + [
                    wire.latency.topologyText,
                    wire.bandwidth.map { "\(Quantity.rounded(Double($0)))bit/s" } ?? "",
                ]
            },
            alignedRight: [3]
        )
    }

    private func sessionTable(on page: inout TerminalPage) {
        page.section(
            "BGP sessions",
            ["session", "from", "to", "families", "keepalive/hold", "BFD", "MD5", ""],
            sessions.map { session in
                [
                    session.path, session.a.text, session.b.text,
                    session.families.map(\.description).joined(separator: ", "), session.timersText,
                    session.bfd?.text ?? "none", session.sharedKey == .none ? "" : session.sharedKey.rawValue,
                    session.obstacle.map { "cannot come up: \($0)" } ?? "",
                ]
            }
        )
    }
}

extension NetworkPlan.Setting {
    fileprivate var isIdeal: Bool {
        if case .profile(.ideal, _) = setting.origin { true } else { false }
    }
}

extension SessionPlan {
    fileprivate var timersText: String {
        if holdTime == .zero { return "none" }
        let texts = keepalives.map(\.topologyText)
        return (texts[0] == texts[1] ? texts[0] : texts.joined(separator: ":")) + "/" + holdTime.topologyText
    }
}

extension SessionPlan.End {
    fileprivate var text: String { "\(address) AS \(asn)" }
}

extension SessionPlan.BFD {
    fileprivate var text: String {
        let counts = multipliers.map(String.init)
        let multiplier = counts[0] == counts[1] ? counts[0] : counts.joined(separator: ":")
        return "\(interval.topologyText) × \(multiplier)" + (isMultihop ? " multihop" : "")
    }
}

extension TerminalPage {
    /// Adds a titled table, unless it has no rows.
    mutating func section(_ title: String, _ header: [String], _ rows: [[String]], alignedRight: Set<Int> = []) {
        guard !rows.isEmpty else { return }
        self.title(title)
        table(
            TerminalTable(header: header, rows: rows.map { TerminalTable.Row(cells: $0) }, alignedRight: alignedRight)
        )
    }
}
