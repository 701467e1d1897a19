import Network
import NetworkTypes
import TestLab
import Testing
import VirtualEngine

/// What each verb does to each kind of target, and that nothing is left of it once it is undone.
@Suite("Verbs") struct VerbTests {
    struct Row: CustomTestStringConvertible {
        var verb: String
        var target: String
        var more: YAML = [:]
        /// Wires that lose their carrier; `nil` where they are those at the devices that stop.
        var dark: Set<String>? = []
        /// Wires that keep it and swallow frames.
        var silent: Set<String> = []
        var stopped: Set<String> = []
        /// Sessions that are down at once; `nil` where that depends on detection.
        var down: Set<String>?

        var testDescription: String { "\(verb) \(target)" }
    }

    private static let customer = "link/er/primary/customer"
    private static let microsoft = "link/er/primary/microsoft"
    private static let session = "session/cpe1/er/primary"
    private static let instances = Set((0...2).map { "gateway/ergw/instance/\($0)" })

    private static let gatewaySessions = Set(
        instances.flatMap { instance in
            ["primary", "secondary"].map { "session/\(instance)/er/\($0)" }
        }
    )

    static let rows = [
        Row(verb: "cut", target: customer, dark: [customer], down: [session]),
        Row(verb: "cut", target: microsoft, dark: [microsoft], down: [session]),
        Row(verb: "cut", target: "link/er/primary", dark: [customer, microsoft], down: [session]),
        Row(
            verb: "cut",
            target: "circuit/er",
            dark: [customer, microsoft, "link/er/secondary/customer", "link/er/secondary/microsoft"],
            down: [session, "session/cpe2/er/secondary"]
        ),
        Row(verb: "cut", target: "lan/hq/cpe1", dark: ["lan/hq/cpe1"]),
        Row(verb: "blackhole", target: customer, more: ["direction": "toCustomer"], silent: [customer], down: []),
        Row(verb: "blackhole", target: customer, more: ["direction": "toMicrosoft"], silent: [customer], down: []),
        Row(verb: "blackhole", target: customer, more: ["direction": "both"], silent: [customer], down: []),
        Row(verb: "fail", target: "router/cpe1", dark: nil, stopped: ["router/cpe1"]),
        Row(verb: "fail", target: "core/hq", dark: nil, stopped: ["core/hq"]),
        Row(verb: "fail", target: "host/hq/db", dark: nil, stopped: ["host/hq/db"], down: []),
        Row(verb: "fail", target: "provider/er/primary", dark: nil, stopped: ["provider/er/primary"], down: [session]),
        Row(verb: "fail", target: "msee/amsterdam/1", dark: nil, stopped: ["msee/amsterdam/1"]),
        Row(
            verb: "fail",
            target: "peeringLocation/amsterdam",
            dark: nil,
            stopped: ["msee/amsterdam/1", "msee/amsterdam/2", "provider/er/primary", "provider/er/secondary"]
        ),
        Row(verb: "fail", target: "gateway/ergw/instance/1", dark: nil, stopped: ["gateway/ergw/instance/1"]),
        Row(verb: "fail", target: "gateway/ergw", dark: nil, stopped: instances),
        Row(verb: "fail", target: "reflector/1", dark: nil, stopped: ["reflector/1"]),
        Row(verb: "fail", target: "machine/hub/app", dark: nil, stopped: ["machine/hub/app"], down: []),
        Row(
            verb: "fail",
            target: "zone/westeurope/3",
            dark: nil,
            stopped: ["gateway/ergw/instance/2", "machine/hub/app"]
        ),
        Row(
            verb: "fail",
            target: "region/westeurope",
            dark: nil,
            stopped: instances.union(["machine/hub/app", "fabric/westeurope"])
        ),
        Row(verb: "fail", target: "connection/er/ergw", down: gatewaySessions),
        Row(
            verb: "cut",
            target: "backbone/peeringLocation/amsterdam",
            dark: ["backbone/msee/amsterdam/1", "backbone/msee/amsterdam/2"]
        ),
        Row(verb: "cut", target: "backbone/region/westeurope", dark: ["backbone/fabric/westeurope"]),
        Row(verb: "degrade", target: customer, more: ["loss": "100%"], silent: [customer], down: []),
        Row(
            verb: "drain",
            target: "msee/amsterdam/1",
            more: ["grace": "0s", "down": "1h"],
            dark: nil,
            stopped: ["msee/amsterdam/1"]
        ),
        Row(
            verb: "drain",
            target: "gateway/ergw/instance/1",
            more: ["grace": "0s", "down": "1h"],
            dark: nil,
            stopped: ["gateway/ergw/instance/1"]
        ),
        Row(
            verb: "isolate",
            target: "msee/amsterdam/1",
            more: ["grace": "0s"],
            dark: ["backbone/msee/amsterdam/1"]
        ),
        Row(verb: "deprovision", target: "circuit/er", down: [session, "session/cpe2/er/secondary"]),
        Row(verb: "reset", target: session, down: [session]),
        Row(verb: "shutdown", target: session, down: [session]),
        Row(verb: "shutdown", target: "circuit/er", down: [session, "session/cpe2/er/secondary"]),
        Row(verb: "withdraw", target: "router/cpe1", more: ["prefixes": ["10.101.0.0/16"]], down: []),
        Row(verb: "announce", target: "router/cpe1", more: ["prefixes": ["10.50.0.0/24"]], down: []),
    ]

    private func paths(_ lab: Lab, of wires: Bool, where isMeant: (String) -> Bool) -> Set<String> {
        let blueprint = lab.engine.network.blueprint
        return Set((wires ? blueprint.wires.map(\.path) : blueprint.nodes.map(\.path)).filter(isMeant))
    }

    @Test(arguments: rows) func `a verb does what it says to its target alone, and can be undone`(row: Row) throws {
        var edge = Edge.standard(duration: "70s")
        edge["flows"] = []
        edge["timing"] = "ideal"
        var more = row.more
        if row.verb != "reset" { more["for"] = "5s" }
        edge.step("1s", row.verb, .text(row.target), more)
        let lab = try Lab(edge)
        lab.run(to: .milliseconds(900))
        #expect(lab.sessionsDown.isEmpty)
        let before = lab.snapshot()
        lab.run(to: .milliseconds(1_005))
        if let dark = row.dark { #expect(paths(lab, of: true) { !lab.hasCarrier($0) } == dark) }
        let silent = paths(lab, of: true) { lab.hasCarrier($0) && !lab.engine.network.carriesFrames($0) }
        #expect(silent == row.silent)
        #expect(paths(lab, of: false) { !lab.works($0) } == row.stopped)
        if let down = row.down { #expect(Set(lab.sessionsDown) == down) }
        lab.run(to: .seconds(4))
        #expect(lab.snapshot() != before || row.verb == "reset" || row.target.hasPrefix("host/"))
        lab.run(to: .seconds(60))
        #expect(lab.snapshot().differences(from: before).isEmpty)
    }

    @Test func `a flapping link goes and comes for half a period each, as often as it should`() throws {
        var edge = Edge.standard(duration: "40s")
        edge["flows"] = []
        edge.step("1s", "flap", .text(Self.customer), ["period": "2s", "count": 3])
        let lab = try Lab(edge)
        lab.run(to: .seconds(30))
        let downs = lab.moments(.carrierDown, Self.customer, node: "router/cpe1", after: .zero).map(\.at)
        let ups = lab.moments(.carrierUp, Self.customer, node: "router/cpe1", after: .zero).map(\.at)
        #expect(downs == [.seconds(1), .seconds(3), .seconds(5)])
        #expect(ups == [.seconds(2), .seconds(4), .seconds(6)])
        #expect(lab.sessionsDown.isEmpty)
    }

    @Test func `restore undoes an earlier step, whole or in part`() throws {
        var edge = Edge.standard(duration: "30s")
        edge["flows"] = []
        edge.step("1s", "cut", ["link/er/primary/customer", "link/er/secondary/customer"])
        edge.step("3s", "restore", "link/er/primary/customer")
        let lab = try Lab(edge)
        lab.run(to: .seconds(2))
        #expect(!lab.hasCarrier(Self.customer) && !lab.hasCarrier("link/er/secondary/customer"))
        lab.run(to: .seconds(20))
        #expect(lab.hasCarrier(Self.customer) && !lab.hasCarrier("link/er/secondary/customer"))
        #expect(lab.sessionsDown == ["session/cpe2/er/secondary"])
    }
}
