extension MeasureReplay {
    /// The reference architecture with two circuits in two locations, much traffic, and a location that fails.
    ///
    /// Each probe crosses the customer's LAN, a provider edge, and the fabric in VXLAN, by the gateway or past it.
    static func busyNetwork(rate: Int) -> String {
        """
        name: busy
        regions:
          - name: westeurope
            zones: [1, 2, 3]
            virtualNetworks:
              - name: hub
                addressSpace: [10.10.0.0/16]
                gatewaySubnet: 10.10.255.0/27
                machines: [{ name: app, address: 10.10.1.4, zone: 1 }]
            gateways: [{ name: ergw, type: expressRoute, virtualNetwork: hub, sku: ErGw3AZ }]
        peeringLocations: [{ name: amsterdam }, { name: frankfurt }]
        circuits:
          - name: er-ams
            peeringLocation: amsterdam
            bandwidth: 10Gbps
            privatePeering: { peerASN: 65010, primarySubnet: 172.16.1.0/30, secondarySubnet: 172.16.1.4/30, vlan: 100 }
          - name: er-fra
            peeringLocation: frankfurt
            bandwidth: 10Gbps
            privatePeering: { peerASN: 65010, primarySubnet: 172.16.2.0/30, secondarySubnet: 172.16.2.4/30, vlan: 100 }
        connections:
          - { circuit: er-ams, gateway: ergw, fastPath: true }
          - { circuit: er-fra, gateway: ergw }
        customerSites:
          - name: headquarters
            asn: 65010
            prefixes: [10.100.0.0/16]
            lan: { subnet: 10.100.0.0/24 }
            hosts: [{ name: db, address: 10.100.1.10 }]
            routers:
              - { name: cpe1, links: [er-ams/primary, er-fra/primary], bfd: { interval: 300ms, multiplier: 3 } }
              - { name: cpe2, links: [er-ams/secondary, er-fra/secondary], bfd: { interval: 300ms, multiplier: 3 } }
        flows:
          - { name: db-app, from: headquarters/db, to: hub/app, rate: \(rate)/s, count: 64, bidirectional: true }
        scenario:
          duration: 8s
          steps: [{ at: 3s, fail: peeringLocation/amsterdam }]
        """
    }
}
