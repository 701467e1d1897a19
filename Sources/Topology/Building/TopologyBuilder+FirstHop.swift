import NetworkTypes

extension TopologyBuilder {
    /// The virtual router of a LAN; `nil` unless it is routed that way.
    mutating func virtualRouter(
        _ lan: LANDocument?,
        _ routing: Topology.LAN.Routing,
        _ subnet: IPv4Prefix?,
        _ subnetIPv6: IPv6Prefix?
    ) -> Topology.VirtualRouter? {
        let written = lan?.virtualRouter?.value
        guard routing == .vrrp else {
            for place in [lan?.virtualRouter?.place, lan?.ibgp?.place].compactMap(\.self) {
                error(place, "this belongs to a LAN with a virtual first hop", notes: ["lan: { routing: vrrp }"])
            }
            return nil
        }
        for address in [
            written?.address.map { Located(IPAddress.v4($0.value), at: $0.place) },
            written?.addressIPv6.map { Located(IPAddress.v6($0.value), at: $0.place) },
        ].compactMap(\.self) {
            let lan = address.value.family == .ipv4 ? subnet.map(IPPrefix.v4) : subnetIPv6.map(IPPrefix.v6)
            if lan?.contains(address.value) != true {
                error(address.place, "\(address.value) is not in the LAN" + (lan.map { " \($0)" } ?? ""))
            }
        }
        return Topology.VirtualRouter(
            id: UInt8(clamping: written?.id?.value ?? Defaults.virtualRouterID.value),
            address: written?.address?.value ?? subnet?.address(at: 1),
            addressIPv6: written?.addressIPv6?.value ?? subnetIPv6?.address(at: 1),
            intervalCentiseconds: centiseconds(written?.interval),
            acceptsPackets: written?.acceptMode?.value ?? false,
            routersRunIBGP: lan?.ibgp?.value ?? true
        )
    }

    private mutating func centiseconds(_ interval: Located<Duration>?) -> UInt16 {
        let nanoseconds = (interval?.value ?? Defaults.advertisementOfMaster.value).nanoseconds
        let isWhole = nanoseconds % 10_000_000 == 0 && (1...4095).contains(nanoseconds / 10_000_000)
        if !isWhole, let interval {
            error(interval.place, "VRRP advertises every 10ms to 40.95s, in whole hundredths of a second")
        }
        return UInt16(clamping: nanoseconds / 10_000_000)
    }

    /// A router's part in the virtual router of its LAN; every router of such a LAN has one.
    mutating func firstHop(_ router: RouterDocument, _ lan: Topology.LAN?) -> Topology.FirstHop? {
        let written = router.firstHop?.value
        guard lan?.routing == .vrrp else { return nil }
        return Topology.FirstHop(
            priority: UInt8(clamping: written?.priority?.value ?? Defaults.firstHopPriority.value),
            preempts: written?.preempt?.value ?? true,
            preemptDelay: delay(written?.preemptDelay, .zero),
            tracks: []
        )
    }

    mutating func aggregates(_ router: RouterDocument) -> [Topology.Aggregate] {
        (router.aggregates?.value ?? []).compactMap { aggregate in
            aggregate.value.prefix.map {
                Topology.Aggregate(prefix: $0.value, isSummaryOnly: aggregate.value.summaryOnly?.value ?? false)
            }
        }
    }

    /// With a virtual first hop, hosts are neighbours of the routers.
    mutating func checkAddressOnLAN(_ address: Located<IPAddress>, _ lan: IPPrefix, _ owner: Topology.CustomerSite) {
        guard lan.contains(address.value) else {
            error(
                address.place,
                "\(address.value) is outside the LAN \(lan): with routing: vrrp hosts hang on the LAN itself",
                notes: ["an address of \(lan), or routing: ibgp, where hosts hang behind the core"]
            )
            return
        }
        let virtual = owner.lan?.virtualRouter
        let routers = UInt64(
            document.customerSites?.value.first { $0.value.name?.value == owner.name }?
                .value.routers?.value.count ?? 0
        )
        let taken: Bool
        switch address.value {
        case .v4(let ipv4):
            let isRouter = (2..<(2 + routers)).contains { owner.lan?.subnet?.address(at: UInt32(clamping: $0)) == ipv4 }
            taken = isRouter || ipv4 == virtual?.address
        case .v6(let ipv6):
            let isRouter = (2..<(2 + routers)).contains { owner.lan?.subnetIPv6?.address(at: $0) == ipv6 }
            taken = isRouter || ipv6 == virtual?.addressIPv6
        }
        if taken {
            error(
                address.place,
                "\(address.value) belongs to the virtual router or to a router of the LAN",
                notes: ["routers have the addresses from the second one on"]
            )
        }
    }

    /// Keys whose meaning a real router, or another LAN, does not know.
    mutating func checkEdgeKeys(_ router: RouterDocument, _ kind: Topology.Router.Kind, _ lan: Topology.LAN?) {
        if let firstHop = router.firstHop, lan?.routing != .vrrp {
            error(firstHop.place, "this LAN has no virtual router", notes: ["lan: { routing: vrrp }"])
        }
        if kind != .emulated { checkKeysOfReal(router, kind, lan) }
    }
}
