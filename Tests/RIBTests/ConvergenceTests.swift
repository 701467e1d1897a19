import BGPWire
import NetworkTypes
import Testing

@testable import RIB

/// Random announcements, withdrawals, session losses, next-hop changes and drains, with work in small pieces in between.
struct Churn: ~Copyable {
    struct Said: Hashable {
        var path: [ASN]
        var nextHop: String
        var med: UInt32?
        var isNoExport: Bool
    }

    static let prefixCount = 40
    static let asns: [ASN] = [65001, 65001, 65002, 65000, 65000, 65000]
    var lab: Lab
    let peers: [PeerIndex]
    var said: [[String: Said]]
    var isUp: [Bool]
    var listeners: [Listener]
    var unreachable: Set<String> = []
    var prepends: [UInt8]
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        lab = Self.make()
        peers = Self.asns.indices.map { PeerIndex(rawValue: UInt16($0)) }
        said = Array(repeating: [:], count: peers.count)
        isUp = Array(repeating: true, count: peers.count)
        prepends = Array(repeating: 0, count: peers.count)
        listeners = Self.asns.map { Listener(isExternal: $0 != 65000) }
    }

    static func make() -> Lab {
        var lab = Lab()
        let domain = lab.domain(multipath: Multipath(ebgp: 4, ibgp: 2, relaxesASPath: true))
        for (number, asn) in asns.enumerated() {
            _ = lab.peer(domain, asn, "10.0.1.\(number + 1)") { $0.isRouteReflectorClient = number == 3 }
        }
        return lab
    }

    mutating func step() throws {
        let number = Int(random.below(UInt64(peers.count)))
        switch random.below(20) {
        case 0:
            if isUp[number] {
                lab.rib.peerDown(peers[number])
                said[number] = [:]
                listeners[number].routes = [:]
            } else {
                lab.up(peers[number], id: "10.0.1.\(number + 1)")
            }
            isUp[number].toggle()
        case 1: try toggleNextHop("198.51.100.\(1 + random.below(4))")
        case 2:
            prepends[number] = UInt8(random.below(3))
            lab.rib.setPrepend(peers[number], count: prepends[number])
        case 3...7 where isUp[number]:
            let text = "10.\(random.below(UInt64(Self.prefixCount))).0.0/16"
            lab.withdraw(peers[number], [text])
            said[number][text] = nil
        case 8...14 where isUp[number]: announce(number)
        case 15: _ = lab.rib.work(budget: Int(random.below(20)))
        case 16 where isUp[number]:
            // A slow peer takes little at a time.
            var bytes: [UInt8] = []
            _ = lab.rib.encodeUpdates(for: peers[number], into: &bytes, byteLimit: Int(random.below(200)))
            try listeners[number].hear(bytes)
        case 17: lab.settle(budget: 7)
        default: break
        }
    }

    private mutating func announce(_ number: Int) {
        let first: [ASN] = Self.asns[number] == 65000 ? [] : [Self.asns[number]]
        let new = Said(
            path: first + (0..<random.below(3)).map { _ in ASN(UInt32(64900 + random.below(3))) },
            nextHop: "198.51.100.\(1 + random.below(4))",
            med: random.below(2) == 0 ? UInt32(random.below(3)) : nil,
            isNoExport: random.below(10) == 0
        )
        let text = "10.\(random.below(UInt64(Self.prefixCount))).0.0/16"
        Self.say(new, [text], to: &lab, peers[number])
        said[number][text] = new
    }

    static func say(_ said: Said, _ prefixes: [String], to lab: inout Lab, _ peer: PeerIndex) {
        lab.announce(peer, prefixes, path: said.path, nextHop: said.nextHop) {
            $0.med = said.med
            if said.isNoExport { $0.communities = [.noExport] }
        }
    }

    private mutating func toggleNextHop(_ text: String) throws {
        let isDown = !unreachable.contains(text)
        if isDown { unreachable.insert(text) } else { unreachable.remove(text) }
        lab.metrics[ip(text)] = .some(isDown ? nil : 10)
        lab.rib.setNextHop(ip(text), in: DomainIndex(rawValue: 0), metric: isDown ? nil : 10)
    }

    /// The same end state, reached by saying everything once to a new router.
    func fresh() -> Lab {
        var other = Self.make()
        other.metrics = lab.metrics
        for number in peers.indices {
            other.rib.setPrepend(peers[number], count: prepends[number])
            guard isUp[number] else {
                other.rib.peerDown(peers[number])
                continue
            }
            for (text, said) in said[number].sorted(by: { $0.key > $1.key }) {
                Self.say(said, [text], to: &other, peers[number])
            }
        }
        other.settle()
        return other
    }
}

@Suite("Convergence") struct ConvergenceTests {
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `any order of events leads to what a fresh start leads to`(seed: UInt64) throws {
        var churn = Churn(seed: seed)
        for _ in 0..<300 { try churn.step() }
        churn.lab.settle()
        var fresh = churn.fresh()
        let domain = DomainIndex(rawValue: 0)
        let grown = churn.lab.rib.routes(in: domain, .ipv4Unicast)
        let scratch = fresh.rib.routes(in: domain, .ipv4Unicast)
        #expect(grown.count == scratch.count)
        for (a, b) in zip(grown, scratch) {
            #expect(a.prefix == b.prefix && a.paths == b.paths && a.decidedBy == b.decidedBy, "seed \(seed)")
            let (one, other) = (churn.lab.rib.nextHops(of: a.nextHops), fresh.rib.nextHops(of: b.nextHops))
            #expect(one == other, "seed \(seed)")
        }
        for (number, peer) in churn.peers.enumerated() where churn.isUp[number] {
            try churn.listeners[number].hear(churn.lab.updates(for: peer))
            _ = fresh.updates(for: peer)
            let expected = fresh.advertised(peer)
            let believed = churn.lab.advertised(peer)
            #expect(believed == expected, "seed \(seed)")
            #expect(churn.listeners[number].routes == expected, "seed \(seed)")
            #expect(churn.listeners[number].spuriousWithdrawals == 0, "seed \(seed)")
        }
        // The forwarder, which saw changes only, has the same idea.
        var installed: [IPPrefix: NextHopSetHandle] = [:]
        for change in churn.lab.changes { installed[change.prefix] = change.nextHops == .none ? nil : change.nextHops }
        for route in grown {
            #expect(installed[route.prefix.prefix] ?? .none == route.nextHops, "seed \(seed)")
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func `nothing is left when all peers have gone`(seed: UInt64) throws
    {
        var churn = Churn(seed: seed)
        for _ in 0..<300 { try churn.step() }
        for peer in churn.peers { churn.lab.rib.peerDown(peer) }
        churn.lab.settle()
        var uses: [NextHopUse] = []
        churn.lab.rib.drainNextHopUses(into: &uses)
        let left = (churn.lab.rib.attributeSetCount, churn.lab.rib.nextHops.count, churn.lab.rib.paths.count)
        #expect(left == (0, 0, 0))
    }

    @Test func `numbers of forgotten prefixes are used again`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1")
        let listener = lab.peer(domain, 65002, "10.0.2.1")
        for round in 0..<50 {
            let prefixes = (0..<40).map { "10.\(round).\($0).0/24" }
            lab.announce(peer, prefixes, path: [65001])
            lab.settle()
            _ = lab.updates(for: listener)
            lab.withdraw(peer, prefixes)
            lab.settle()
            _ = lab.updates(for: listener)
        }
        let size = lab.rib.tables[2].routes.count
        #expect(size < 400, "2,000 prefixes came and went")
    }

    @Test func `a thousand domains are cheap until they are used`() {
        var lab = Lab()
        for number in 0..<1000 { _ = lab.domain("d\(number)") }
        #expect(lab.rib.memoryEstimate < 100_000)
        let far = DomainIndex(rawValue: 999)
        let peer = lab.peer(far, 65001, "10.0.1.1")
        lab.announce(peer, ["10.1.0.0/16"], path: [65001])
        lab.settle()
        #expect(lab.best("10.1.0.0/16", far)?.peer == peer)
        #expect(lab.best("10.1.0.0/16", DomainIndex(rawValue: 998)) == nil)
    }
}
