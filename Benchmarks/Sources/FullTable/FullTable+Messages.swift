import BGPWire
public import NetworkTypes

extension FullTable {
    /// A peer that announces the table.
    public struct Announcer: Sendable {
        public var asn: ASN
        public var nextHop: IPv4Address
        /// How many times more than once it prepends itself.
        public var prepend: Int

        public init(asn: ASN, nextHop: IPv4Address, prepend: Int = 0) {
            self.asn = asn
            self.nextHop = nextHop
            self.prepend = prepend
        }
    }

    /// The whole table as UPDATE messages of an eBGP session, with End-of-RIB behind them.
    public func messages(of announcer: Announcer) -> [UInt8] {
        var writer = UpdateWriter(context: WireContext())
        var bytes: [UInt8] = []
        for run in runs {
            guard writer.beginAnnouncing(attributes(of: run, announcer), family: .ipv4Unicast) else { continue }
            for prefix in prefixes[run] { writer.append(prefix, to: &bytes) }
            writer.finish(&bytes)
        }
        writer.appendEndOfRIB(.ipv4Unicast, to: &bytes)
        return bytes
    }

    /// Paths of three to six ASes, up to seven communities, MED on every fifth set; the same from every announcer but for its own part.
    private func attributes(of run: Range<Int>, _ announcer: Announcer) -> PathAttributes {
        var random = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(run.lowerBound))
        func number(_ bound: UInt64) -> UInt32 { 1 + UInt32(truncatingIfNeeded: random.below(bound)) }
        let own = Array(repeating: announcer.asn, count: 1 + announcer.prepend)
        let path = (0..<2 + random.below(4)).map { _ in
            random.below(100) < 40 ? ASN(131_071 + number(270_000)) : ASN(number(20_000))
        }
        let communities = (0..<random.below(8)).map { _ in
            Community(rawValue: number(60_000) << 16 | number(65_000))
        }
        return PathAttributes(
            origin: random.below(10) == 0 ? .incomplete : .igp,
            asPath: ASPath(own + path),
            nextHop: NextHop(announcer.nextHop),
            med: random.below(5) == 0 ? number(1000) : nil,
            communities: communities
        )
    }
}
