import NetworkTypes

extension TopologyBuilder {
    /// The stateful devices of a site, at most one in front of each router.
    mutating func buildFirewalls(_ site: SiteDocument, _ index: Int) {
        for firewall in site.firewalls?.value ?? [] {
            let document = firewall.value
            var names = firewallNames
            claim(document.name, "a firewall", in: &names)
            firewallNames = names
            let routers = topology.sites[index].routers
            let candidates = routers.map { topology.routers[$0].name }
            guard let place = self.index(of: document.router, in: candidates, "router of this site") else { continue }
            if topology.sites[index].lan == nil {
                missing(firewall.place, "a firewall stands between a router and its LAN, and the site has no LAN")
                continue
            }
            if let other = topology.firewalls.first(where: { $0.router == routers[place] }) {
                error(document.router?.place, "firewall '\(other.name)' stands in front of that router already")
                continue
            }
            checkTranslation(document, index)
            topology.firewalls.append(
                Topology.Firewall(
                    name: document.name?.value ?? "",
                    router: routers[place],
                    sharesState: document.sharesState?.value ?? false,
                    synchronization: delay(document.synchronization, Defaults.stateSynchronization.value),
                    permitsInbound: document.permit?.value == .both,
                    sourceNAT: document.sourceNAT?.value,
                    connections: document.connections?.value ?? Defaults.connections.value,
                    timeouts: timeouts(document.timeouts?.value),
                    linkLossForwarding: document.linkLossForwarding?.value ?? false
                )
            )
        }
    }

    /// The translated address is the device's own, or that of a pair with common state: it lies in nobody's LAN.
    private mutating func checkTranslation(_ firewall: FirewallDocument, _ site: Int) {
        guard let address = firewall.sourceNAT else { return }
        if topology.sites.contains(where: { $0.lan?.subnet?.contains(address.value) == true }) {
            error(
                address.place,
                "\(address.value) lies in a LAN: answers would not come back to the firewall",
                notes: ["an address outside of the LAN, which the router advertises as a /32"]
            )
        }
        if topology.sites[site].lan?.subnetIPv6 != nil, firewall.sharesState?.value != true {
            warning(
                address.place,
                "IPv6 packets pass untranslated (there is no NPTv6 or NAT66), so that their answers may return past another device",
                notes: ["sharesState: true lets them through there as well"]
            )
        }
        let other = topology.firewalls.first { other in
            let isPartner = other.sharesState && firewall.sharesState?.value ?? false
            return other.sourceNAT == address.value && !(isPartner && topology.routers[other.router].site == site)
        }
        if let other {
            error(
                address.place,
                "firewall '\(other.name)' has \(address.value) already",
                notes: ["an address of its own brings answers back to the same device; so does sharesState on both"]
            )
        }
    }

    private mutating func timeouts(_ written: ConnectionTimeoutsDocument?) -> Topology.Firewall.Timeouts {
        Topology.Firewall.Timeouts(
            udp: timeout(written?.udp, Defaults.udpConnection.value),
            tcp: timeout(written?.tcp, Defaults.tcpConnection.value),
            tcpTransitory: timeout(written?.tcpTransitory, Defaults.tcpTransitory.value),
            icmp: timeout(written?.icmp, Defaults.icmpConnection.value)
        )
    }

    private mutating func timeout(_ written: Located<Duration>?, _ fallback: Duration) -> Duration {
        if let written, written.value <= .zero { error(written.place, "a connection is remembered for some time") }
        return delay(written, fallback, limit: .seconds(7 * 86_400))
    }
}
