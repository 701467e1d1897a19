import Packets

/// The order in which a router looks at the buckets of a group.
///
/// Flows with consecutive ports come in consecutive buckets, and two members share these nearly bit by bit. If every router
/// went by the same bit, those that one of them sends the same way would all be sent the same way by the next one (polarization). So each takes the lowest
/// four bits times an element of GF(16) of its own: what is even stays even, also within every four buckets in a row, and the choices of
/// routers with different elements have nothing to do with each other.
struct BucketOrder: Sendable {
    /// Sixteen places of four bits.
    private let places: UInt64

    /// Those of the fifteen elements with which four buckets in a row are shared evenly.
    static let elements: [UInt32] = (1...15).filter { element in
        let parities = (0..<4).map { product($0, element) & 1 }
        return parities.reduce(0, +) == 2
    }

    init(seed: UInt64) {
        var hash = FlowHash(seed: seed)
        hash.combine(0)
        self.init(element: Self.elements[Int(hash.value % UInt64(Self.elements.count))])
    }

    init(element: UInt32) {
        places = (0..<16).reduce(0) { $0 | UInt64(Self.product($1, element)) << (4 * UInt64($1)) }
    }

    /// Where a bucket stands.
    func place(of bucket: UInt32) -> UInt32 {
        bucket & ~15 | UInt32(truncatingIfNeeded: places >> (4 * UInt64(bucket & 15)) & 15)
    }

    /// The product in GF(16), whose polynomial is x⁴ + x + 1.
    private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var (factor, result): (UInt32, UInt32) = (left, 0)
        for bit in 0..<4 {
            if right >> bit & 1 == 1 { result ^= factor }
            factor <<= 1
            if factor & 16 != 0 { factor ^= 0b1_0011 }
        }
        return result
    }
}
