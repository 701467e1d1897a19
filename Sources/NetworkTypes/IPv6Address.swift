/// An IPv6 address as two 64-bit halves in network order.
public struct IPv6Address: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var high: UInt64
    public var low: UInt64

    @inlinable public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Parses the text forms of RFC 4291 §2.2, `::` and an embedded IPv4 tail included; `nil` otherwise.
    ///
    /// No zone index.
    public init?(_ text: some StringProtocol) {
        var head: [UInt16] = []
        var tail: [UInt16] = []
        var compressed = false
        let halves = String(text).split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, !text.isEmpty else { return nil }
        compressed = halves.count == 2
        guard Self.appendGroups(of: halves[0], to: &head, mayEndInIPv4: !compressed) else { return nil }
        if compressed, !Self.appendGroups(of: halves[1], to: &tail, mayEndInIPv4: true) { return nil }
        let count = head.count + tail.count
        guard compressed ? count <= 7 : count == 8 else { return nil }
        let groups = head + Array(repeating: 0, count: 8 - count) + tail
        high = groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) }
        low = groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) }
    }

    private static func appendGroups(of text: Substring, to groups: inout [UInt16], mayEndInIPv4: Bool) -> Bool {
        if text.isEmpty { return true }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, part.contains(".") {
                guard let address = IPv4Address(part) else { return false }
                groups.append(UInt16(truncatingIfNeeded: address.rawValue >> 16))
                groups.append(UInt16(truncatingIfNeeded: address.rawValue))
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                    let group = UInt16(part, radix: 16)
                else { return false }
                groups.append(group)
            }
        }
        return groups.count <= 8
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    public static let any = IPv6Address(high: 0, low: 0)

    @inlinable public var isMulticast: Bool { high >> 56 == 0xFF }
    @inlinable public var isLinkLocal: Bool { high >> 54 == 0x3FA }
    @inlinable public var isLoopback: Bool { high == 0 && low == 1 }

    /// The solicited-node multicast address, `ff02::1:ffXX:XXXX` (RFC 4291 §2.7.1).
    @inlinable public var solicitedNode: IPv6Address {
        IPv6Address(high: 0xFF02_0000_0000_0000, low: 0x0000_0001_FF00_0000 | low & 0xFF_FFFF)
    }

    /// The address `offset` places further, or `nil` if that would leave its /64.
    public func advanced(by offset: UInt64) -> IPv6Address? {
        let (sum, overflow) = low.addingReportingOverflow(offset)
        return overflow ? nil : IPv6Address(high: high, low: sum)
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The canonical text of RFC 5952: lower case, the longest run of two or more zero groups compressed.
    public var description: String {
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64((3 - index % 4) * 16))
        }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(1, best.count) { best = start..<end }
            start = max(end, start + 1)
        }
        func join(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        return best.isEmpty ? join(0..<8) : join(0..<best.lowerBound) + "::" + join(best.upperBound..<8)
    }
}
