import Convergence
import Network
import NetworkTypes

/// Journals of runs such as the engines leave, made by hand: two connections, 16 5-tuples each way, half on each
/// connection.
enum SampleJournal {
    static let half = Array(0..<8)
    static let otherHalf = Array(8..<16)
    static let primary = ["router/cpe1", "provider/er-ams/primary", "msee/amsterdam/1", "host/hub/app"]
    static let secondary = ["router/cpe2", "provider/er-ams/secondary", "msee/amsterdam/2", "host/hub/app"]
    static let session = "session/cpe1/er-ams/primary"
    static let wire = "link/er-ams/primary/customer"

    /// Both directions on both connections from time zero.
    static func start(_ script: inout JournalScript) {
        for direction in FlowDirection.allCases {
            script.path(.zero, "db-app", direction, tuples: half, via: route(primary, direction))
            script.path(.zero, "db-app", direction, tuples: otherHalf, via: route(secondary, direction))
        }
    }

    static func route(_ nodes: [String], _ direction: FlowDirection) -> [String] {
        direction == .forward ? nodes : nodes.reversed()
    }

    /// A cut customer segment: the customer's router sees the carrier go, the MSEE needs BFD and the fabric its time.
    static func cut() -> JournalScript {
        var script = JournalScript.settled()
        start(&script)
        let step = script.step(1, at: .seconds(10), "cut", wire)
        for direction in FlowDirection.allCases {
            let reached = direction == .forward ? ["router/cpe1"] : Array(primary.reversed().prefix(3))
            script.path(
                .seconds(10),
                "db-app",
                direction,
                tuples: half,
                via: reached,
                lost: "carrier lost",
                latency: direction == .forward ? .zero : .ms(5),
                by: step
            )
        }
        let carrier = script.tell(.seconds(10), .carrierDown, wire, [.init("node", .string("router/cpe1"))], by: step)
        let down = script.tell(
            .seconds(10),
            .sessionDown,
            session,
            [.init("node", .string("router/cpe1")), .init("cause", .string("carrier"))],
            by: carrier
        )
        let decided = script.tell(
            .ms(10_002),
            .routesDecided,
            "router/cpe1",
            [
                .init("domain", .string("default")), .init("count", .integer(1)),
                .init("prefixes", .strings(["10.10.0.0/16"])),
            ],
            by: down
        )
        let installed = script.tell(
            .ms(10_005),
            .routesInstalled,
            "router/cpe1",
            [
                .init("count", .integer(1)), .init("prefixes", .strings(["10.10.0.0/16"])),
                .init("nextHops", .strings(["10.100.0.3"])),
            ],
            by: decided
        )
        let moved = script.path(.ms(10_005), tuples: half, via: ["router/cpe1"] + secondary, by: installed)
        script.firstPacket(.ms(10_018), by: moved)

        let bfd = script.tell(
            .ms(10_842),
            .bfdDown,
            session,
            [
                .init("node", .string("msee/amsterdam/1")),
                .init("diagnostic", .string("control detection time expired")),
            ],
            by: step
        )
        let lost = script.tell(
            .ms(10_842),
            .sessionDown,
            session,
            [.init("node", .string("msee/amsterdam/1")), .init("cause", .string("bfd"))],
            by: bfd
        )
        let sent = script.tell(
            .ms(10_842),
            .updateSent,
            "session/ergw/instance/0",
            [
                .init("node", .string("msee/amsterdam/1")), .init("messages", .integer(1)),
                .init("withdrawn", .integer(1)), .init("announced", .integer(0)),
            ],
            by: lost
        )
        let received = script.tell(
            .ms(10_845),
            .updateReceived,
            "session/ergw/instance/0",
            [
                .init("node", .string("gateway/ergw/instance/0")), .init("messages", .integer(1)),
                .init("withdrawn", .integer(1)), .init("announced", .integer(0)),
            ],
            by: sent
        )
        let chosen = script.tell(
            .ms(10_846),
            .routesDecided,
            "gateway/ergw/instance/0",
            [.init("count", .integer(1)), .init("prefixes", .strings(["10.100.0.0/16"]))],
            by: received
        )
        let noticed = script.tell(
            .ms(10_850),
            .controllerNoticed,
            "gateway/ergw",
            [
                .init("count", .integer(1)), .init("prefixes", .strings(["10.100.0.0/16"])),
                .init("dueSeconds", .instant(JournalScript.timeZero + .ms(20_850))),
            ],
            by: chosen
        )
        let programmed = script.tell(
            .ms(20_850),
            .hostProgrammed,
            "host/hub/app",
            [
                .init("count", .integer(1)), .init("prefixes", .strings(["10.100.0.0/16"])),
                .init("nextHops", .strings(["msee/amsterdam/2"])),
            ],
            by: noticed
        )
        let back = script.path(.ms(20_850), "db-app", .reverse, tuples: half, via: secondary.reversed(), by: programmed)
        script.firstPacket(.ms(20_862), "db-app", .reverse, by: back)
        return script
    }

    /// The whole run: the cut, its restore, and the totals.
    static func run() -> JournalScript {
        var script = cut()
        let restore = script.step(1, .restore, at: .seconds(30), "cut", wire)
        let carrier = script.tell(.seconds(30), .carrierUp, wire, [.init("node", .string("router/cpe1"))], by: restore)
        let up = script.tell(.ms(31_100), .sessionUp, session, [.init("node", .string("router/cpe1"))], by: carrier)
        script.tell(.ms(31_100), .sessionUp, session, [.init("node", .string("msee/amsterdam/1"))], by: carrier)
        let received = script.tell(
            .ms(31_140),
            .updateReceived,
            session,
            [.init("node", .string("router/cpe1")), .init("messages", .integer(1)), .init("announced", .integer(1))],
            by: up
        )
        let decided = script.tell(
            .ms(31_141),
            .routesDecided,
            "router/cpe1",
            [.init("count", .integer(1))],
            by: received
        )
        let installed = script.tell(
            .ms(31_150),
            .routesInstalled,
            "router/cpe1",
            [.init("count", .integer(1))],
            by: decided
        )
        let moved = script.path(.ms(31_150), tuples: half, via: primary, by: installed)
        script.firstPacket(.ms(31_163), by: moved)
        let end = Duration.seconds(60)
        script.loss(tuple: 0, from: .ms(10_000), to: .ms(10_000), count: 1, end: end)
        for tuple in half {
            let first = Duration.ms(10_005 + tuple * 10)
            script.loss("db-app", .reverse, tuple: tuple, from: first, to: first + .ms(67 * 160), count: 68, end: end)
        }
        script.summary(sent: 6000, lost: 1, tuples: 16, end: end)
        script.summary("db-app", .reverse, sent: 6000, lost: 544, tuples: 16, end: end)
        script.end(at: end)
        return script
    }
}
