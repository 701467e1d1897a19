import Forwarding
import NetworkTypes
import Packets
import Testing

@Suite("Ageing of ARP entries") struct NeighborAgeingTests {
    /// A router that has learned by ARP, at time zero, where 198.51.100.7 is.
    private static func bench(refreshes: Bool) throws -> Bench {
        let (bench, _, _) = try PipelineTests.router()
        bench.forwarder.neighborAgeing = NeighborAgeing(timeout: .seconds(30), refreshes: refreshes)
        try send(bench)
        try bench.answer("198.51.100.7", with: mac, on: 2)
        bench.clear()
        return bench
    }

    private static let mac = Bench.mac(0x77)

    private static func send(_ bench: Bench) throws {
        bench.receive(try bench.udp(to: 1, from: "192.0.2.9", "198.51.100.7"), on: 1)
    }

    /// What leaves at an instant: who is asked by ARP, and how many other frames go out.
    private static func sent(_ bench: Bench) throws -> (asked: [MACAddress], packets: Int) {
        var asked: [MACAddress] = []
        var packets = 0
        for item in bench.output.transmissions {
            let header = try EthernetHeader(decoding: bench.pool.bytes(of: item.frame))
            if header.etherType == .arp { asked.append(header.destination) } else { packets += 1 }
        }
        bench.clear()
        return (asked, packets)
    }

    private static func pass(to seconds: Int64, _ bench: Bench) {
        bench.now = .zero + .seconds(seconds)
        bench.forwarder.handleDeadline(at: bench.now, pool: &bench.pool, into: &bench.output)
    }

    @Test func `an entry that nobody refreshes expires, and the next packet asks and waits`() throws {
        let bench = try Self.bench(refreshes: false)
        Self.pass(to: 29, bench)
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([], 1))
        Self.pass(to: 30, bench)
        #expect(try Self.sent(bench) == ([], 0))
        #expect(bench.forwarder.nextDeadline == nil)
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([.broadcast], 0))
        try bench.answer("198.51.100.7", with: Self.mac, on: 2)
        #expect(try Self.sent(bench) == ([], 1))
        Self.pass(to: 59, bench)
        #expect(bench.forwarder.nextDeadline == .zero + .seconds(60))
    }

    @Test func `what the neighbour says by ARP keeps it young`() throws {
        let bench = try Self.bench(refreshes: false)
        Self.pass(to: 20, bench)
        try bench.answer("198.51.100.7", with: Self.mac, on: 2)
        #expect(bench.output.events.isEmpty)
        Self.pass(to: 30, bench)
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([], 1))
        Self.pass(to: 50, bench)
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([.broadcast], 0))
    }

    @Test func `one that is refreshed is asked alone, used meanwhile, and given up after three requests`() throws {
        let bench = try Self.bench(refreshes: true)
        Self.pass(to: 30, bench)
        #expect(try Self.sent(bench) == ([Self.mac], 0))
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([], 1))
        try bench.answer("198.51.100.7", with: Self.mac, on: 2)
        Self.pass(to: 59, bench)
        #expect(try Self.sent(bench) == ([], 0))
        for second in 60..<63 {
            Self.pass(to: Int64(second), bench)
            #expect(try Self.sent(bench) == ([Self.mac], 0))
        }
        Self.pass(to: 63, bench)
        #expect(bench.output.events.count == 1)
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([.broadcast], 0))
    }

    @Test func `a lost carrier forgets it, whatever its age`() throws {
        let bench = try Self.bench(refreshes: true)
        bench.setPort(2, up: false)
        bench.setPort(2, up: true)
        #expect(bench.forwarder.nextDeadline == nil)
        bench.clear()
        try Self.send(bench)
        #expect(try Self.sent(bench) == ([.broadcast], 0))
    }
}
