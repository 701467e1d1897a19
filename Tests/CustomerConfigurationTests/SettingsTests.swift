import CustomerConfiguration
import Testing

/// What keys of the customer's edge become in each dialect, and that nothing is left out without a word.
@Suite("Settings of the customer's edge") struct SettingsTests {
    private static func text(_ topology: EdgeTopology, _ dialect: Dialect) throws -> String {
        try topology.load().integratedConfiguration(dialect).text
    }

    /// The lines that have to be there, without their indentation.
    private static func expect(_ lines: [String], in text: String, _ dialect: Dialect) {
        let there = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        for line in lines { #expect(there.contains { $0 == line }, "\(dialect): \(line)\n\(text)") }
    }

    @Test func `a virtual router is written for every dialect but BIRD's, which names another daemon`() throws {
        var topology = EdgeTopology()
        topology.site = "lan: { subnet: 10.100.0.0/24, routing: vrrp, virtualRouter: { id: 10, interval: 1s } }"
        topology.prefixes = "[10.100.0.0/16]"
        topology.router = """
            vrrp: { priority: 110, preemptDelay: 5s, track: [{ while: link/er-ams/primary, decrement: 20 }, { while: 10.10.0.0/16, decrement: 30 }] }
            """
        let router = try topology.load()
        let expected: [(Dialect, [String])] = [
            (
                .frr,
                ["vrrp 10", "vrrp 10 priority 110", "vrrp 10 advertisement-interval 1000", "vrrp 10 ip 10.100.0.1"]
            ),
            (
                .iosxe,
                [
                    "fhrp version vrrp v3", "track 1 interface GigabitEthernet2 line-protocol",
                    "track 2 ip route 10.10.0.0 255.255.0.0 reachability", "vrrp 10 address-family ipv4",
                    "priority 110", "preempt delay minimum 5", "track 1 decrement 20", "track 2 decrement 30",
                    "address 10.100.0.1 primary",
                ]
            ),
            (
                .junos,
                [
                    "vrrp { version-3; }", "vrrp-group 10 {", "virtual-address 10.100.0.1;", "priority 110;",
                    "preempt { hold-time 5; }", "interface ge-0/0/1 { priority-cost 20; }",
                    "route 10.10.0.0/16 routing-instance default priority-cost 30;",
                ]
            ),
            (
                .eos,
                [
                    "track t1 interface Ethernet2 line-protocol", "vrrp 10 priority-level 110",
                    "vrrp 10 preempt delay minimum 5", "vrrp 10 tracked-object t1 decrement 20",
                    "vrrp 10 ipv4 10.100.0.1",
                ]
            ),
        ]
        for (dialect, lines) in expected {
            Self.expect(lines, in: router.integratedConfiguration(dialect).text, dialect)
        }
        for dialect in [Dialect.iosxe, .junos, .eos] { #expect(router.omissions(in: dialect).isEmpty) }
        #expect(router.omissions(in: .frr).count == 3)
        #expect(router.omissions(in: .bird).contains { $0.contains("keepalived") })
    }

    @Test func `graceful restart is written for every dialect, and switched off where it is on by itself`() throws {
        var topology = EdgeTopology()
        let off = try topology.load()
        Self.expect(["no graceful-restart-helper"], in: off.integratedConfiguration(.eos).text, .eos)
        Self.expect(["graceful-restart { disable; }"], in: off.integratedConfiguration(.junos).text, .junos)
        topology.link = "gracefulRestart: { restartTime: 60s, staleTime: 90s, longLived: 1h }"
        let router = try topology.load()
        Self.expect(
            ["bgp graceful-restart", "bgp graceful-restart restart-time 60", "bgp graceful-restart stalepath-time 90"],
            in: router.integratedConfiguration(.iosxe).text,
            .iosxe
        )
        Self.expect(
            ["graceful-restart;", "restart-time 60;", "stale-routes-time 90;"],
            in: router.integratedConfiguration(.junos).text,
            .junos
        )
        Self.expect(
            ["graceful-restart", "graceful-restart restart-time 60"],
            in: router.integratedConfiguration(.eos).text,
            .eos
        )
        #expect(router.omissions(in: .iosxe).contains { $0.contains("long-lived") })
        #expect(router.omissions(in: .eos).contains { $0.contains("RFC 8538") })
        #expect(router.omissions(in: .junos).isEmpty)
    }

    @Test func `how a session comes back is written where there are words for it`() throws {
        var topology = EdgeTopology()
        topology.router = """
            bfd: true
                    bfdRestart: true
                    idleHold: 3s
                    firstUpdateDelay: 2s
            """
        let router = try topology.load()
        Self.expect(
            ["coalesce-time 2000", "neighbor 172.16.1.2 bfd check-control-plane-failure"],
            in: router.integratedConfiguration(.frr).text,
            .frr
        )
        Self.expect(
            ["error wait time 3, 60;", "bfd { graceful; interval 300 ms; multiplier 3; };"],
            in: router.integratedConfiguration(.bird).text,
            .bird
        )
        #expect(router.omissions(in: .frr).contains { $0.contains("idleHold") })
        #expect(router.omissions(in: .bird).contains { $0.contains("firstUpdateDelay") })
        #expect(router.omissions(in: .iosxe).contains { $0.contains("bfdRestart") } == false)
    }

    @Test func `dampening, delays and ageing are written where there are words for them`() throws {
        var topology = EdgeTopology()
        topology.router = """
            dampening: true
                    interfaceDampening: true
                    carrierDelay: { down: 500ms, up: 5s }
                    nextHopDelay: 1s
                    arp: 10m
                    reversePathFilter: loose
                    aggregate: [{ prefix: 10.96.0.0/11, summaryOnly: true }]
            """
        let router = try topology.load()
        let expected: [(Dialect, [String])] = [
            (.frr, ["bgp dampening 15 750 6000 60", "aggregate-address 10.96.0.0/11 summary-only"]),
            (
                .iosxe,
                [
                    "bgp dampening 15 750 6000 60", "dampening 5 1000 2000 20", "carrier-delay down msec 500",
                    "carrier-delay up 5", "bgp nexthop trigger delay 1", "arp timeout 600",
                    "ip verify unicast source reachable-via any",
                    "aggregate-address 10.96.0.0 255.224.0.0 summary-only",
                ]
            ),
            (
                .junos,
                [
                    "damping;", "hold-time up 5000 down 500;", "arp { aging-timer 10; }", "rpf-check { mode loose; }",
                    "damping { enable; half-life 5; max-suppress 20; reuse 1000; suppress 2000; }",
                    "damping routes { half-life 15; max-suppress 60; reuse 750; suppress 6000; }",
                ]
            ),
            (.eos, ["link-debounce time 5000 500", "arp aging timeout 600"]),
        ]
        for (dialect, lines) in expected {
            Self.expect(lines, in: router.integratedConfiguration(dialect).text, dialect)
        }
        func isSaid(_ word: String, _ dialect: Dialect) -> Bool {
            !router.omissions(in: dialect).contains { $0.contains(word) }
        }
        #expect(isSaid("nextHopDelay", .iosxe) && !isSaid("nextHopDelay", .junos))
        for (word, without) in [
            ("dampening is", [Dialect.bird, .eos]), ("interfaceDampening", [.frr, .bird, .eos]),
            ("carrierDelay", [.frr, .bird]), ("arp.timeout", [.frr, .bird]), ("reversePathFilter", [.frr, .bird]),
            ("aggregate", [.bird, .junos]),
        ] {
            for dialect in Dialect.allCases {
                #expect(isSaid(word, dialect) != without.contains(dialect), "\(word), \(dialect)")
            }
        }
    }

    @Test func `what no dialect has a word for is told`() throws {
        var topology = EdgeTopology()
        topology.router = "fib: { delay: 1s }\n        ecmp: modulo\n        leak: true\n        bfdForwarding: false"
        topology.router += "\n        originate: [{ prefix: 10.101.0.0/16, while: link/er-ams/primary }]"
        let router = try topology.load()
        for dialect in Dialect.allCases {
            let omissions = router.omissions(in: dialect)
            for word in ["fib.delay", "leak", "10.101.0.0/16"] {
                #expect(omissions.contains { $0.contains(word) }, "\(dialect), \(word)")
            }
        }
        #expect(router.omissions(in: .frr).contains { $0.contains("ecmp") })
    }

    @Test(arguments: Dialect.allCases) func `an ideal router needs no excuses`(dialect: Dialect) throws {
        #expect(try EdgeTopology().load().omissions(in: dialect).isEmpty)
    }

    @Test func `next-hop-self is left out where the file says so`() throws {
        var topology = EdgeTopology()
        topology.site = "lan: { subnet: 10.100.0.0/24 }"
        topology.prefixes = "[10.100.0.0/16]"
        topology.router = "nextHopSelf: false"
        for dialect in [Dialect.frr, .iosxe, .junos, .eos] {
            #expect(!(try Self.text(topology, dialect)).contains("next-hop-self"))
        }
        topology.router = ""
        for dialect in [Dialect.frr, .iosxe, .junos, .eos] {
            #expect(try Self.text(topology, dialect).contains("next-hop-self"))
        }
    }
}
