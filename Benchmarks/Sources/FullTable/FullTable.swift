public import NetworkTypes

/// A made-up table of the Internet's shape: the same for the same number of routes and seed, on any machine.
///
/// Prefix lengths are distributed as in the default-free zone. Adjacent prefixes share an attribute set in runs of 6.5 on
/// average, so that a million routes have 154,000 sets, and sets come in random order.
public struct FullTable {
    /// Prefixes in ascending order.
    public let prefixes: [IPv4Prefix]
    /// Runs of prefixes that share an attribute set, in the order in which they are announced.
    public let runs: [Range<Int>]
    let seed: UInt64

    public init(routes: Int, seed: UInt64) {
        self.seed = seed
        var random = SeededGenerator(seed: seed)
        prefixes = Self.prefixes(routes, &random)
        var runs: [Range<Int>] = []
        var start = 0
        while start < routes {
            var end = start + 1
            while end < routes, end - start < 200, random.below(65) >= 10 { end += 1 }
            runs.append(start..<end)
            start = end
        }
        runs.shuffle(using: &random)
        self.runs = runs
    }

    /// Lengths with their share in thousandths.
    private static let lengths: [(length: UInt8, share: UInt64)] = [
        (24, 600), (23, 105), (22, 115), (21, 52), (20, 45), (19, 28), (18, 16), (17, 10), (16, 18), (15, 4), (14, 4),
        (13, 2), (12, 1),
    ]

    private static func prefixes(_ count: Int, _ random: inout SeededGenerator) -> [IPv4Prefix] {
        var list: [IPv4Prefix] = []
        while list.count < count {
            for _ in list.count..<count {
                var share = random.below(1000)
                let length = lengths.first { entry in
                    if share < entry.share { return true }
                    share -= entry.share
                    return false
                }
                // 1.0.0.0 to 223.255.255.255.
                let address = UInt32(truncatingIfNeeded: 1 << 24 + random.below(223 << 24))
                list.append(IPv4Prefix(IPv4Address(rawValue: address), length: length?.length ?? 24))
            }
            list.sort()
            list = zip(list, [nil] + list).compactMap { $0 == $1 ? nil : $0 }
        }
        return list
    }
}
