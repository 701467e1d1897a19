extension BadFile {
    static let sites: [BadFile] = [
        .meaning("asn: 65010", "asn: 65520", "ASN 65520 cannot be used"),
        .meaning("name: cpe2", "name: cpe1", "there is already a router called 'cpe1'"),
        .meaning(
            "er-ams/secondary, er-fra/secondary",
            "er-ams/primary, er-fra/secondary",
            "er-ams/primary is used by router 'cpe1' already"
        ),
        .meaning(
            "er-ams/secondary, er-fra/secondary",
            "er-ams/seconday, er-fra/secondary",
            "primary and secondary, not 'seconday'",
            "er-ams/secondary"
        ),
        .meaning(
            "er-ams/secondary, er-fra/secondary",
            "er-am/secondary, er-fra/secondary",
            "there is no circuit called 'er-am'",
            "er-ams"
        ),
        .warning("er-ams/secondary, er-fra/secondary", "er-ams/secondary", "no router uses er-fra/secondary"),
        .warning(
            "er-fra/primary] }\n      - { name: cpe2, bfd: true, links: [er-ams/secondary,",
            "er-ams/secondary] }\n      - { name: cpe2, bfd: true, links: [er-fra/primary,",
            "both connections of circuit 'er-ams' end on router 'cpe1'"
        ),
        .warning("bfd: true, links: [er-ams/primary", "links: [er-ams/primary", "router 'cpe1' runs no BFD"),
        .warning("name: cpe1, bfd: true", "name: cpe1, bfd: true, holdTime: 9s", "below the MSEE's floor of 10s"),
        .warning("vlan: 200", "vlan: 200, sharedKey: a", "the shared keys of router 'cpe1' and circuit 'er-fra' differ")
            .also("er-ams/primary, er-fra/primary", "er-ams/primary, { link: er-fra/primary, sharedKey: b }"),
        .warning("er-ams/primary, er-fra/primary", "{ link: er-ams/primary, vlan: 7 }, er-fra/primary", "with VLAN 7"),
        .meaning("name: cpe1, bfd: true", "name: cpe1, bfd: true, asn: 65516", "ASN 65516 cannot be used"),
        .meaning("name: cpe1, bfd: true", "name: cpe1, bfd: true, config: a.conf", "belong to real routers"),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, gracefulRestart: { restartTime: 4096s }",
            "a restart time is up to 4095s"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, gracefulRestart: { longLived: 1.5s }",
            "OPEN carries whole seconds only"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: frr, namespace: a",
            "belong to external routers"
        ),
        .meaning("name: cpe1, bfd: true", "name: cpe1, bfd: true, kind: external", "an external router is somewhere"),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, namespace: a, ports: {}",
            "an external router is either in a namespace or at ports, not both"
        ),
        .meaning(
            "name: app, address: 10.10.1.4",
            "name: app, namespace: a, address: 10.10.1.4",
            "the namespace 'a' is another device already"
        )
        .also("name: db, address: 10.100.1.10", "name: db, namespace: a, address: 10.100.1.10"),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, ports: { lan: eth1 }",
            "ports names no interface for er-ams/primary, er-fra/primary"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, ports: { er-ams/primary: eth1, er-fra/primary: eth2, lan: eth1 }",
            "interface 'eth1' is in use already"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, ports: { er-ams/secondary: eth1, er-ams/primary: e, er-fra/primary: f, lan: g }",
            "router 'cpe1' has no link 'er-ams/secondary'"
        ),
        .value(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, ports: { lan: a/b }",
            "'a/b' is not an interface such as eth1"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, namespace: a, config: b",
            "an external router has its own configuration"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: frr, fib: { delay: 1s }",
            "'fib' has no effect on 'cpe1', which is a real router"
        ),
        .meaning("name: cpe1, bfd: true", "name: cpe1, bfd: true, kind: bird, dampening: true", "'dampening' has no"),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: frr, config: a, maximumPaths: 2",
            "'maximumPaths' has no effect"
        ),
        .warning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: external, namespace: a, carrierDelay: 1s",
            "'carrierDelay' is for what `ersatz cpe` writes only"
        ),
        .meaning("name: cpe1, bfd: true", "name: cpe1, bfd: true, arp: 500ms", "for a second at least"),
        .meaning("name: cpe1, bfd: true", "name: cpe1, bfd: true, idleHold: 0s", "idleHold is more than nothing"),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, kind: bird, firstUpdateDelay: 1s",
            "'firstUpdateDelay' has no effect on 'cpe1', which is a real router"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, dampening: { reuse: 3000, suppress: 3000 }",
            "nothing would change between"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, static: [{ prefix: 10.0.0.0/8, via: \"fd00::1\" }]",
            "not of the family"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, originate: [20.0.0.0/24 count 600000, 50.0.0.0/24 count 600000]",
            "more than 1000000 prefixes"
        ),
        .meaning("prefixes: [10.100.0.0/16]", "prefixes: [10.100.0.0/16, 10.100.0.0/16]", "is listed twice"),
        .warning(
            "prefixes: [10.100.0.0/16]",
            "prefixes: [10.100.0.0/16, 10.20.7.0/24]",
            "10.20.7.0/24 overlaps 10.20.0.0/16 of virtual network 'spoke'"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 10.100.0.0/24, routing: vrrp }",
            "10.100.1.10 is outside the LAN 10.100.0.0/24: with routing: vrrp hosts hang on the LAN itself"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 10.100.0.0/24, ibgp: false }",
            "this belongs to a LAN with a virtual first hop"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 10.100.0.0/16, routing: vrrp, virtualRouter: { interval: 5ms } }",
            "VRRP advertises every 10ms to 40.95s"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, vrrp: { priority: 110 }",
            "this LAN has no virtual router"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, originate: [{ prefix: 10.9.0.0/16, while: lan/hq/cpe2 }]",
            "router 'cpe1' does not see lan/hq/cpe2"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 10.100.0.0/24 }\n    firewalls: [{ name: fw1, router: cpe9 }]",
            "there is no router of this site called 'cpe9'"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 10.100.0.0/24 }\n    firewalls: [{ name: fw1, router: cpe1, sourceNAT: 10.100.0.9 }]",
            "10.100.0.9 lies in a LAN"
        ),
        .meaning(
            "name: cpe1, bfd: true",
            "name: cpe1, bfd: true, originate: [{ prefix: 10.9.0.0/16, while: lan/cpe3 }]",
            "router 'cpe1' has no session with 'cpe3' on its LAN"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 10.100.0.0/30 }",
            "is too small for a core and 2 routers"
        ),
        .meaning(
            "lan: { subnet: 10.100.0.0/24 }",
            "lan: { subnet: 172.16.2.0/24 }",
            "overlaps 172.16.2.0/24 of the LAN of 'hq'"
        ).alone(false),
        .meaning("address: 10.100.1.10", "address: 10.100.0.10", "lies in the LAN 10.100.0.0/24"),
        .warning("address: 10.100.1.10", "address: 10.101.1.10", "is in none of the prefixes that 'hq' advertises"),
        .meaning(
            "address: 10.100.1.10",
            "address: 10.100.1.10, addressIPv6: \"fd00::1\"",
            "the LAN of 'hq' has no IPv6 subnet"
        ),
        .meaning(
            "10.100.1.10 }]",
            "10.100.1.10 }, { name: db2, address: 10.100.1.10 }]",
            "belongs to host 'db' already"
        ),
        .meaning(
            "10.100.1.10 }]",
            "10.100.1.10 }, { name: db, address: 10.100.1.11 }]",
            "there is already a host in 'hq' called 'db'"
        ),
    ]

    static let traffic: [BadFile] = [
        .meaning("to: hub/app", "to: hub/ap", "'hub' has no machine called 'ap'", "hub/app"),
        .meaning("to: hub/app", "to: hug/app", "there is no customer site or virtual network called 'hug'", "hub/app"),
        .meaning("from: hq/db", "from: hq/dbs", "'hq' has no host called 'dbs'", "hq/db"),
        .meaning("from: hq/db", "from: hub/app", "the flow ends where it begins"),
        .meaning("to: hub/app", "to: hub/app, family: ipv6", "has no IPv6 address").alone(false),
        .meaning(
            "to: hub/app }",
            "to: hub/app }\n  - { name: f, from: hq/db, to: hub/app }",
            "there is already a flow called 'f'"
        ),
        .meaning("to: hub/app", "to: hub/app, start: -1s", "a negative duration"),
        .meaning("to: hub/app", "to: hub/app, timeout: 1s", "probes wait for nothing"),
        .meaning("to: hub/app", "to: hub/app, protocol: tcp, timeout: 0s", "a timeout is more than nothing"),
        .meaning("to: hub/app", "to: hub/app, protocol: tcp, retries: 3", "retries goes with protocol: request"),
        .meaning(
            "to: hub/app",
            "to: hub/app, protocol: request, bidirectional: true",
            "requests are answered in any case"
        ).alone(false),
    ]

    static let steps: [BadFile] = [
        .meaning("at: 10s", "at: -1s", "a step before time zero"),
        .warning("at: 30s", "at: 60s", "the run ends after 60s, before this step"),
        .warning("for: 10s", "for: 50s", "before this is restored"),
        .meaning("for: 10s", "for: -1s", "'for' is a time after the step"),
        .meaning("duration: 60s", "duration: 0s", "the run would end at once").alone(false),
        .meaning("fail: msee/ams/1", "fail: msee/ams/3", "has MSEEs 1 and 2 only"),
        .meaning("fail: msee/ams/1", "fail: msee/amss/1", "there is no peering location called 'amss'", "ams"),
        .meaning("fail: msee/ams/1", "fail: router/cpe3", "there is no router called 'cpe3'", "cpe1"),
        .meaning("fail: msee/ams/1", "fail: gateway/ergw/instance/3", "has instances 0 to 2 only"),
        .meaning("fail: msee/ams/1", "fail: zone/west/4", "there is no zone of region 'west' called '4'"),
        .meaning(
            "fail: msee/ams/1",
            "fail: link/er-ams/primary",
            "'fail' cannot be applied to link/er-ams/primary",
            "cut"
        ),
        .meaning("fail: msee/ams/1", "cut: router/cpe1", "'cut' cannot be applied to router/cpe1", "fail"),
        .meaning(
            "fail: msee/ams/1",
            "reset: session/cpe1/er-ams/secondary",
            "router 'cpe1' does not use er-ams/secondary"
        ),
        .meaning("fail: msee/ams/1", "reset: session/cpe1/er-ams/primary/ipv6", "er-ams/primary has no IPv6 subnet"),
        .meaning(
            "fail: msee/ams/1",
            "shutdown: connection/er-fra/gw2",
            "circuit 'er-fra' is not linked to gateway 'gw2'"
        ),
        .meaning("fail: msee/ams/1", "fail: [msee/ams/1, msee/er-ams/primary]", "msee/ams/1 is named twice"),
        .meaning("fail: msee/ams/1", "fail: reflector/3", "reflectors 1 and 2 only"),
        .meaning(
            "fail: msee/ams/1",
            "fail: gateway/gw2, mode: bgpCrash",
            "'bgpCrash' is a failure of a router, core or MSEE, not of gateway/gw2"
        ),
        .meaning(
            "fail: msee/ams/1",
            "fail: router/cpe1, mode: bfdCrash",
            "BFD of 'cpe1' cannot crash by itself: BIRD is one program"
        ).also("name: cpe1, bfd: true", "name: cpe1, bfd: true, kind: bird"),
        .meaning(
            "fail: msee/ams/1",
            "fail: router/cpe1, mode: bgpCrash",
            "'bgpCrash' cannot be done to 'cpe1', whose programs are not ours"
        ).also("name: cpe1, bfd: true", "name: cpe1, bfd: true, kind: external, namespace: a"),
        .meaning("fail: msee/ams/1", "fail: msee/ams/1, startup: 1s", "'startup' goes with 'mode: reload' only"),
        .meaning("fail: msee/ams/1", "cut: link/er-ams/primary, mode: reload", "'mode' does not go with 'cut'"),
        .structure("fail: msee/ams/1", "fail: msee/ams/1, mode: crash", "'crash' is not one of"),
        .meaning(
            "fail: msee/ams/1",
            "misconfigure: session/cpe1/er-ams/primary, vlan: 7",
            "a session is misconfigured with a sharedKey or a leak"
        ).alone(false),
        .meaning(
            "fail: msee/ams/1",
            "misconfigure: link/er-ams/primary, vlan: 7, leak: true",
            "a leak is a session's, not a link's"
        ),
        .meaning("fail: msee/ams/1", "misconfigure: link/er-ams/primary", "a link is misconfigured with a vlan"),
        .meaning(
            "fail: msee/ams/1",
            "shutdown: session/cpe1/er-ams/primary, grace: 5s",
            "'grace' goes with a graceful shutdown"
        ),
        .meaning("fail: msee/ams/1", "cut: link/er-ams/primary, graceful: true", "'graceful' does not go with 'cut'"),
        .meaning("fail: msee/ams/1", "fail: flow/f", "'fail' cannot be applied to flow/f"),
        .meaning("fail: msee/ams/1", "fail: msee/ams/1, direction: both", "'direction' does not go with 'fail'"),
        .meaning(
            "fail: msee/ams/1",
            "degrade: link/er-ams/primary",
            "needs one of loss, latency, jitter, rate and mtu"
        ),
        .meaning("fail: msee/ams/1", "reset: session/cpe1/er-ams/primary, for: 1s", "over at once"),
        .meaning("fail: msee/ams/1", "restore: link/er-ams/primary", "nothing has happened to link/er-ams/primary"),
        .meaning("fail: msee/ams/1", "flap: link/er-ams/primary, period: 1us", "a period of 2ms or more"),
    ]

    static let expectations: [BadFile] = [
        .meaning("flow: f, step: 1", "flow: g, step: 1", "there is no flow called 'g'", "f"),
        .meaning("outage: <= 1s }", "stall: <= 1s }", "flow 'f' has no connections"),
        .meaning("outage: <= 1s }", "failed: == 0 }", "flow 'f' makes no requests"),
        .meaning("outage: <= 1s }", "symmetric: true }", "flow 'f' has one direction only"),
        .meaning("outage: <= 1s }", "path: link/er-ams/primary }", "is nothing that packets pass"),
        .meaning("outage: <= 1s }", "path: router/cpe3 }", "there is no router called 'cpe3'", "cpe1"),
        .meaning("outage: <= 1s }", "outage: <= 1s, prefix: 10.0.0.0/8 }", "this goes with 'table'"),
        .meaning("flow: f, step: 1, outage: <= 1s", "outage: <= 1s", "an expectation is about a flow or about a table"),
        .meaning("flow: f, step: 1, outage: <= 1s", "table: router/cpe1", "which prefix of the table?"),
        .meaning(
            "flow: f, step: 1, outage: <= 1s",
            "table: router/cpe1, prefix: 10.0.0.0/8, outage: <= 1s",
            "this goes with 'flow', not with 'table'"
        ),
        .meaning(
            "flow: f, step: 1, outage: <= 1s",
            "table: zone/west/1, prefix: 10.0.0.0/8",
            "has no table to look at"
        ),
        .meaning(
            "flow: f, step: 1, outage: <= 1s",
            "table: router/cpe1, prefix: 10.0.0.0/8, at: 61s",
            "the run ends before"
        ),
        .meaning(
            "flow: f, step: 1, outage: <= 1s",
            "table: router/cpe1, prefix: 10.0.0.0/8, present: false, asPath: \"12076\"",
            "a route that is not there has neither next hop nor path"
        ),
        .meaning("step: 1,", "step: 3,", "there is no step 3"),
        .meaning("step: 1,", "step: 2, phase: restore,", "step 2 is never restored"),
        .meaning("step: 1,", "step: 1, direction: reverse,", "flow 'f' has no reverse direction"),
        .meaning("step: 1,", "phase: fault,", "this needs a step"),
        .meaning("step: 1,", "detectedBy: bfd,", "this needs a step"),
        .meaning("outage: <= 1s", "outage: [<= 1s, \"> 1s\"]", "no value can meet this bound and the one before it"),
        .meaning("outage: <= 1s", "outage: [== 2s, < 1s]", "no value can meet this bound and the one before it"),
        .structure(
            "outage: <= 1s",
            "outage: <= 1s, direction: backward",
            "'backward' is not one of forward, reverse, both"
        ),
        .structure("outage: <= 1s", "detectedBy: [bfd, luck]", "'luck' is not one of"),
    ]
}
