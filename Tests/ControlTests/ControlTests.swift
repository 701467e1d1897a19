import BGPSpeaker
import Foundation
import NetworkTypes
import Testing
import Topology

@testable import Control

@Suite("Control socket", .timeLimit(.minutes(15))) struct ControlTests {
    static func speaker() async throws -> Speaker {
        var plan = SpeakerPlan()
        plan.asn = ASN(12076)
        plan.routerID = IPv4Address(10, 0, 0, 1)
        plan.listeners = [Endpoint(address: .v4(IPv4Address(127, 0, 0, 1)), port: 0)]
        var neighbor = SpeakerPlan.Neighbor(address: .v4(IPv4Address(127, 78, 0, 2)), remoteASN: ASN(65010))
        neighbor.isPassive = true
        plan.neighbors = [neighbor]
        plan.prefixes = try ["10.0.0.0/8", "10.1.0.0/16", "9.0.0.0/8"].map { try #require(IPPrefix($0)) }
        let loopback = HostNetwork.Interface(
            name: "lo",
            addresses: [HostNetwork.Address(.v4(IPv4Address(127, 0, 0, 1)), prefixLength: 8)]
        )
        let setup = try SpeakerSetup(plan, on: HostNetwork(interfaces: [loopback]), hashSeed: 0x9E37_79B9_7F4A_7C15)
        let speaker = Speaker(setup.configuration, seed: 1)
        try await speaker.start(listeningAt: setup.listeners)
        return speaker
    }

    /// A path of its own for each test.
    static func path(_ name: String) -> String { "/tmp/ersatz-test-\(getpid())-\(name).sock" }

    static func ask<Row: Codable & Sendable>(
        _ request: ControlRequest,
        _: Row.Type,
        at path: String
    ) async throws -> [Row] {
        try await withCheckedThrowingContinuation { done in
            // Asking waits, which a task must not.
            Thread.detachNewThread {
                var rows: [Row] = []
                let result = Result { try ControlClient(path: path).ask(request, rows: Row.self) { rows.append($0) } }
                done.resume(with: result.map { rows })
            }
        }
    }

    @Test func `a second process sees neighbours and routes`() async throws {
        let speaker = try await Self.speaker()
        let server = try ControlServer(path: Self.path("rows"), router: speaker)
        let summary = try await Self.ask(.bgpSummary(node: nil), SummaryRow.self, at: server.path)
        #expect(
            summary == [SummaryRow(neighbor: "127.78.0.2", v: 4, as: 65010, upDown: "never", statePfxRcd: "Active")]
        )
        let routes = try await Self.ask(
            .bgpRoutes(node: nil, prefix: nil, allPaths: false),
            RouteRow.self,
            at: server.path
        )
        #expect(routes.map(\.network) == ["9.0.0.0/8", "10.0.0.0/8", "10.1.0.0/16"])
        let covering = try await Self.ask(
            .bgpRoutes(node: nil, prefix: "10.1.2.3", allPaths: false),
            RouteRow.self,
            at: server.path
        )
        #expect(covering.map(\.network) == ["10.1.0.0/16"])
        await #expect(throws: ControlError.refused("'x' is neither a prefix nor an address")) {
            _ = try await Self.ask(.bgpRoutes(node: nil, prefix: "x", allPaths: false), RouteRow.self, at: server.path)
        }
        server.stop()
        await speaker.stop()
    }

    @Test func `a socket that a dead process left is replaced, one that answers is not`() async throws {
        let speaker = try await Self.speaker()
        let path = Self.path("stale")
        let descriptor = try UnixSocket.listen(at: path)
        close(descriptor)
        let server = try ControlServer(path: path, router: speaker)
        #expect(throws: ControlError.inUse(path)) { try ControlServer(path: path, router: speaker) }
        server.stop()
        await #expect(throws: ControlError.nobody(path)) {
            _ = try await Self.ask(.bgpSummary(node: nil), SummaryRow.self, at: path)
        }
        await speaker.stop()
    }

    @Test(arguments: [
        (Duration.zero, "00:00:00"), (.seconds(3_723), "01:02:03"), (.seconds(86_400 + 7_260), "1d02h01m"),
        (.seconds(8 * 86_400 + 3_600), "1w01d01h"),
    ]) func `times are written as routers write them`(duration: Duration, text: String) {
        #expect(Uptime.text(duration) == text)
    }
}
