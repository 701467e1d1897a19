import CustomerConfiguration

/// A circuit with two routers at one site, to which tests add keys.
struct EdgeTopology {
    /// Keys of the first router, which is on the primary connection.
    var router = ""
    /// Keys of its link.
    var link = ""
    var circuit = ""
    var site = ""
    var name = "er-ams"
    var prefixes = "[10.100.0.0/16, \"fd00:100::/48\"]"

    func load() throws -> CustomerRouter {
        try Repository.subjects(text)[0].router
    }

    var text: String {
        """
        name: test
        regions:
          - name: westeurope
            virtualNetworks:
              - { name: hub, addressSpace: [10.10.0.0/16], gatewaySubnet: 10.10.255.0/27 }
            gateways: [{ name: ergw, virtualNetwork: hub, sku: Standard }]
        peeringLocations: [{ name: amsterdam }]
        circuits:
          - name: \(name)
            peeringLocation: amsterdam
            bandwidth: 1Gbps
            \(circuit)
            privatePeering:
              { primarySubnet: 172.16.1.0/30, secondarySubnet: 172.16.1.4/30, primarySubnetIPv6: "fd00:172::/126",
                secondarySubnetIPv6: "fd00:172::4/126", vlan: 100 }
        connections: [{ circuit: \(name), gateway: ergw }]
        customerSites:
          - name: headquarters
            asn: 65010
            prefixes: \(prefixes)
            \(site)
            routers:
              - name: cpe1
                \(router)
                links:
                  - link: \(name)/primary
                    \(link)
              - { name: cpe2, links: [\(name)/secondary] }
        """
    }
}
