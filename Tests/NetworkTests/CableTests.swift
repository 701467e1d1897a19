import NetworkTypes
import Testing
import Topology

@testable import Network

/// A network with a real router behind a port of this computer, as the live engine runs it.
@Suite("Cables at physical ports") struct CableTests {
    private struct Bench: ~Copyable {
        static let link = "link/er/primary/customer"
        static let text = """
            name: cable
            regions:
              - name: west
                virtualNetworks: [{ name: hub, addressSpace: [10.10.0.0/16], gatewaySubnet: 10.10.255.0/27 }]
                gateways: [{ name: ergw, virtualNetwork: hub, sku: Standard }]
            peeringLocations: [{ name: ams }]
            circuits:
              - { name: er, peeringLocation: ams, bandwidth: 1Gbps, privatePeering: { subnet: 172.16.1.0/29, vlan: 100 } }
            connections: [{ circuit: er, gateway: ergw }]
            customerSites:
              - name: hq
                asn: 65010
                prefixes: [10.100.0.0/16]
                routers: [{ name: cpe1, kind: external, ports: { er/primary: eth1 }, links: [er/primary] }]
            """

        var network: Network
        let router: NodeIndex
        let wire: Int
        let port: UInt16
        private var now = Instant.zero

        init() throws {
            let topology = try #require(Topology.load(text: Self.text, file: "cable.yaml").topology)
            let blueprint = Blueprint(topology)
            let wire = try #require(blueprint.wires.firstIndex { $0.path == Self.link })
            let router = try #require(blueprint.nodes.firstIndex { $0.path == "router/cpe1" })
            self.init(blueprint, wire: wire, router: NodeIndex(router))
        }

        private init(_ blueprint: Blueprint, wire: Int, router: NodeIndex) {
            self.wire = wire
            self.router = router
            let end = blueprint.wires[wire].a
            port = end.node == router ? end.port : blueprint.wires[wire].b.port
            network = Network(blueprint, seed: 1, md5: nil, carriage: .engine)
            network.start(at: now)
            pass()
        }

        /// A second passes.
        mutating func pass() {
            now += .seconds(1)
            while let due = network.nextDeadline, due <= now { network.handleNext() }
        }

        mutating func cable(hasCarrier: Bool) {
            pass()
            network.cableChanged(of: router, port: port, hasCarrier: hasCarrier, at: now)
        }

        mutating func cut() { network.hold(wire: wire, at: now, cause: 0) }
        mutating func mend() { network.release(wire: wire, at: now, cause: 0) }

        /// What the engine was told to do with the port's carrier since the last look.
        mutating func orders() -> [Bool] {
            var orders: [Bool] = []
            let (router, port) = (router, port)
            network.drainOutbox { request, _ in
                if case .carrier(router, port, let isUp) = request { orders.append(isUp) }
            }
            return orders
        }

        /// Who saw the link's carrier go or come.
        func sightings(_ kind: JournalEvent.Kind) -> [String] {
            network.journal.events.filter { $0.kind == kind && $0.subject == Self.link }
                .compactMap { event in
                    guard case .string(let node)? = event.fields.first(where: { $0.name == "node" })?.value else {
                        return nil
                    }
                    return node
                }
        }
    }

    @Test func `a cable that is pulled is seen by both ends, and the router's port is left alone`() throws {
        var bench = try Bench()
        _ = bench.orders()
        bench.cable(hasCarrier: false)
        #expect(bench.sightings(.carrierDown) == ["router/cpe1", "provider/er/primary"])
        bench.cable(hasCarrier: false)
        #expect(bench.sightings(.carrierDown).count == 2)
        bench.cable(hasCarrier: true)
        #expect(bench.sightings(.carrierUp) == ["router/cpe1", "provider/er/primary"])
        #expect(bench.network.wires[bench.wire].hasCarrier)
        #expect(bench.orders().isEmpty)
    }

    @Test func `a link that was cut while its cable was out stays cut`() throws {
        var bench = try Bench()
        bench.cable(hasCarrier: false)
        bench.cut()
        _ = bench.orders()
        bench.cable(hasCarrier: true)
        #expect(bench.orders() == [false])
        #expect(!bench.network.wires[bench.wire].hasCarrier)
        bench.mend()
        #expect(bench.orders() == [true])
        #expect(bench.network.wires[bench.wire].hasCarrier)
    }

    @Test func `what a cable has not lost cannot come back`() throws {
        var bench = try Bench()
        bench.cut()
        _ = bench.orders()
        bench.cable(hasCarrier: true)
        #expect(!bench.network.wires[bench.wire].hasCarrier)
        #expect(bench.orders().isEmpty)
    }
}
