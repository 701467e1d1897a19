import Testing

@testable import Forwarding

/// What keeps routers in a row from deciding alike.
@Suite("Bucket order") struct BucketOrderTests {
    @Test(arguments: BucketOrder.elements) func `every bucket has a place of its own`(element: UInt32) {
        let order = BucketOrder(element: element)
        #expect(Set((0..<256).map(order.place(of:))) == Set(0..<256))
    }

    @Test(arguments: BucketOrder.elements) func `four buckets in a row are shared evenly`(element: UInt32) {
        let order = BucketOrder(element: element)
        for start in stride(from: UInt32(0), to: 256, by: 4) {
            #expect((start..<start + 4).count { order.place(of: $0) & 1 == 1 } == 2)
        }
    }

    @Test func `what one router sends one way, another shares evenly`() {
        #expect(BucketOrder.elements.count == 12)
        for first in BucketOrder.elements {
            for second in BucketOrder.elements where second != first {
                let (one, other) = (BucketOrder(element: first), BucketOrder(element: second))
                let together = (UInt32(0)..<16).filter { one.place(of: $0) & 1 == 1 }
                #expect(together.count { other.place(of: $0) & 1 == 1 } == 4, "\(first) \(second)")
            }
        }
    }

    @Test func `seeds lead to different orders`() {
        let places = (0..<64).map { BucketOrder(seed: $0).place(of: 1) }
        #expect(Set(places).count > 6)
    }
}
