import BGPSession
import BGPSpeaker
import NetworkTypes
import Router
import Testing
import Topology

/// Speakers on addresses of the loopback interface, with ports that the system chooses.
enum Loopback {
    static let host = HostNetwork(interfaces: [
        HostNetwork.Interface(
            name: "lo",
            addresses: [
                HostNetwork.Address(.v4(IPv4Address(127, 0, 0, 1)), prefixLength: 8),
                HostNetwork.Address(.v6(IPv6Address(high: 0, low: 1)), prefixLength: 128),
            ]
        )
    ])

    /// An address of this machine that no other test uses.
    static func address(_ test: UInt8, _ last: UInt8) -> IPAddress { .v4(IPv4Address(127, 77, test, last)) }

    /// Routes that take about a kilobyte each to tell.
    static func bulkyRoutes(_ count: UInt32) -> [PlannedRoute] {
        (0..<count).map { number in
            var route = PlannedRoute(
                prefix: .v4(IPv4Prefix(IPv4Address(rawValue: 0x1400_0000 + number << 8), length: 24))
            )
            route.communities = (0..<250).map { number << 8 | $0 }
            return route
        }
    }

    /// What a speaker with neighbours as on the command line would be.
    static func setup(
        _ asn: UInt32,
        at address: IPAddress,
        neighbors: [String],
        prefixes: [String] = []
    ) throws -> SpeakerSetup {
        var plan = SpeakerPlan()
        plan.asn = ASN(asn)
        plan.routerID = IPv4Address(10, 0, UInt8(truncatingIfNeeded: asn >> 8), UInt8(truncatingIfNeeded: asn))
        plan.listeners = [Endpoint(address: address, port: 0)]
        for words in neighbors {
            let (neighbor, problems) = SpeakerPlan.Neighbor.parse(words, option: "--neighbor")
            try #require(problems.isEmpty)
            plan.neighbors.append(try #require(neighbor))
        }
        plan.prefixes = try prefixes.map { try #require(IPPrefix($0)) }
        return try SpeakerSetup(plan, on: host, hashSeed: 0x9E37_79B9_7F4A_7C15)
    }

    /// Such a speaker at work.
    static func speaker(
        _ asn: UInt32,
        at address: IPAddress,
        neighbors: [String],
        prefixes: [String] = [],
        routes: [PlannedRoute] = []
    ) async throws -> (speaker: Speaker, port: UInt16) {
        let setup = try setup(asn, at: address, neighbors: neighbors, prefixes: prefixes)
        let speaker = Speaker(setup.configuration, seed: UInt64(asn))
        await speaker.announce(routes)
        let endpoints = try await speaker.start(listeningAt: setup.listeners)
        return (speaker, try #require(endpoints.first).port)
    }
}

extension Speaker {
    /// Waits for an event that `isWanted` says yes to.
    func wait(for isWanted: (SpeakerEvent.Kind) -> Bool) async {
        for await event in events where isWanted(event.kind) { return }
        Issue.record("the speaker stopped before what was waited for happened")
    }

    func waitForSession(_ neighbor: Int = 0) async {
        await wait { if case .sessionUp(neighbor, _) = $0 { true } else { false } }
    }

    /// Looks again and again until the router is as `isWanted` says; the test's time limit bounds it.
    nonisolated func waitUntil(_ isWanted: @Sendable (borrowing Router) -> Bool) async throws {
        while !inspect({ router, _ in isWanted(router) }) { try await Task.sleep(for: .milliseconds(2)) }
    }

    nonisolated func state(_ neighbor: Int = 0) -> BGPSession.State {
        inspect { router, _ in router.sessionState(neighbor: neighbor) }
    }
}
