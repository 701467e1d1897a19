import Control
import Network
import NetworkTypes
import TestLab
import Testing
import VirtualEngine

@testable import Lab

/// Azure's views of a network in virtual time.
@Suite("Operator's views") struct OperatorViewTests {
    private static func lab(_ change: (inout YAML) -> Void = { _ in }, at moment: Duration = .zero) throws
        -> TestLab.Lab
    {
        var edge = Edge.standard(duration: "30s")
        change(&edge)
        let lab = try TestLab.Lab(edge)
        lab.run(to: moment)
        return lab
    }

    @Test func `an ARP table has the customer and Microsoft`() throws {
        let rows = try OperatorView.arpTable(Self.lab().engine.network, "circuit/er/primary")
        #expect(rows.map(\.interfaceProperty) == ["On-Prem", "Microsoft"])
        #expect(rows.map(\.ipAddress) == ["172.16.1.1", "172.16.1.2"])
        #expect(rows[1].age == 0)
        #expect(rows[0].macAddress != rows[1].macAddress && rows[0].macAddress.count == 17)
    }

    @Test func `a dead MSEE has no table`() throws {
        let lab = try Self.lab({ $0.step("1s", "fail", "msee/amsterdam/1") }, at: .seconds(2))
        #expect(try OperatorView.arpTable(lab.engine.network, "circuit/er/primary").isEmpty)
        #expect(try OperatorView.routeTable(lab.engine.network, "circuit/er/primary").isEmpty)
        #expect(try !OperatorView.arpTable(lab.engine.network, "circuit/er/secondary").isEmpty)
    }

    @Test func `a route table has the customer's prefix and the network's`() throws {
        let rows = try OperatorView.routeTable(Self.lab().engine.network, "circuit/er/secondary")
        #expect(rows.filter(\.isBest).map(\.network) == ["10.10.0.0/16", "10.101.0.0/16"])
        #expect(rows.filter(\.isBest).map(\.path) == ["65515", "65010"])
        #expect(rows.first { $0.network == "10.101.0.0/16" }?.nextHop == "172.16.1.5")
    }

    @Test func `a summary has the customer and every instance`() throws {
        let lab = try Self.lab({ $0.step("1s", "shutdown", "session/cpe1/er/primary") }, at: .seconds(2))
        let now = lab.engine.now
        let rows = try OperatorView.routeTableSummary(lab.engine.network, "circuit/er/primary", at: now)
        #expect(rows.map(\.as) == [65010, 65515, 65515, 65515])
        #expect(Int(rows[0].statePfxRcd) == nil, "a word while the session is down: \(rows[0].statePfxRcd)")
        #expect(rows[1...].allSatisfy { $0.statePfxRcd == "1" })
    }

    @Test func `statistics grow with traffic`() throws {
        let lab = try Self.lab()
        let before = try #require(try OperatorView.stats(lab.engine.network, "circuit/er").first)
        lab.run(to: .seconds(10))
        let after = try #require(try OperatorView.stats(lab.engine.network, "circuit/er").first)
        let gained = after.primaryBytesIn - before.primaryBytesIn + after.secondaryBytesIn - before.secondaryBytesIn
        // 100 probes of 64 octets a second, with header and tag.
        #expect(gained >= 1_000 * (64 + 18))
        #expect(after.primaryBytesOut > before.primaryBytesOut || after.secondaryBytesOut > before.secondaryBytesOut)
    }

    @Test func `learned routes carry Azure's weights and paths`() throws {
        let rows = try OperatorView.learnedRoutes(Self.lab().engine.network, "gateway/ergw")
        let first = rows.filter { $0.roleInstance == "GatewayTenantWork_IN_0" }
        #expect(first.map(\.network) == ["10.10.0.0/16", "10.101.0.0/16", "10.101.0.0/16"])
        #expect(first.map(\.origin) == ["Network", "EBgp", "EBgp"])
        #expect(first.map(\.asPath) == ["", "12076-65010", "12076-65010"])
        #expect(first.map(\.weight) == [32_768, 32_769, 32_769])
        #expect(first.map(\.sourcePeer) == ["10.10.255.12", "10.10.255.4", "10.10.255.5"])
    }

    @Test func `advertised routes are the network's, to each peer`() throws {
        let rows = try OperatorView.advertisedRoutes(Self.lab().engine.network, "ergw")
        #expect(rows.count == 6)
        #expect(rows.allSatisfy { $0.network == "10.10.0.0/16" && $0.asPath == "65515" })
        #expect(Set(rows.map(\.sourcePeer)) == ["10.10.255.4", "10.10.255.5"])
    }

    @Test func `peers are connected, or say what they are`() throws {
        let lab = try Self.lab({ $0.step("1s", "fail", "connection/er/ergw") }, at: .seconds(5))
        let now = lab.engine.now
        let down = try OperatorView.peerStatus(lab.engine.network, "gateway/ergw", at: now)
        #expect(down.count == 6 && down.allSatisfy { $0.state != "Connected" && $0.routesReceived == 0 })
        let fresh = try Self.lab()
        let up = try OperatorView.peerStatus(fresh.engine.network, "gateway/ergw", at: fresh.engine.now)
        #expect(
            up.count == 6 && up.allSatisfy { $0.state == "Connected" && $0.routesReceived == 1 && $0.asn == 12_076 }
        )
    }

    @Test(arguments: ["circuit/er", "er/tertiary", "circuit/none/primary", "", "circuit/er/primary/customer"])
    func `what is no connection of a circuit is told`(subject: String) throws {
        let lab = try Self.lab()
        #expect(throws: ControlError.self) { try OperatorView.arpTable(lab.engine.network, subject) }
    }

    @Test func `Prometheus text is as its format demands`() throws {
        let lab = try Self.lab(at: .seconds(6))
        let (series, latest) = (lab.engine.network.meter.series, lab.engine.network.meter.latest)
        let text = PrometheusText.text(series, latest: latest)
        #expect(text.hasSuffix("\n"))
        let name = #/[a-zA-Z_:][a-zA-Z0-9_:]*/#
        let sample = #/([a-zA-Z_:][a-zA-Z0-9_:]*)\{([a-z_]+="[^"\\\n]*"(?:,[a-z_]+="[^"\\\n]*")*)\} (-?[0-9]+\.[0-9]+)/#
        var current = ""
        var finished: Set<String> = []
        var seen: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let words = line.split(separator: " ", maxSplits: 3)
            if line.hasPrefix("# HELP ") {
                finished.insert(current)
                current = String(words[2])
                #expect(current.wholeMatch(of: name) != nil && !finished.contains(current), "\(line)")
            } else if line.hasPrefix("# TYPE ") {
                #expect(words[2] == current && words[3] == "gauge", "\(line)")
            } else {
                let match = try #require(line.wholeMatch(of: sample), "\(line)")
                #expect(match.1 == current)
                #expect(seen.insert("\(match.1){\(match.2)}").inserted, "twice: \(line)")
            }
        }
        #expect(seen.count == series.count)
        #expect(
            text.contains(
                "ersatz_bgp_availability_percent{resource=\"circuit/er\",peering_type=\"Private\",peer=\"primary\"} 100.000"
            )
        )
        #expect(PrometheusText.text(series, latest: series.map { _ in nil }).isEmpty)
    }
}
