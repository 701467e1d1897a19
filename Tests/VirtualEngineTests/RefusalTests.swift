import Network
import NetworkTypes
import TestLab
import Testing

/// Sessions that the MSEE does not want, or not any more: what it says, and that nobody else is hurt.
@Suite("Refused sessions") struct RefusalTests {
    private static let primary = "session/cpe1/er/primary"
    private static let secondary = "session/cpe2/er/secondary"

    /// A network that does not wait for long for a session that never comes.
    private static func edge(_ duration: String) -> YAML {
        var edge = Edge.standard(duration: duration)
        edge["timing"] = ["settleLimit": "40s"]
        return edge
    }

    /// The reasons that both ends wrote down: `node: code/subcode error`.
    private func failures(_ lab: Lab, _ session: String) -> Set<String> {
        Set(
            lab.moments(.sessionFailed, session).compactMap { moment in
                guard let node = moment.text("node"), let code = moment.number("code"),
                    let subcode = moment.number("subcode")
                else { return nil }
                return "\(node): \(code)/\(subcode) \(moment.text("error") ?? "")"
            }
        )
    }

    private func onlyPrimaryIsDown(_ lab: Lab) -> Bool {
        lab.sessionsDown == [Self.primary] && lab.paths("f").allSatisfy(\.isDelivered)
            && lab.paths("f", .reverse).allSatisfy(\.isDelivered)
    }

    @Test func `a hold time below the MSEE's floor is refused with OPEN error 2/6`() throws {
        var edge = Self.edge("30s")
        edge["circuits", 0]["minimumHoldTime"] = "20s"
        edge["customerSites", 0]["routers", 0]["holdTime"] = "19s"
        edge["customerSites", 0]["routers", 1]["holdTime"] = "20s"
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(onlyPrimaryIsDown(lab))
        #expect(
            failures(lab, Self.primary) == [
                "msee/amsterdam/1: 2/6 unacceptable hold time", "router/cpe1: 2/6 unacceptable hold time",
            ]
        )
        #expect(lab.moments(.sessionUp, Self.primary).isEmpty)
        // The MSEE says so, the router hears it.
        for moment in lab.moments(.sessionFailed, Self.primary) where moment.number("code") != nil {
            #expect(moment.event["sent"] == .boolean(moment.text("node") == "msee/amsterdam/1"))
        }
    }

    @Test func `an AS number that Microsoft does not expect is refused with OPEN error 2/2`() throws {
        var edge = Self.edge("30s")
        edge["circuits", 0]["privatePeering"]?["peerASN"] = 65010
        edge["customerSites", 0]["routers", 0]["links"] = [["link": "er/primary", "asn": 65099]]
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(onlyPrimaryIsDown(lab))
        #expect(
            failures(lab, Self.primary) == ["msee/amsterdam/1: 2/2 bad peer AS", "router/cpe1: 2/2 bad peer AS"]
        )
    }

    @Test func `a link's own AS number stands for the router's towards Microsoft, and only there`() throws {
        var edge = Self.edge("5s")
        edge["circuits", 0]["privatePeering"]?["peerASN"] = 65099
        for (router, link) in ["er/primary", "er/secondary"].enumerated() {
            edge["customerSites", 0]["routers", router]["links"] = [["link": .text(link), "asn": 65099]]
        }
        edge["customerSites", 0]["routers", 1]["export"] = [["prepend": 2]]
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(lab.sessionsDown.isEmpty)
        #expect(lab.asPath("10.101.0.0/16", at: "msee/amsterdam/1", domain: "er") == "65099")
        #expect(lab.asPath("10.101.0.0/16", at: "msee/amsterdam/2", domain: "er") == "65099 65099 65099")
        #expect(lab.asPath("10.10.0.0/16", at: "core/hq") == "12076")
        #expect(lab.asPath("10.101.0.0/16", at: "gateway/ergw/instance/0", domain: "hub") == "12076 65099")
    }

    @Test func `keys that differ keep just that session down`() throws {
        var edge = Self.edge("30s")
        edge["circuits", 0]["privatePeering"]?["sharedKey"] = "right"
        edge["customerSites", 0]["routers", 0]["sharedKey"] = "wrong"
        let lab = try Lab(edge)
        lab.run(to: .zero)
        #expect(onlyPrimaryIsDown(lab))
        // No segment with a wrong digest gets as far as BGP.
        #expect(lab.moments(.sessionFailed, Self.primary).isEmpty)
        #expect(lab.moments(.sessionUp, Self.primary).isEmpty)
        #expect(lab.moments(.sessionUp, Self.secondary).count == 2)
    }

    @Test func `more prefixes than the circuit allows end that session with Cease/1, until there are fewer`() throws {
        var edge = Self.edge("120s")
        edge["flows", 0]["rate"] = "16/s"
        edge["circuits", 0]["privatePeering"]?["prefixLimit"] = 4
        edge.step(
            "5s",
            "announce",
            "router/cpe1",
            ["prefixes": ["10.50.0.0/24", "10.50.1.0/24", "10.50.2.0/24", "10.50.3.0/24"], "for": "20s"]
        )
        let lab = try Lab(edge)
        lab.run(to: .seconds(24))
        #expect(onlyPrimaryIsDown(lab))
        let down = lab.moments(.sessionDown, after: .zero)
        #expect(down.map(\.subject) == [Self.primary, Self.primary])
        #expect(down.allSatisfy { $0.at < .seconds(6) && $0.number("code") == 6 && $0.number("subcode") == 1 })
        #expect(down.map { $0.text("cause") } == ["prefixLimit", "notification"])
        #expect(down.first?.text("node") == "msee/amsterdam/1")
        #expect(down.first?.text("error") == "maximum prefixes")
        // Nothing of what the router told is left behind, and its other prefixes go with it.
        #expect(lab.route("10.50.0.0/24", at: "msee/amsterdam/1", domain: "er") == nil)
        lab.run(to: .seconds(100))
        #expect(lab.sessionsDown.isEmpty)
        #expect(lab.moments(.sessionUp, Self.primary, after: .zero).allSatisfy { $0.at > .seconds(25) })
        #expect(lab.asPath("10.101.0.0/16", at: "msee/amsterdam/1", domain: "er") == "65010")
    }

    @Test func `as many prefixes as the circuit allows are none too many`() throws {
        var edge = Self.edge("40s")
        edge["flows"] = []
        edge["circuits", 0]["privatePeering"]?["prefixLimit"] = 4
        edge.step("5s", "announce", "router/cpe1", ["prefixes": ["10.50.0.0/24", "10.50.1.0/24", "10.50.2.0/24"]])
        let lab = try Lab(edge)
        lab.run(to: .seconds(20))
        #expect(lab.sessionsDown.isEmpty && lab.moments(.sessionDown, after: .zero).isEmpty)
        #expect(lab.asPath("10.50.2.0/24", at: "msee/amsterdam/1", domain: "er") == "65010")
    }
}
